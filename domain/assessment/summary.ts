/** What people need to see of a case at a glance: whom it waits on, what is next, what is late and why. */
import { addDays, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import type { Deadline } from '../deadline.js';
import { causeInWords } from '../matter/causes.js';
import { clockInWords } from '../law/clock-words.js';
import { priorityOf } from '../matter/priority.js';
import type { Referral } from '../matter/referrals.js';
import { clockTable, daysLeft, lateLines, lettersTried, pageOf, short, sinceWords } from '../matter/summary.js';
import type { Tried } from '../matter/summary.js';
import { isSettled } from '../matter/consultations.js';
import { checksOutstanding, familyHasTime, isOutstanding, openDisagreements, scarcity } from './state.js';
import type { AssessmentState, Stage } from './state.js';
import { openTasks } from './tasks.js';

export interface Waiting {
  /** `family`, `caseworker`, `assessment-lead`, `advice:<kind>`, `provider`, `panel:<id>`, `nobody`. */
  on: string;
  since: CivilDate;
}

/**
 * Whose hands a case is in, for lists that are kept outside our database: `authority` (with its panels), `advice:<kind>`,
 * `provider`, `family`, `nobody`. Which of the authority's own people is next stands on the worklist.
 */
export const inHandsOf = ({ on }: Waiting): string => {
  if (on === 'nobody' || on === 'provider' || on.startsWith('advice:')) return on;
  return on.startsWith('family') ? 'family' : 'authority';
};

const panelWait = (state: AssessmentState, question: string): Waiting | undefined => {
  const referral = state.referrals.find((r) => r.question === question && r.closedOn === null);
  return referral ? { on: `panel:${referral.panel}`, since: referral.referredOn } : undefined;
};

/** Whom the case waits on, and since when: the one that holds up the next statutory step. */
export const waitingOn = (state: AssessmentState): Waiting => {
  const since = state.lastProgressOn;
  switch (state.stage) {
    case 'intake':
      return { on: 'caseworker', since };
    case 'considering':
      return panelWait(state, 'assess') ?? { on: 'assessment-lead', since };
    case 'gathering-advice': {
      const outstanding = state.advice.filter(isOutstanding).sort((a, b) => scarcity(a) - scarcity(b));
      const [first] = outstanding;
      if (first) return { on: `advice:${first.kind}`, since: first.returnedOn ?? first.requestedOn };
      return panelWait(state, 'issue') ?? { on: 'assessment-lead', since };
    }
    case 'drafting':
      return waitingInDrafting(state, since);
    case 'draft-with-family':
      return waitingWithFamily(state, since);
    case 'finished':
      return { on: 'nobody', since };
  }
};

const waitingInDrafting = (state: AssessmentState, since: CivilDate): Waiting => {
  if (!state.draft) return { on: state.planningMeetingOn ? 'caseworker' : 'family', since };
  if (state.draft.returned.length > 0) return { on: 'caseworker', since };
  const [check] = checksOutstanding(state);
  return { on: check ?? 'caseworker', since };
};

const waitingWithFamily = (state: AssessmentState, since: CivilDate): Waiting => {
  const [disagreement] = openDisagreements(state);
  if (disagreement)
    return {
      on: disagreement.about === 'assessments' ? 'family:more-assessments' : 'family:disagreement',
      since: disagreement.raisedOn,
    };
  const placement = panelWait(state, 'placement');
  if (placement) return placement;
  const silent = state.consultations.find((c) => !isSettled(c) && c.reply === null);
  if (silent && !state.placement) return { on: 'provider', since: silent.consultedOn };
  if (familyHasTime(state)) return { on: 'family', since: state.draft?.servedOn ?? since };
  const [check] = state.draft?.returned.length === 0 ? checksOutstanding(state) : [];
  if (check) return { on: check, since };
  return { on: 'caseworker', since };
};

export const owedDeadlines = (state: AssessmentState): Deadline[] =>
  Object.values(state.deadlines)
    .filter((d) => isOpen(d) && d.due !== null && d.breachable)
    .sort((a, b) => ((a.early ?? '') < (b.early ?? '') ? -1 : 1));

/** The limits of the authority itself, by which a case is coloured. */
export const AUTHORITY = [
  'ehcna-decision-6w',
  'plan-decision-16w',
  'noplan-16w',
  'plan-final-20w',
  'reassess-decision-15d',
  'reassess-final-14w',
];

/** The authority's own clocks, without those of advisers and providers. */
export const authorityDeadlines = (state: AssessmentState): Deadline[] =>
  owedDeadlines(state).filter((d) => AUTHORITY.includes(d.ruleId));

/** The date that planning goes by: the cautious reading of the authority's nearest clock. Past when it is late. */
export const nextDue = (state: AssessmentState): Deadline | undefined => authorityDeadlines(state)[0];

export type Rag = 'red' | 'amber' | 'green';

export const rag = (state: AssessmentState, today: CivilDate): Rag => {
  const owed = authorityDeadlines(state);
  if (owed.some((d) => d.state === 'missed')) return 'red';
  const amberFrom = addDays(today, state.policy.rag.amberDaysBefore);
  return owed.some((d) => d.due !== null && d.due <= amberFrom) ? 'amber' : 'green';
};

const STAGE_WORDS: Record<Stage, string> = {
  intake: 'checking the request',
  considering: 'deciding whether to assess',
  'gathering-advice': 'gathering advice',
  drafting: 'writing the draft plan',
  'draft-with-family': 'the draft plan is with the family and schools are consulted',
  finished: 'finished',
};

export const stageInWords = ({ stage, reassesses }: Pick<AssessmentState, 'stage' | 'reassesses'>): string =>
  reassesses && stage === 'considering' ? 'deciding whether to reassess' : STAGE_WORDS[stage];

const waitingInWords = (on: string): string => {
  const [what, about] = on.split(':');
  if (what === 'advice') return `${(about ?? '').replaceAll('-', ' ')} advice`;
  if (what === 'panel') return `the ${(about ?? '').replaceAll('-', ' ')} panel`;
  if (on === 'family:more-assessments') return 'more assessments that you asked for';
  if (on === 'family:disagreement') return 'agreement about the draft';
  if (on === 'family') return 'you';
  if (on === 'provider') return 'replies from schools or providers';
  return `the ${on.replaceAll('-', ' ')} at the council`;
};

/** What happens next as the family would say it; what the office has to do stands on its worklist. */
const nextStepForFamily = (state: AssessmentState): string => {
  switch (state.stage) {
    case 'intake':
    case 'considering':
      return `We decide whether to carry out ${state.reassesses ? 'a reassessment' : 'an assessment'} and write to you.`;
    case 'gathering-advice':
      return `When the advice is in, we decide whether ${state.reassesses ? 'the plan is to change' : 'a plan is needed'} and write to you.`;
    case 'drafting':
      return 'We write the draft plan with you and send it to you.';
    case 'draft-with-family':
      return familyHasTime(state)
        ? 'You tell us what you think of the draft plan, and which school you would like it to name.'
        : 'We decide which school or provision the plan names, and make the plan final.';
    case 'finished':
      return 'Nothing more: this assessment is over.';
  }
};

/** What a status update tells the family, in plain words: stage, whom we wait for, what is next, what is late and why. */
export const describeStatus = (state: AssessmentState) => {
  const due = nextDue(state);
  const late = authorityDeadlines(state).find((d) => d.state === 'missed');
  return {
    stage: stageInWords(state),
    waitingOn: waitingInWords(waitingOn(state).on),
    nextStep: nextStepForFamily(state),
    nextDueOn: due?.due ?? null,
    lateBecause: late?.cause ? causeInWords(late.cause) : null,
  };
};

const adviceNamed = (state: AssessmentState, id: string): string => {
  const advice = state.advice.find((a) => a.id === id);
  return advice ? `${advice.kind.replaceAll('-', ' ')} (${id})` : id;
};

const asked = (state: AssessmentState, recipientId: string): string | undefined => {
  const advice = state.advice.find((a) => a.to.id === recipientId || a.manager?.id === recipientId);
  if (advice) return adviceNamed(state, advice.id);
  return state.consultations.find((c) => c.to.id === recipientId)?.id;
};

const referred = ({ id, panel, question, referredOn, meetingOn, recommendedOn, closedOn }: Referral): Tried[] => {
  const named = `the ${panel.replaceAll('-', ' ')} panel (${id}, ${question.replaceAll('-', ' ')})`;
  const heard = recommendedOn
    ? [{ on: recommendedOn, what: `Heard by ${named}` }]
    : closedOn
      ? [{ on: closedOn, what: `Taken off the agenda of ${named}: not needed in the end` }]
      : [];
  const agenda = meetingOn ? `, on its agenda of ${short(meetingOn)}` : '';
  return [{ on: referredOn, what: `Referred to ${named}${heard.length > 0 ? '' : agenda}` }, ...heard];
};

/** Reminders, chasers, escalations, panels and what they asked for, each with its day. */
const tried = (state: AssessmentState): Tried[] => [
  ...lettersTried(state, (recipientId) => asked(state, recipientId)),
  ...state.referrals.flatMap(referred),
  ...state.actions.map((a) => ({
    on: a.doneOn ?? a.dueOn,
    what: a.doneOn ? `Action ${a.id} of the panel is done` : `Action ${a.id} of the panel is due, and open`,
  })),
  ...state.exceptions.map((e) => ({ on: e.on, what: `Exception recorded: ${e.ground.replaceAll('-', ' ')}` })),
];

const waitingForManagers = (state: AssessmentState, on: string): string => {
  const [what, about] = on.split(':');
  if (what === 'advice') {
    const waited = state.advice.filter((a) => a.kind === about && isOutstanding(a)).map((a) => a.id);
    return `${(about ?? '').replaceAll('-', ' ')} advice (${waited.join(', ')})`;
  }
  if (what === 'panel') return `the ${(about ?? '').replaceAll('-', ' ')} panel`;
  if (what === 'family') return about ? `the family (${about.replaceAll('-', ' ')})` : 'the family';
  if (on === 'provider') return 'a school or provider that was consulted';
  return on === 'nobody' ? 'nobody' : `the authority: ${on.replaceAll('-', ' ')}`;
};

/** The whole case for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const currentDetails = (state: AssessmentState, today: CivilDate): string => {
  const waiting = waitingOn(state);
  const { caseRef, reassesses, outcome, receivedOn, stuck, caseworker } = state;
  const due = nextDue(state);
  return pageOf(
    {
      title: `${caseRef}: ${outcome ? `finished (${outcome.replaceAll('-', ' ')})` : stageInWords(state)}`,
      notices: [
        ...lateLines(
          authorityDeadlines(state).filter((d) => d.state === 'missed'),
          today,
        ),
        ...(stuck ? [`**Stuck** ${sinceWords(stuck.since, today)}: ${stuck.reason}.`] : []),
      ],
      facts: [
        ...(outcome
          ? []
          : [['Waiting on', `${waitingForManagers(state, waiting.on)}, ${sinceWords(waiting.since, today)}`] as const]),
        ...(due?.early
          ? [
              [
                'Next limit',
                `${clockInWords(due.ruleId).toLowerCase()}, ${formatLong(due.early)}, ${daysLeft(due.early, today)}`,
              ] as const,
            ]
          : []),
        ['Received', formatLong(receivedOn)],
        ...(reassesses
          ? [
              [
                'Reassesses',
                `the plan of ${reassesses.planRef}; asked for by the ${reassesses.requestedBy.replaceAll('-', ' ')}`,
              ] as const,
            ]
          : []),
        ['Caseworker', caseworker?.id ?? '**nobody yet**'],
        ['Priority', priorityOf(state).band],
      ],
      tasks: openTasks(state),
      clocks: clockTable(state, today, (about) => adviceNamed(state, about)),
      tried: tried(state),
      locality: state.child.locality,
      command: `ehcna case show ${caseRef}`,
    },
    today,
  );
};

/** What kind of process it is, in lists. */
export const assessmentType = ({ reassesses }: Pick<AssessmentState, 'reassesses'>): string =>
  reassesses ? 'reassessment' : 'initial';
