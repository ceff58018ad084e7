/**
 * What a school, a service or a health commissioner reads: that there was a request and what came of it where the law has it
 * told, what it was itself asked for and by when. Nothing of what the family or anybody else wrote or does.
 */
import { formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { adviceDueOn } from '../assessment/letter-facts.js';
import { isOutstanding } from '../assessment/state.js';
import type { Advice, AssessmentState } from '../assessment/state.js';
import type { Party } from '../letters.js';
import { consultationDueOn, isSettled } from '../matter/consultations.js';
import type { Consulting } from '../matter/consultations.js';
import type { MatterState } from '../matter/state.js';
import { isAmendment } from '../review/amendment.js';
import { meetingBy, reportDueOn } from '../review/parties.js';
import { hasReport } from '../review/state.js';
import type { ReviewState } from '../review/state.js';
import type { Matters } from './matters.js';
import type { Coming, Happened, StatusPart } from './page.js';

export type IsThem = (party: Party) => boolean;

const when = (on: CivilDate | null | undefined, what: string): Happened[] => (on ? [{ on, what }] : []);
const byDay = (a: Happened, b: Happened): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

const part = (heading: string, now: string[], next: Coming[], done: Happened[]): StatusPart => ({
  heading,
  now,
  late: [],
  next,
  done: done.toSorted(byDay),
});

const OUTCOMES: Partial<Record<NonNullable<AssessmentState['outcome']>, string>> = {
  'turned-away': 'The request was not taken further.',
  'refused-to-assess': 'We have decided not to carry out an assessment.',
  'no-plan': 'The assessment is finished. We have decided not to make a plan.',
  'final-plan': 'The assessment is finished, and a plan is made.',
  'not-reassessed': 'We have decided not to assess again.',
  'plan-unchanged': 'The new assessment is finished. The plan stays as it is.',
  reassessed: 'The new assessment is finished, and the plan was made anew.',
  'plan-ended': 'This has stopped, because the plan has ended.',
  withdrawn: 'The request was taken back, and this has stopped.',
};

/** Those of the law who are told of a request and of the decisions: the school, the health commissioner, social care. */
const requestPart = (state: AssessmentState): StatusPart => {
  const decided = state.decidedToAssessOn;
  const refused = state.outcome === 'refused-to-assess' || state.outcome === 'not-reassessed';
  const open = decided
    ? 'We are carrying out the assessment.'
    : 'We are deciding whether to carry out an assessment of the child or young person that we wrote to you about.';
  return part(
    'The request for an assessment',
    [state.outcome ? (OUTCOMES[state.outcome] ?? 'This is finished.') : open],
    [],
    [
      ...when(state.receivedOn, 'We got the request.'),
      ...when(decided, refused ? 'We decided not to assess.' : 'We decided to assess.'),
      ...when(state.finishedOn, 'This was finished.'),
    ],
  );
};

const adviceNow = (state: AssessmentState, a: Advice, today: CivilDate): string => {
  const due = adviceDueOn(state, a);
  if (a.state === 'accepted' || a.state === 'submitted') return 'We have your advice. Thank you.';
  if (a.state === 'declined') return 'You told us that you cannot give this advice.';
  if (a.state === 'reused') return 'We use advice of yours that we had already.';
  if (state.stage === 'finished') return 'We do not need this advice any more.';
  const late =
    due !== null && due < today ? ' That day has passed: please send it now, or tell us when it will come.' : '';
  const by = due ? ` We asked to have it by ${formatLong(due)}.${late}` : '';
  return a.state === 'returned'
    ? `We have sent your advice back with a question.${by}`
    : `We are waiting for your advice.${by}`;
};

const advicePart = (state: AssessmentState, a: Advice, today: CivilDate): StatusPart => {
  const waits = isOutstanding(a) && state.stage !== 'finished';
  const what = 'You send us your advice';
  return part(
    'Your advice',
    [adviceNow(state, a, today)],
    waits
      ? [{ by: adviceDueOn(state, a), what, means: 'What you know helps us to decide what help is needed.', law: null }]
      : [],
    [
      ...when(a.requestedOn, 'We asked you for advice.'),
      ...when(a.acknowledgedOn, 'You told us that you have our request.'),
      ...when(a.submittedOn, 'Your advice came in.'),
      ...when(a.returnedOn, 'We sent it back with a question.'),
      ...when(a.acceptedOn, 'We took it into the assessment.'),
    ],
  );
};

const consultationParts = (state: MatterState & Consulting, isThem: IsThem, isOpen: boolean): StatusPart[] =>
  state.consultations
    .filter((c) => isThem(c.to))
    .map((c) => {
      const waits = c.reply === null && !isSettled(c) && isOpen;
      const by = consultationDueOn(state, c);
      return part(
        'Our question about a place',
        [
          waits
            ? `We asked whether you can meet the needs of a child or young person. Please answer by ${formatLong(by)}.`
            : c.reply === null
              ? 'We do not need your answer any more.'
              : 'We have your answer. If the plan names you, we write to you.',
        ],
        waits
          ? [{ by, what: 'You answer us', means: 'If you do not answer, the plan can still name you.', law: null }]
          : [],
        [...when(c.consultedOn, 'We asked you.'), ...when(c.repliedOn, 'You answered.')],
      );
    });

const reviewPart = (state: ReviewState): StatusPart => {
  const isSchools = state.convenedBy === 'school' && !isAmendment(state);
  const heading = isAmendment(state) ? 'A change to a plan' : 'The review of a plan';
  const done = [
    ...when(state.openedOn, 'This began.'),
    ...when(state.heldOn, 'The meeting was held.'),
    ...when(state.report?.firstOn, 'The report came in.'),
    ...when(state.finishedOn, 'This was finished.'),
  ];
  if (state.stage === 'finished')
    return part(heading, ['This is finished. We wrote to you if anything follows.'], [], done);
  if (state.stage === 'preparing' && isSchools)
    return part(
      heading,
      [`We asked you to hold the review meeting by ${formatLong(meetingBy(state))}.`],
      [
        {
          by: meetingBy(state),
          what: 'You hold the meeting',
          means: 'You invite those we named, and send us the day.',
          law: null,
        },
      ],
      done,
    );
  if (state.stage === 'arranged')
    return part(heading, [`The meeting is on ${formatLong(state.meetingOn ?? '')}.`], [], done);
  if (state.stage === 'held' && isSchools && !hasReport(state))
    return part(
      heading,
      ['The meeting was held. We are waiting for your report.'],
      [{ by: reportDueOn(state), what: 'You send us the report', means: 'We decide after it is in.', law: null }],
      done,
    );
  return part(heading, ['We are working on this.'], [], done);
};

/** Told beside the family: of these the page shows what the letters told. */
const isToldOfRequest = ({ role }: Pick<Party, 'role'>): boolean =>
  role === 'head' || role === 'health-commissioner' || role === 'social-care';

export const partsForOrganisation = (
  { assessment, plan, reviews }: Matters,
  role: Party['role'],
  isThem: IsThem,
  today: CivilDate,
): StatusPart[] => {
  const open = reviews.filter((r) => r.stage !== 'finished');
  const looked = open.length > 0 ? open : reviews.slice(-1);
  return [
    ...(assessment && isToldOfRequest({ role }) && !(plan && looked.length > 0) ? [requestPart(assessment)] : []),
    ...(assessment ? assessment.advice.filter((a) => isThem(a.to)).map((a) => advicePart(assessment, a, today)) : []),
    ...(assessment ? consultationParts(assessment, isThem, assessment.stage !== 'finished') : []),
    ...reviews.flatMap((r) => consultationParts(r, isThem, r.stage !== 'finished')),
    ...(isToldOfRequest({ role }) ? looked.map(reviewPart) : []),
  ];
};
