/**
 * A case under random but plausible hands: numbers choose among what people, providers, the post and time might do next.
 * What is chosen depends on the case as it stands, so that runs reach the ends; about one in six commands is nonsense.
 */
import fc from 'fast-check';
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import {
  type Command,
  decide,
  decideDispatched,
  decideIntake,
  decideNotSent,
  decideOnTime,
  decideRequest,
  decideUnexpected,
  isRefusal,
  record,
} from '../../domain/assessment/decide.js';
import type { NewEvent } from '../../domain/assessment/event-shapes.js';
import { type AssessmentEvent, blank } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { AssessmentRequest } from '../../domain/assessment/command-shapes.js';
import { addDays, type CivilDate, startOfLondonDay } from '../../domain/civil-date.js';
import type { Actor, Role } from '../../domain/events.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { DraftCheck, Policy } from '../../domain/policy.js';
import { CHILD, PARENT, POLICY, RECEIVED, REF, request, SECOND_PARENT, SECTIONS, SYSTEM } from './case.js';

/** One turn: days pass, then something happens. `pick` chooses what, `n` its details. */
export interface Turn {
  days: number;
  pick: number;
  n: number;
  /** Days ago that it happened. */
  ago: number;
  post: 'goes' | 'waits' | 'refused';
}

export interface Opening {
  source: 'parent' | 'school' | 'health' | 'social-care';
  parents: 1 | 2;
  setting: 'school' | 'early-years' | 'none';
  born: CivilDate;
  sensoryNeed: 'none' | 'hearing';
  serviceFamily: boolean;
  socialWorker: boolean;
  panelRequired: boolean;
  allowType: boolean;
  turnedAway: boolean;
  /** How far the case has come, all in time, before it is left to chance. */
  upTo: (typeof STARTS)[number];
}

export const STARTS = ['request', 'assessing', 'drafting', 'served', 'placed'] as const;

export const turn: fc.Arbitrary<Turn> = fc.record({
  days: fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(45) }),
  pick: fc.nat(9999),
  n: fc.nat(9999),
  ago: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(20) }),
  post: fc.oneof(
    { weight: 8, arbitrary: fc.constant('goes' as const) },
    { weight: 1, arbitrary: fc.constant('waits' as const) },
    { weight: 1, arbitrary: fc.constant('refused' as const) },
  ),
});

export const opening: fc.Arbitrary<Opening> = fc.record({
  source: fc.constantFrom('parent', 'school', 'health', 'social-care'),
  parents: fc.constantFrom(1, 2),
  setting: fc.constantFrom('school', 'early-years', 'none'),
  // The second is of year 8 when the request comes, and of year 9 from September.
  born: fc.constantFrom('2010-05-05', '2012-03-03', '2017-03-01', '2021-10-10'),
  sensoryNeed: fc.constantFrom('none', 'hearing'),
  serviceFamily: fc.boolean(),
  socialWorker: fc.boolean(),
  panelRequired: fc.boolean(),
  allowType: fc.boolean(),
  turnedAway: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
  upTo: fc.constantFrom(...STARTS),
});

export type Given = Omit<Command, 'by'> & Record<string, unknown>;

/** What was done to the case and took: a command, or what became of a letter. */
export interface Entry {
  today: CivilDate;
  on: CivilDate;
  did: Given | { type: 'letterSent' | 'letterCameBack'; letterId: string };
}

/** Whose case it is, and from when. */
export interface Place {
  ref: string;
  received: CivilDate;
  policy: Policy;
  policyVersion: string;
  childName: string;
}

const ANYWHERE: Place = { ref: REF, received: RECEIVED, policy: POLICY, policyVersion: 'p', childName: CHILD.name };
type Choice = [weight: number, command: Given];

const given = (type: Command['type'], fields: Record<string, unknown> = {}): Given => ({ type, ...fields }) as Given;

const oneOf = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

const facts = (s: AssessmentState): [string, string][] => [
  ['receivedOn', addDays(s.receivedOn, -13)],
  ['receivedOn', addDays(s.receivedOn, 3)],
  ['dateOfBirth', '2010-01-01'],
  ['sensoryNeed', 'vision'],
  ['serviceFamily', 'true'],
  ['childName', 'Testing Other'],
  ['address', '9 Invented Street'],
];

const GROUNDS = [
  'school-closure',
  'personal-circumstances',
  'absence',
  'exceptional-circumstances',
  'missed-examination',
] as const;

const anyStage = (s: AssessmentState, n: number, today: CivilDate): Choice[] => [
  [1, given('recordFamilyCall', { outcome: 'held', consentToShare: n % 2 === 0, sectionA: 'Likes trains.' })],
  [1, given('recordFamilyCall', { outcome: 'no-answer' })],
  [
    1,
    given('addEvidence', {
      evidenceId: `E${n % 3}`,
      kind: 'report',
      from: 'family',
      title: 'A report',
      ...(n % 2 ? { documentHash: HASH, documentKept: true } : {}),
    }),
  ],
  [1, given('recordContact', { channel: 'telephone', direction: 'to-family' })],
  [1, given('assignCaseworker', { caseworker: 'cw-2', name: 'B. Caseworker' })],
  [1, given('correctFact', correction(s, n))],
  [1, given('correctContact', { partyId: 'parent-1', address: `${n % 9} New Road`, evidence: 'Call' })],
  [1, given('addParent', { name: `Parent ${n % 5}`, address: '1 New Road', evidence: 'Certificate' })],
  [1, given('removeParent', { partyId: `parent-${(n % 3) + 1}`, evidence: 'Order' })],
  [1, given('changeSetting', newSetting(n))],
  ...(n % 5 === 0 ? ([[2, given('attachDocument', attached(n))]] as Choice[]) : []),
  [1, given('referToPanel', { panel: 'stuck-cases', question: 'stuck', reason: 'Asked by the caseworker' })],
  [1, given('recordException', exception(s, n))],
  ...(n % 7 === 0
    ? ([
        [1, given('withdraw', { reason: 'In writing' })],
        [1, given('recordMove', { toAuthority: 'Southmere Council' })],
        [1, given('recordDeath')],
      ] as Choice[])
    : []),
  ...s.referrals
    .filter((r) => r.recommendedOn === null)
    .flatMap((r): Choice[] => [
      [2, given('recordListing', { referralId: r.id, meetingOn: addDays(today, 7) })],
      [3, given('recordRecommendation', { referralId: r.id, ...recommendation(n, today) })],
    ]),
  ...s.actions
    .filter((a) => !a.doneOn)
    .map((a): Choice => [3, given('completeAction', { actionId: a.id, outcome: 'Done' })]),
  ...s.letters
    .filter((l) => l.state === 'refused')
    .map((l): Choice => [6, given('resolveLetter', { letterId: l.id, outcome: resolution(n), note: 'Seen to' })]),
  ...s.unexpected
    .filter((u) => !u.resolved)
    .map((u): Choice => [3, given('resolveUnexpected', { factId: u.factId, outcome: 'Seen to' })]),
];

const correction = (s: AssessmentState, n: number) => {
  const [fact, value] = oneOf(facts(s), n) as [string, string];
  return { fact, value, evidence: 'Seen on the form' };
};

const newSetting = (n: number) =>
  n % 4 === 0
    ? { none: true, evidence: 'Letter' }
    : { setting: { kind: 'school', name: `New School ${n % 4}`, urn: `99991${n % 4}` }, evidence: 'Letter' };

const HASH = 'ab'.repeat(32);

const attached = (n: number) => ({
  ...(n % 2 ? { evidenceId: `E${n % 3}` } : { adviceId: `A${(n % 7) + 1}` }),
  documentHash: HASH,
});

/** Words, a document, both, or neither. */
const content = (n: number) => ({
  ...(n % 3 ? { findings: 'Findings' } : {}),
  ...(n % 2 ? { documentHash: HASH, ...(n % 4 === 1 ? { documentKept: true } : {}) } : {}),
});

/** A change that follows the family's word on one section, or does not say so. */
const redraft = (s: AssessmentState, n: number) => {
  const basis = s.draft ? oneOf(['representations', 'own', 'returned'] as const, n) : 'first';
  const sections = { ...SECTIONS, F: `Provision ${n % 9}` };
  const follows = [{ section: 'F', representation: 'Hours' }];
  return { basis, sections, ...(basis === 'representations' && n % 5 ? { follows } : {}) };
};

const exception = (s: AssessmentState, n: number) => ({
  ruleId: oneOf(Object.keys(s.deadlines), n) ?? 'plan-final-20w',
  ground: oneOf(GROUNDS, n),
  evidence: 'A document',
  from: addDays(s.receivedOn, n % 60),
  to: addDays(s.receivedOn, (n % 60) + 40),
  whose: 'child',
  madeImpractical: true,
});

const recommendation = (n: number, today: CivilDate) => ({
  recommendation: 'As discussed',
  reasons: 'Reasons',
  actions:
    n % 2 === 0 ? [] : [{ what: 'Allocate', owner: 'An officer', ownerEmail: 'o@x.example', dueOn: addDays(today, 7) }],
});

const resolution = (n: number) => oneOf(['send-again', 'sent-by-other-means', 'not-needed'] as const, n);

const deciding = (s: AssessmentState, n: number): Choice[] => [
  [
    8,
    given('decideToAssess', {
      outcome: 'assess',
      mayHaveSen: true,
      mayNeedPlan: true,
      reasons: 'Need',
      ...(n % 3 ? { withoutPanel: 'Urgent' } : {}),
    }),
  ],
  [
    1,
    given('decideToAssess', {
      outcome: 'refuse',
      mayHaveSen: true,
      mayNeedPlan: n % 5 === 0,
      reasons: 'Enough support',
      withoutPanel: 'Clear',
    }),
  ],
  [2, given('reuseAdvice', { ...reuse(s, n), evidenceId: `E${n % 3}` })],
];

const reuse = (s: AssessmentState, n: number) => ({
  kind: oneOf(['medical', 'social-care', 'educational-psychology', 'parent'] as const, n),
  writtenOn: '2025-01-10',
  agreedByAdviserOn: s.receivedOn,
  agreedByAuthorityOn: s.receivedOn,
  ...(n % 4 ? { agreedByFamilyOn: s.receivedOn } : {}),
});

const advising = (s: AssessmentState, n: number): Choice[] => [
  ...s.advice.flatMap((a): Choice[] => {
    if (a.state === 'submitted')
      return [
        [6, given('checkAdvice', { adviceId: a.id, outcome: 'accept' })],
        [1, given('checkAdvice', { adviceId: a.id, outcome: 'return', reasons: 'Quantify' })],
      ];
    if (a.state === 'accepted' || a.state === 'reused') return [];
    return [
      [4, given('submitAdvice', { adviceId: a.id, author: 'Someone', ...content(n) })],
      [1, given('acknowledgeAdvice', { adviceId: a.id })],
      [1, given('declineAdvice', { adviceId: a.id, reasons: 'Not known' })],
      [
        1,
        given('excuseAdvice', {
          adviceId: a.id,
          ground: oneOf(GROUNDS, n),
          evidence: 'A document',
          from: a.requestedOn,
          to: addDays(a.requestedOn, 30),
          whose: 'child',
          madeImpractical: true,
        }),
      ],
    ];
  }),
  [1, given('requestAdvice', { kind: 'other', basis: 'h', reason: 'Asked', person: { name: 'A therapist' } })],
  [1, given('requestAdvice', { kind: 'medical', basis: 'f', reason: 'Declined', service: 'health' })],
];

const issuing = (n: number): Choice[] => [
  [6, given('decideToIssue', { outcome: 'issue', reasons: 'Need', outstandingAdvice: 'Late', withoutPanel: 'Urgent' })],
  [2, given('decideToIssue', { outcome: 'issue', reasons: 'Need' })],
  ...(n % 5 === 0
    ? ([
        [2, given('decideToIssue', { outcome: 'no-plan', reasons: 'Met', outstandingAdvice: 'x', withoutPanel: 'x' })],
      ] as Choice[])
    : []),
];

const draftingTurns = (s: AssessmentState, n: number): Choice[] => [
  [2, given('holdPlanningMeeting', { outcome: 'held' })],
  [s.draft ? 1 : 8, given('prepareDraft', redraft(s, n))],
  ...(s.draft
    ? s.policy.draft.checks.flatMap((check): Choice[] => [
        [4, given('checkDraft', { check, outcome: 'pass' })],
        [1, given('checkDraft', { check, outcome: 'return', notes: 'Unclear' })],
      ])
    : []),
  [s.draft?.mustServe ? 10 : 1, given('serveDraft', n % 3 ? {} : { periodDays: 21 })],
];

const withFamilyTurns = (s: AssessmentState, n: number, today: CivilDate): Choice[] => [
  [
    2,
    given('recordRepresentations', {
      agrees: n % 2 === 0,
      requiresMeeting: n % 3 === 0,
      ...(n % 5 === 0 ? { requestedSchool: { urn: '999905', name: 'Wished School', section38: true } } : {}),
      ...(n % 7 === 0 ? { wantsAssessments: ['Speech and language'] } : {}),
    }),
  ],
  [2, given('holdOfficerMeeting')],
  ...s.disagreements
    .filter((x) => !x.resolvedOn)
    .map(
      (x): Choice => [
        2,
        given('resolveDisagreement', { disagreementId: x.id, outcome: 'agreed', reasons: 'Talked over' }),
      ],
    ),
  [5, given('consultProviders', { providers: providers(n) })],
  ...s.consultations.flatMap((c): Choice[] => [
    ...(c.repliedOn ? [] : replies(c.id)),
    ...(c.reply === 'cannot-meet-need' && !c.answeredOn
      ? ([[6, given('answerObjection', { consultationId: c.id, accepted: n % 3 > 0, reasons: 'x' })]] as Choice[])
      : []),
    [2, given('namePlacement', { kind: 'institution', consultationId: c.id, reasons: 'x', legalRiskAccepted: true })],
  ]),
  [
    1,
    given('namePlacement', { kind: 'type', typeOfProvision: 'Special school', reasons: 'x', legalRiskAccepted: true }),
  ],
  [
    s.placement ? 12 : 1,
    given('finalisePlan', { sections: { ...(s.draft?.sections ?? SECTIONS), I: sectionI(s) }, ...override(n, today) }),
  ],
];

const providers = (n: number) => [
  {
    urn: `99990${n % 10}`,
    name: `School ${n % 10}`,
    section38: n % 4 > 0,
    requestedByFamily: n % 3 === 0,
    email: 'office@school.example',
  },
];

const replies = (consultationId: string): Choice[] => [
  [3, given('recordReply', { consultationId, reply: 'can-meet-need' })],
  [5, given('recordReply', { consultationId, reply: 'cannot-meet-need', grounds: ['unsuitable'] })],
];

const sectionI = (s: AssessmentState): string => {
  if (s.placement?.kind === 'type') return s.placement.typeOfProvision ?? '';
  return s.consultations.find((c) => c.id === s.placement?.consultationId)?.to.name ?? 'Nobody';
};

const override = (n: number, today: CivilDate) =>
  n % 3 === 0 ? { earlyOverride: { officer: 'am-1', reason: `Agreed on ${today}` } } : {};

/** What fits no stage in particular, or names what is not there. */
const nonsense = (n: number): Choice[] =>
  n % 6
    ? []
    : [
        [9, given('submitAdvice', { adviceId: 'A99', author: 'Nobody' })],
        [9, given('recordReply', { consultationId: 'C99', reply: 'can-meet-need' })],
        [9, given('completeAction', { actionId: 'X99', outcome: 'x' })],
        [9, given('decideToIssue', { outcome: 'issue', reasons: 'x' })],
        [9, given('finalisePlan', { sections: SECTIONS })],
        [9, given('resolveLetter', { letterId: 'L99', outcome: 'send-again', note: 'x' })],
        [9, given('recordFamilyCall', { outcome: 'held' })],
      ];

const choices = (s: AssessmentState, n: number, today: CivilDate): Choice[] => [
  ...anyStage(s, n, today),
  ...nonsense(n),
  ...(s.stage === 'considering' ? deciding(s, n) : []),
  ...(s.stage === 'gathering-advice' ? [...advising(s, n), ...issuing(n)] : []),
  ...(s.stage === 'drafting' ? [...advising(s, n), ...draftingTurns(s, n)] : []),
  ...(s.stage === 'draft-with-family'
    ? [...advising(s, n), ...draftingTurns(s, n), ...withFamilyTurns(s, n, today)]
    : []),
];

const choose = (list: Choice[], pick: number): Given => {
  const total = list.reduce((sum, [weight]) => sum + weight, 0);
  let at = pick % total;
  for (const [weight, command] of list) {
    if (at < weight) return command;
    at -= weight;
  }
  return (list[0] as Choice)[1];
};

/** The command that a turn chooses for a case as it stands. */
export const commandFor = (state: AssessmentState, { pick, n, ago }: Turn, today: CivilDate): Given => {
  const chosen = choose(choices(state, n, today), pick);
  return ago ? { ...chosen, occurredOn: addDays(today, -ago) } : chosen;
};

const beginnings = () =>
  [
    [
      given('decideToAssess', {
        outcome: 'assess',
        mayHaveSen: true,
        mayNeedPlan: true,
        reasons: 'x',
        withoutPanel: 'x',
      }),
    ],
    (s: AssessmentState) =>
      s.advice.flatMap((a) => [
        given('submitAdvice', { adviceId: a.id, author: 'Someone' }),
        given('checkAdvice', { adviceId: a.id, outcome: 'accept' }),
      ]),
    [given('decideToIssue', { outcome: 'issue', reasons: 'x', withoutPanel: 'x' })],
    (s: AssessmentState) => [
      given('prepareDraft', { basis: 'first', sections: SECTIONS }),
      ...s.policy.draft.checks.map((check) => given('checkDraft', { check, outcome: 'pass' })),
      given('serveDraft'),
    ],
    [
      given('consultProviders', { providers: providers(1) }),
      given('recordReply', { consultationId: 'C1', reply: 'can-meet-need' }),
      given('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' }),
    ],
  ] as const;

export interface Step {
  before: AssessmentState;
  event: NewEvent;
  after: AssessmentState;
}

export interface Watcher {
  /** What one thing that was put to the case came to. */
  happened?: (run: Run, steps: readonly Step[]) => void;
  /** The case at rest: time has passed, somebody acted, or the post has gone. */
  rested?: (run: Run) => void;
}

/** What somebody asks for, how it stands with the policy that the case is under. */
export const asksFor = (from: Opening, place: Place): AssessmentRequest => {
  const { setting: school, ...child } = CHILD;
  return request({
    source: from.source,
    receivedOn: place.received,
    child: {
      ...child,
      name: place.childName,
      dateOfBirth: from.born,
      sensoryNeed: from.sensoryNeed,
      serviceFamily: from.serviceFamily,
      socialWorker: from.socialWorker,
      livesInArea: !from.turnedAway,
      ...(from.setting === 'none' || !school ? {} : { setting: { ...school, kind: from.setting } }),
    },
    family: from.parents === 2 ? [PARENT, SECOND_PARENT] : [PARENT],
  });
};

const underPolicy = ({ panelRequired, allowType }: Opening, { policy }: Place): Policy => ({
  ...policy,
  decisionToAssess: { ...policy.decisionToAssess, panelRequired },
  consultation: { ...policy.consultation, allowType, rounds: 2 },
});

/** A case and what is done to it. */
export type Sequence = [Opening, Turn[]];

/** As test/domain/seeds.ts has it. */
export const seedLine = (sequence: Sequence): string => `['what was wrong', ${JSON.stringify(sequence)}],`;

const turnsFrom = ({ min, max }: Span): fc.Arbitrary<Turn[]> =>
  fc.array(turn, { minLength: min, maxLength: max, size: 'max' });

interface Span {
  min: number;
  max: number;
}

export const sequence = (turns: Span): fc.Arbitrary<Sequence> => fc.tuple(opening, turnsFrom(turns));

/** Several sequences from one beginning, which is then played once. */
export const sequences = (turns: Span, howMany: number): fc.Arbitrary<[Opening, Turn[][]]> =>
  fc.tuple(opening, fc.array(turnsFrom(turns), { minLength: howMany, maxLength: howMany }));

/** Everybody does what is theirs. */
export const actorFor = (command: Given): Actor => {
  const check = command.type === 'checkDraft' ? WHOSE_CHECK[command.check as DraftCheck] : undefined;
  return { role: check ?? ASSESSMENT_COMMANDS[command.type]?.roles[0] ?? 'caseworker', id: 'tester' };
};

const WHOSE_CHECK: Record<DraftCheck, Role> = {
  'assessment-lead': 'assessment-lead',
  'clinical-lead': 'clinical-lead',
  'educational-psychologist': 'ep-admin',
};

export class Run {
  state: AssessmentState;
  today: CivilDate;
  events: AssessmentEvent[] = [];
  log: Entry[] = [];
  refused = 0;
  accepted = 0;

  /** `begun`: a case from the same opening, that is gone on with. */
  constructor(
    readonly from: Opening,
    private readonly watch: Watcher = {},
    readonly place: Place = ANYWHERE,
    begun?: Run,
  ) {
    this.state = begun?.state ?? blank(place.ref);
    this.today = begun?.today ?? place.received;
    if (begun) {
      this.events = [...begun.events];
      this.log = [...begun.log];
    } else this.open();
  }

  private open(): void {
    const { from, place } = this;
    const rules = { lawVersion: LAW_VERSION, policyVersion: place.policyVersion, policy: underPolicy(from, place) };
    this.take(decideRequest(this.state, { ...asksFor(from, place), ...rules }));
    this.take(decideIntake(this.state, { openCase: null, planHeld: false, lastAssessedOn: null }, this.today));
    if (!from.turnedAway) this.begin();
    this.watch.rested?.(this);
  }

  /** The statute's sequence, as far as this case has come. */
  private begin(): void {
    const far = STARTS.indexOf(this.from.upTo);
    const [assess, adviceIn, issue, serve, place] = beginnings();
    if (far >= 1) this.pass(14, false).all(assess);
    if (far >= 2) this.pass(28, false).all(adviceIn(this.state)).all(issue);
    if (far >= 3) this.pass(10, false).all(serve(this.state));
    if (far >= 4) this.pass(10, false).all(place);
  }

  private all(commands: readonly Given[]): this {
    for (const command of commands) this.put(command);
    this.post({ days: 0, pick: 0, n: 0, ago: 0, post: 'goes' });
    return this;
  }

  play(turns: readonly Turn[]): this {
    for (const [i, t] of turns.entries()) {
      this.pass(t.days, t.n % 4 === 0);
      this.watch.rested?.(this);
      if (t.pick % 40 === 0) this.reportUnexpected(i);
      else this.give(t);
      this.watch.rested?.(this);
      this.post(t);
      this.watch.rested?.(this);
    }
    return this;
  }

  /** Days pass one wake at a time, or all at once after a stop. */
  private pass(days: number, afterAStop: boolean): this {
    const until = addDays(this.today, days);
    for (let wake = nextWakeOn(this.state, this.today); !afterAStop && wake !== null && wake <= until; ) {
      this.today = wake;
      this.take(decideOnTime(this.state, this.today));
      wake = nextWakeOn(this.state, this.today);
    }
    this.today = until;
    this.take(decideOnTime(this.state, this.today));
    return this;
  }

  private give(turn: Turn): void {
    this.put(commandFor(this.state, turn, this.today));
  }

  private put(command: Given): void {
    const result = decide(this.state, { ...command, by: actorFor(command) } as unknown as Command, this.today);
    if (isRefusal(result)) {
      this.refused += 1;
    } else {
      this.accepted += 1;
      this.note(command, (command.occurredOn as CivilDate | undefined) ?? this.today);
      this.take(result);
    }
  }

  private note(did: Entry['did'], on: CivilDate = this.today): void {
    this.log.push({ today: this.today, on, did });
  }

  private reportUnexpected(i: number): void {
    this.take(decideUnexpected(this.state, { factId: `F${i}`, what: 'submitAdvice', why: 'unknown' }, this.today));
  }

  private post({ post, n }: Turn): void {
    if (post === 'waits') return;
    for (const [i, { id }] of this.state.letters.filter((l) => l.state === 'requested').entries()) {
      const refused = post === 'refused' && (n + i) % 3 === 0;
      this.note({ type: refused ? 'letterCameBack' : 'letterSent', letterId: id });
      const sent = { letterId: id, channel: 'outbox', documentHash: 'h', version: 1 };
      this.take(
        refused
          ? decideNotSent(this.state, id, 'no address', this.today)
          : decideDispatched(this.state, sent, this.today),
      );
    }
  }

  private take(events: readonly NewEvent[]): void {
    const recordedAt = new Date(startOfLondonDay(this.today) + 12 * 3_600_000).toISOString();
    const steps = events.map((event) => {
      const before = this.state;
      const { state, recorded } = record(before, [event], { recordedAt, by: SYSTEM });
      this.state = state;
      this.events.push(...recorded);
      return { before, event, after: state };
    });
    this.watch.happened?.(this, steps);
  }
}
