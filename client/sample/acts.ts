/** What people did in one case, as commands with their dates. A command that the case has no use for by then is left out. */
import type { Command } from '../../domain/assessment/decide.js';
import type { Advice, AssessmentState } from '../../domain/assessment/state.js';
import { consultationById, isOutstanding, openDisagreements } from '../../domain/assessment/state.js';
import { addDays } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor, Role } from '../../domain/events.js';
import type { Closure } from '../../domain/law/calendars/closures.js';
import { closureWindow } from '../../domain/law/exceptions.js';
import type { AdviceKind, Policy } from '../../domain/policy.js';
import { schoolDay, workday } from './diary.js';
import type { Diary } from './diary.js';
import type { Draw } from './draw.js';
import { CASEWORKERS } from './people.js';
import type { Person } from './people.js';
import { consultationRounds } from './schools.js';
import type { Pace } from './stories.js';
import { AUTHORS, draftSections, FINDINGS, OUTCOMES, REASONS_TO_ASSESS, REASONS_TO_ISSUE, SECTION_A } from './words.js';

export interface Act {
  on: CivilDate;
  does(state: AssessmentState): Command | undefined;
}

export interface Telling {
  receivedOn: CivilDate;
  pace: Pace;
  diary: Diary;
  person: Person;
  policy: Policy;
  closures: readonly Closure[];
  /** An exception for the closure is claimed; decide() holds it against the law. */
  claimsClosure: boolean;
  draw: Draw;
}

const as = (role: Role, id: string): Actor => ({ role, id });
const LEAD = as('assessment-lead', 'lead-01');
const casework = (state: AssessmentState): Actor => as('caseworker', state.caseworker?.id ?? 'duty-01');

const considering = (t: Telling): Act[] => {
  const { receivedOn, pace, draw, diary, policy } = t;
  const sectionA = draw.of(SECTION_A);
  const keyOutcomes = [...draw.of(OUTCOMES)];
  const call = workday(addDays(receivedOn, pace.call));
  const tried = workday(addDays(receivedOn, 2));
  const reasons = draw.of(REASONS_TO_ASSESS);
  const report = workday(addDays(receivedOn, draw.whole(0, 4)));
  return [
    {
      on: report,
      does: (s) => ({
        type: 'addEvidence',
        by: casework(s),
        evidenceId: 'E1',
        kind: 'school-record',
        from: 'school',
        title: 'Two cycles of assess, plan, do, review',
      }),
    },
    ...(pace.noAnswerFirst
      ? [{ on: tried, does: (s: AssessmentState) => called(s, { outcome: 'no-answer' as const }) }]
      : []),
    {
      on: pace.noAnswerFirst ? workday(addDays(call, 4)) : call,
      does: (s) => called(s, { outcome: 'held', consentToShare: draw.chance(0.95), sectionA, keyOutcomes }),
    },
    {
      on: workday(addDays(receivedOn, draw.whole(8, 16))),
      does: (s) => ({
        type: 'addEvidence',
        by: casework(s),
        evidenceId: 'E2',
        kind: 'report',
        from: 'health',
        title: 'Report of the community paediatrician',
      }),
    },
    ...pace.reuse.map((kind) => reuse(kind, workday(addDays(diary.decidedOn, -2)))),
    {
      on: diary.decidedOn,
      does: (s) => ({
        type: 'decideToAssess',
        by: LEAD,
        outcome: 'assess',
        mayHaveSen: true,
        mayNeedPlan: true,
        reasons,
        ...withoutPanel(s, 'assess', policy.decisionToAssess.panelRequired),
      }),
    },
  ];
};

type Call = Omit<Extract<Command, { type: 'recordFamilyCall' }>, 'type' | 'by'>;
const called = (s: AssessmentState, call: Call): Command => ({ type: 'recordFamilyCall', by: casework(s), ...call });

/** Reg 6(4): adviser, authority and family have each agreed that it is enough. */
const reuse = (kind: AdviceKind, on: CivilDate): Act => ({
  on,
  does: (s) => ({
    type: 'reuseAdvice',
    by: casework(s),
    kind,
    evidenceId: 'E2',
    writtenOn: addDays(s.receivedOn, -40),
    agreedByAdviserOn: addDays(on, -3),
    agreedByAuthorityOn: addDays(on, -1),
    agreedByFamilyOn: on,
  }),
});

const withoutPanel = (s: AssessmentState, question: 'assess' | 'issue', required: boolean) =>
  required && !s.referrals.some((r) => r.question === question && r.recommendedOn)
    ? { withoutPanel: 'The panel had not heard it and the decision was owed' }
    : {};

const of = (s: AssessmentState, kind: AdviceKind, ...states: Advice['state'][]): Advice | undefined =>
  s.advice.find((a) => a.kind === kind && states.includes(a.state));

const WAITED_FOR = ['requested', 'acknowledged', 'returned'] as const;

const submitted = (kind: AdviceKind, on: CivilDate): Act => ({
  on,
  does: (s) => {
    const advice = of(s, kind, ...WAITED_FOR);
    const by = kind === 'parent' ? as('family', 'family') : as('adviser', `adviser-${advice?.service ?? 'school'}`);
    return advice && { type: 'submitAdvice', by, adviceId: advice.id, author: AUTHORS[kind], findings: FINDINGS[kind] };
  },
});

const checked = (kind: AdviceKind, on: CivilDate, outcome: 'accept' | 'return'): Act => ({
  on,
  does: (s) => {
    const advice = of(s, kind, 'submitted');
    const reasons =
      outcome === 'return' ? { reasons: 'Provision is not quantified: say how much, how often, by whom.' } : {};
    return advice && { type: 'checkAdvice', by: casework(s), adviceId: advice.id, outcome, ...reasons };
  },
});

const adviceActs = ({ diary, pace }: Telling, kind: AdviceKind): Act[] => {
  const dates = diary.advice[kind];
  if (!dates) return [];
  const acknowledged: Act[] = dates.acknowledgedOn
    ? [
        {
          on: dates.acknowledgedOn,
          does: (s) => {
            const advice = of(s, kind, 'requested');
            return advice && { type: 'acknowledgeAdvice', by: as('ep-admin', 'ep-admin-01'), adviceId: advice.id };
          },
        },
      ]
    : [];
  if (pace.advice[kind].declines) return [...acknowledged, ...declined(kind, dates.inOn)];
  const revised: Act[] = dates.revisedOn
    ? [
        checked(kind, dates.checkedOn, 'return'),
        submitted(kind, dates.revisedOn),
        checked(kind, dates.readyOn, 'accept'),
      ]
    : [checked(kind, dates.checkedOn, 'accept')];
  return [...acknowledged, submitted(kind, dates.inOn), ...revised];
};

/** The body will not advise; another is asked in its place. */
const declined = (kind: AdviceKind, on: CivilDate): Act[] => [
  {
    on,
    does: (s) => {
      const advice = of(s, kind, ...WAITED_FOR);
      return (
        advice && {
          type: 'declineAdvice',
          by: as('adviser', 'adviser-duty'),
          adviceId: advice.id,
          reasons: 'Not known to this service, and no need of ours is described.',
        }
      );
    },
  },
  {
    on: workday(addDays(on, 4)),
    does: (s) => ({
      type: 'requestAdvice',
      by: casework(s),
      kind,
      person: { name: 'Independent social worker', email: 'isw@care.example' },
      basis: 'f',
      reason: 'The service declined; the authority needs a view on support at home',
    }),
  },
];

const issuing = ({ diary, draw, policy }: Telling): Act => {
  const reasons = draw.of(REASONS_TO_ISSUE);
  return {
    on: diary.issuedOn,
    does: (s) => ({
      type: 'decideToIssue',
      by: LEAD,
      outcome: 'issue',
      reasons,
      ...(s.advice.some(isOutstanding)
        ? { outstandingAdvice: 'What is held is enough to decide; the rest is attached when it comes.' }
        : {}),
      ...withoutPanel(s, 'issue', policy.decisionToIssue.panelRequired),
    }),
  };
};

const drafting = ({ diary, pace, policy }: Telling): Act[] => {
  const passes = (on: CivilDate): Act[] =>
    policy.draft.checks.map((check) => ({
      on,
      does: () => ({
        type: 'checkDraft',
        by: check === 'clinical-lead' ? as('clinical-lead', 'dco-01') : LEAD,
        check,
        outcome: 'pass',
      }),
    }));
  const [firstCheck] = policy.draft.checks;
  const returned: Act[] =
    pace.returnedOnce && firstCheck
      ? [
          {
            on: workday(addDays(diary.draftOn, 2)),
            does: () => ({
              type: 'checkDraft',
              by: LEAD,
              check: firstCheck,
              outcome: 'return',
              notes: 'Section F: who gives the support is not said.',
            }),
          },
          { on: diary.checkedOn, does: (s) => prepared(s, 'returned') },
        ]
      : [];
  return [
    {
      on: diary.meetingOn,
      does: (s) => ({ type: 'holdPlanningMeeting', by: casework(s), outcome: 'held', note: 'Outcomes agreed.' }),
    },
    { on: diary.draftOn, does: (s) => prepared(s, 'first') },
    ...returned,
    ...passes(diary.checkedOn),
    { on: diary.servedOn, does: (s) => ({ type: 'serveDraft', by: casework(s), periodDays: 15 }) },
  ];
};

const prepared = (s: AssessmentState, basis: 'first' | 'returned' | 'representations'): Command => ({
  type: 'prepareDraft',
  by: casework(s),
  basis,
  sections: draftSections(s.familyCall?.sectionA ?? SECTION_A[0], s.familyCall?.keyOutcomes ?? OUTCOMES[0]),
});

const answering = ({ diary, pace, person, draw }: Telling): Act[] => {
  const { answer } = pace;
  if (!answer) return [];
  const on = addDays(diary.servedOn, pace.answered);
  const [wanted] = consultationRounds(person.age, 1, draw)[0] ?? [];
  const assessments = draw.of([
    ['A speech and language therapy assessment'],
    ['An occupational therapy assessment of sensory needs', 'A second psychologist’s view'],
  ] as const);
  const acts: Act[] = [
    {
      on,
      does: () => ({
        type: 'recordRepresentations',
        by: as('family', 'family'),
        agrees: answer !== 'disagrees',
        views: answer === 'disagrees' ? 'Section F does not say how much help there will be.' : 'We were listened to.',
        requiresMeeting: pace.requiresMeeting,
        ...(answer === 'wants-assessments' ? { wantsAssessments: [...assessments] } : {}),
        ...(wanted
          ? {
              requestedSchool: {
                name: wanted.name,
                section38: wanted.section38,
                ...(wanted.urn ? { urn: wanted.urn } : {}),
              },
            }
          : {}),
      }),
    },
  ];
  if (pace.requiresMeeting)
    acts.push({
      on: workday(addDays(on, 9)),
      does: (s) => ({ type: 'holdOfficerMeeting', by: casework(s), note: 'Hours of support to be written in.' }),
    });
  if (answer === 'wants-assessments' && draw.chance(0.6)) acts.push(...oneMoreAssessment(on));
  if (pace.settled !== null) acts.push(...settling(workday(addDays(on, pace.settled))));
  return acts;
};

/** The family's request was reasonable (reg 6(1)(h)): one of the assessments is made. */
const oneMoreAssessment = (answeredOn: CivilDate): Act[] => [
  {
    on: workday(addDays(answeredOn, 8)),
    does: (s) => ({
      type: 'requestAdvice',
      by: casework(s),
      kind: 'other',
      person: { name: 'Therapy service', email: 'therapy@health.example' },
      basis: 'h',
      reason: 'Reasonably requested by the family on the draft',
    }),
  },
];

const settling = (on: CivilDate): Act[] => [
  {
    on,
    does: (s) => {
      const [open] = openDisagreements(s);
      return (
        open && {
          type: 'resolveDisagreement',
          by: casework(s),
          disagreementId: open.id,
          outcome: 'changed',
          reasons: 'Section F now gives the hours.',
        }
      );
    },
  },
  { on: workday(addDays(on, 2)), does: (s) => (s.draft ? prepared(s, 'representations') : undefined) },
];

const consulting = (t: Telling): Act[] => {
  const { diary, pace, policy, person, draw, closures } = t;
  return consultationRounds(person.age, policy.consultation.rounds, draw).flatMap((providers, i) => {
    const on = workday(addDays(diary.servedOn, pace.consult + i * pace.round));
    const fruitless = i < pace.fruitless;
    const sent: Act = {
      on,
      does: (s) => (isNeeded(s) ? { type: 'consultProviders', by: casework(s), providers } : undefined),
    };
    const offers = fruitless ? -1 : draw.whole(0, providers.length - 1);
    const replies = providers.flatMap(({ urn }, n) => {
      // Silence holds nothing up: those who do not answer are chased.
      if (!fruitless && n !== offers && draw.chance(0.25)) return [];
      const repliedOn = schoolDay(addDays(on, draw.whole(7, pace.round - 6)), closures);
      return replying(urn ?? '', n === offers, repliedOn, draw);
    });
    const named = pace.named;
    const naming: Act[] =
      offers >= 0 && named !== null
        ? [{ on: schoolDay(addDays(on, pace.round + named), closures), does: (s) => nameOffer(s) }]
        : [];
    return [sent, ...replies, ...naming];
  });
};

/** Another round, where nobody has offered a place and none is still expected. */
const isNeeded = (s: AssessmentState): boolean =>
  s.stage === 'draft-with-family' && s.placement === null && !s.consultations.some((c) => c.reply === 'can-meet-need');

const replying = (urn: string, offers: boolean, on: CivilDate, draw: Draw): Act[] => {
  const grounds = draw.of([
    ['unsuitable'],
    ['education-of-others'],
    ['use-of-resources'],
    ['unsuitable', 'use-of-resources'],
  ] as const);
  const consulted = (s: AssessmentState) => s.consultations.find((c) => c.urn === urn);
  const reply: Act = {
    on,
    does: (s) => {
      const c = consulted(s);
      if (!c || c.repliedOn) return undefined;
      const by = as('provider', `school-${urn}`);
      if (offers) return { type: 'recordReply', by, consultationId: c.id, reply: 'can-meet-need' };
      return {
        type: 'recordReply',
        by,
        consultationId: c.id,
        reply: 'cannot-meet-need',
        grounds: [...grounds],
        text: 'We could not give what section F asks for.',
      };
    },
  };
  if (offers) return [reply];
  return [
    reply,
    {
      on: workday(addDays(on, draw.whole(1, 4))),
      does: (s) => {
        const c = consulted(s);
        return c?.reply === 'cannot-meet-need' && !c.answeredOn
          ? {
              type: 'answerObjection',
              by: casework(s),
              consultationId: c.id,
              accepted: true,
              reasons: 'The grounds are made out on what the school has sent.',
            }
          : undefined;
      },
    },
  ];
};

const nameOffer = (s: AssessmentState): Command | undefined => {
  const offer = s.consultations.find((c) => c.reply === 'can-meet-need');
  return offer && !s.placement
    ? {
        type: 'namePlacement',
        by: casework(s),
        kind: 'institution',
        consultationId: consultationById(s, offer.id)?.id,
        reasons: 'Can meet need; the family agrees.',
      }
    : undefined;
};

/** Reg 10(4)(d): the school was asked in the window of a long closure. It excuses the limits; nothing moves. */
const claiming = ({ receivedOn, diary, closures, claimsClosure }: Telling): Act[] => {
  const closure = closures.find((c) => {
    const window = closureWindow(c);
    return window && diary.decidedOn >= window.from && diary.decidedOn <= window.to;
  });
  if (!claimsClosure || !closure) return [];
  return (['plan-decision-16w', 'plan-final-20w'] as const).map((ruleId, i) => ({
    on: workday(addDays(receivedOn, 96 + i)),
    does: () => ({
      type: 'recordException',
      by: LEAD,
      ruleId,
      ground: 'school-closure',
      evidence: 'Term dates of the school',
      from: closure.from,
      to: addDays(closure.reopens, -1),
      madeImpractical: true,
    }),
  }));
};

/** Life goes on beside the procedure: telephone calls, a new caseworker, a family that moves within the area. */
const beside = ({ receivedOn, draw }: Telling): Act[] => {
  const calls = Array.from({ length: draw.whole(1, 4) }, (): Act => {
    const direction = draw.chance(0.5) ? 'from-family' : 'to-family';
    return {
      on: workday(addDays(receivedOn, draw.whole(10, 160))),
      does: (s) => ({ type: 'recordContact', by: casework(s), channel: 'telephone', direction }),
    };
  });
  const next = draw.of(CASEWORKERS);
  const handover: Act[] = draw.chance(0.12)
    ? [
        {
          on: workday(addDays(receivedOn, draw.whole(15, 110))),
          does: (s) =>
            s.caseworker?.id === next.id
              ? undefined
              : {
                  type: 'assignCaseworker',
                  by: as('manager', 'manager-01'),
                  caseworker: next.id,
                  name: next.name,
                  telephone: next.telephone,
                  email: next.email,
                },
        },
      ]
    : [];
  return [...calls, ...handover];
};

/** All that people would do in the case, from its request on, in the order of its days. */
export const actsOf = (telling: Telling): Act[] =>
  [
    ...considering(telling),
    ...(Object.keys(telling.diary.advice) as AdviceKind[]).flatMap((kind) =>
      telling.pace.reuse.includes(kind) ? [] : adviceActs(telling, kind),
    ),
    issuing(telling),
    ...drafting(telling),
    ...answering(telling),
    ...consulting(telling),
    ...claiming(telling),
    ...beside(telling),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
