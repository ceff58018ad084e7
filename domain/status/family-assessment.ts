/** An assessment as its family reads it: all of the process that is theirs, and none of what anybody wrote in it. */
import { formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Deadline } from '../deadline.js';
import { clockOf, familyHasTime, isFamilyAdvice, isOutstanding, openDisagreements } from '../assessment/state.js';
import type { Advice, AssessmentState, Outcome } from '../assessment/state.js';
import { isSettled } from '../matter/consultations.js';
import { comingOf, lateOf } from './dates.js';
import type { About } from './dates.js';
import type { Happened, StatusPart } from './page.js';
import { adviserInWords } from './words.js';
import type { Voice } from './words.js';

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

const aboutAdvice = (state: AssessmentState, clock: Deadline): About => {
  const advice = state.advice.find((a) => clockOf(a) === clock.key);
  if (!advice) return {};
  const asked = advice.reminders + advice.chasers;
  const chased = [
    asked > 0 ? `We have asked again ${times(asked)}` : '',
    advice.managerOn ? `we told their manager on ${formatLong(advice.managerOn)}` : '',
  ].filter(Boolean);
  if (isFamilyAdvice(advice))
    return {
      what: 'You send us your own views',
      means: 'You can send them later too. We look at all of it.',
      isFree: true,
    };
  return {
    what: `Advice comes in from ${adviserInWords(advice.kind)}`,
    ...(chased.length > 0 ? { chased: `${chased.join(', and ')}.` } : {}),
  };
};

const ENDS: Record<Outcome, (v: Voice) => string> = {
  'turned-away': () => 'We could not take this request further. Our letter to you says why.',
  'refused-to-assess': () => 'We have decided not to carry out an assessment. Our letter to you says why.',
  'no-plan': () => 'The assessment is finished. We have decided not to make a plan. Our letter to you says why.',
  'final-plan': ({ whose }) => `The assessment is finished, and ${whose} plan is made.`,
  'not-reassessed': () => 'We have decided not to assess again. The plan stays as it is.',
  'plan-unchanged': () => 'We have assessed again, and the plan stays as it is.',
  reassessed: ({ whose }) => `We have assessed again, and ${whose} new plan is made.`,
  'plan-ended': () => 'This has stopped, because the plan has ended.',
  withdrawn: () => 'The request was taken back, and this has stopped.',
  'moved-away': () => 'This has stopped, because another council is now responsible.',
  died: () => '',
};

const waited = (state: AssessmentState): string => {
  const others = state.advice.filter((a) => !isFamilyAdvice(a));
  const open = others.filter(isOutstanding);
  const asked = others.length;
  if (open.length === 0) return 'All the advice that we asked for is in.';
  return `We have asked for advice from ${asked === 1 ? 'one place' : `${asked} places`}, and ${open.length === 1 ? 'one has' : `${open.length} have`} not answered yet.`;
};

const withFamily = (state: AssessmentState): string[] => {
  const until = state.draft?.periodEndsOn;
  if (familyHasTime(state) && until)
    return [`You have the draft plan. You have until ${formatLong(until)} to tell us what you think of it.`];
  if (openDisagreements(state).length > 0)
    return [
      'You have told us that you do not agree with something in the draft plan. We are working on that with you.',
    ];
  const silent = state.consultations.filter((c) => c.reply === null && !isSettled(c)).length;
  return [
    'You have had the draft plan. We are deciding which school or college the plan will name.',
    ...(silent > 0
      ? [`${silent === 1 ? 'One school or college has' : `${silent} schools or colleges have`} not answered us yet.`]
      : []),
  ];
};

const nowOf = (state: AssessmentState, v: Voice): string[] => {
  const again = state.reassesses !== null;
  switch (state.stage) {
    case 'intake':
      return ['We have the request, and are checking it.'];
    case 'considering':
      return [
        again
          ? 'We are deciding whether to assess again.'
          : `We are deciding whether to carry out an assessment. An assessment is a close look at what help ${v.who} may need with learning, health and care.`,
      ];
    case 'gathering-advice':
      return [`We are carrying out ${again ? 'a new' : 'the'} assessment.`, waited(state)];
    case 'drafting':
      return [
        'We are writing a draft of the plan with you. The plan is called an education, health and care plan: it says what help must be given.',
      ];
    case 'draft-with-family':
      return withFamily(state);
    case 'finished':
      return state.outcome ? [ENDS[state.outcome](v)].filter(Boolean) : [];
  }
};

const adviceDone = (a: Advice): Happened[] => {
  const who = adviserInWords(a.kind);
  if (a.state === 'reused') return [{ on: a.requestedOn, what: `We used advice from ${who} that we had already.` }];
  if (a.state === 'declined' && a.latestOn === null) return [];
  if (isFamilyAdvice(a)) return a.submittedOn ? [{ on: a.submittedOn, what: 'You gave us your views.' }] : [];
  return a.submittedOn ? [{ on: a.submittedOn, what: `We got advice from ${who}.` }] : [];
};

const when = (on: CivilDate | null, what: string): Happened[] => (on ? [{ on, what }] : []);

const firstOn = (dates: readonly CivilDate[]): CivilDate | null => [...dates].sort()[0] ?? null;

const doneIn = (state: AssessmentState): Happened[] => {
  const again = state.reassesses !== null;
  const others = state.advice.filter((a) => !isFamilyAdvice(a));
  const refused = state.outcome === 'refused-to-assess' || state.outcome === 'not-reassessed';
  const made = state.outcome === 'final-plan' || state.outcome === 'reassessed';
  return [
    { on: state.receivedOn, what: again ? 'We were asked to assess again.' : 'We got the request for an assessment.' },
    ...when(state.familyCall?.outcome === 'held' ? state.familyCallOn : null, 'We talked with you about your views.'),
    ...when(
      state.decidedToAssessOn,
      refused ? 'We decided not to carry out an assessment.' : 'We decided to carry out an assessment.',
    ),
    ...when(firstOn(others.map((a) => a.requestedOn)), 'We asked for advice.'),
    ...state.advice.flatMap(adviceDone),
    ...when(
      state.decidedToIssueOn,
      state.outcome === 'no-plan' || state.outcome === 'plan-unchanged'
        ? 'We decided that no new plan is needed.'
        : 'We decided to make a plan.',
    ),
    ...when(state.planningMeetingOn, 'We met with you to plan.'),
    ...when(state.firstServedOn, 'The draft plan reached you.'),
    ...when(state.representationsOn, 'You told us what you think of the draft plan.'),
    ...when(state.meetingHeldOn, 'You met with one of us about the draft plan.'),
    ...when(
      firstOn(state.consultations.map((c) => c.consultedOn)),
      `We asked ${state.consultations.length === 1 ? 'a school or college' : 'schools or colleges'} about a place.`,
    ),
    ...state.consultations.flatMap((c) => when(c.repliedOn, 'A school or college answered us.')),
    ...when(made ? state.finishedOn : null, 'We made the final plan.'),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
};

export const assessmentForFamily = (state: AssessmentState, today: CivilDate, v: Voice): StatusPart => {
  const reading = {
    deadlines: state.deadlines,
    lawVersion: state.lawVersion,
    today,
    about: (clock: Deadline) => aboutAdvice(state, clock),
  };
  return {
    heading: state.reassesses ? 'The new assessment' : 'The assessment',
    now: nowOf(state, v),
    late: lateOf(reading, state.stage === 'finished'),
    next: state.stage === 'finished' ? [] : comingOf(reading),
    done: doneIn(state),
  };
};
