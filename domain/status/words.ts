/**
 * What dates, causes and advisers are called on a status page: short words that a child of eleven can read, no abbreviation, no
 * section of an Act. Nothing here tells what kind of need anybody has.
 */
import type { Party } from '../letters.js';
import { causeInWords } from '../matter/causes.js';
import type { AdviceKind } from '../policy.js';

/** How a page speaks of the child: to a young person as `you`. */
export interface Voice {
  who: string;
  whose: string;
  isYoungPerson: boolean;
}

export const voiceOf = (role: Party['role']): Voice =>
  role === 'young-person'
    ? { who: 'you', whose: 'your', isYoungPerson: true }
    : { who: 'your child', whose: 'your child’s', isYoungPerson: false };

/** Who has to keep a date: the council, the school, whoever was asked for advice, the health service. */
export type Duty = 'council' | 'school' | 'adviser';

export interface DateWords {
  /** What happens by then. */
  what: string;
  /** What it means for the family. */
  means: string;
  duty: Duty;
}

const council = (what: string, means: string): DateWords => ({ what, means, duty: 'council' });

const REVIEW = council(
  'We finish the review of the plan',
  'A review looks at how things are going and whether the plan is still right. By this day we tell you what we decided.',
);
const CHANGED_PLAN = council(
  'We send you the changed plan',
  'This is the new plan, or a letter that says why we are not changing it.',
);
const NEXT_PLACE = council(
  'The plan names the next school or college',
  'The plan has to say by then where the next stage of education will be.',
);

/** By rule of the law table. A rule that is left out is no date of the family's. */
export const DATES: Readonly<Record<string, DateWords>> = {
  'ehcna-decision-6w': council(
    'We tell you whether we will carry out an assessment',
    'We look at what we have been told and decide. If we decide not to, we tell you why and what you can do.',
  ),
  'plan-decision-16w': council(
    'We tell you whether we will make a plan',
    'When the advice is in, we decide. If we decide not to make a plan, we tell you why and what you can do.',
  ),
  'noplan-16w': council(
    'We send you our decision not to make a plan',
    'Our letter says why, and what you can do if you do not agree.',
  ),
  'plan-final-20w': council(
    'We send you the final plan, if there is to be one',
    'The final plan says what help must be given, and where.',
  ),
  'reassess-decision-15d': council(
    'We tell you whether we will assess again',
    'If we decide not to, we tell you why and what you can do.',
  ),
  'reassess-final-14w': council(
    'We send you the final plan after the new assessment',
    'It says what help must be given from now on, or we tell you why nothing changes.',
  ),
  'advice-6w': {
    what: 'advice comes in',
    means: 'The advice helps us to decide what help is needed.',
    duty: 'adviser',
  },
  'advice-nons31-6w': {
    what: 'advice comes in',
    means: 'The advice helps us to decide what help is needed.',
    duty: 'adviser',
  },
  'school-reply-15d': {
    what: 'A school or college that we asked about a place answers us',
    means: 'It tells us whether it can give the help that is needed.',
    duty: 'school',
  },
  'ar-12m-first': REVIEW,
  'ar-12m-next': REVIEW,
  'ar-12m-reassess': REVIEW,
  'move-review': REVIEW,
  'ar-invite-2w': {
    what: 'You are invited to the review meeting',
    means: 'So that there is time to get ready.',
    duty: 'school',
  },
  'ar-papers-2w': {
    what: 'You get what others wrote for the review meeting',
    means: 'So that you can read it before.',
    duty: 'school',
  },
  'ar-report-2w': {
    what: 'The report of the review meeting is sent out',
    means: 'It says what was talked about and what people think should happen. You get a copy.',
    duty: 'school',
  },
  'ar-decision-4w': council(
    'We tell you what we decided after the review meeting',
    'The plan stays as it is, or we want to change it, or we think it is no longer needed.',
  ),
  'ar-amend-notice-4w': council(
    'We send you the changes that we would like to make to the plan',
    'You then have time to tell us what you think of them.',
  ),
  'ar-final-8w': CHANGED_PLAN,
  'ar-noamend-8w': CHANGED_PLAN,
  'ar-final-12w': CHANGED_PLAN,
  'amend-no-review-8w': CHANGED_PLAN,
  'phase-15feb': NEXT_PLACE,
  'phase-31mar': NEXT_PLACE,
  'phase-5m': NEXT_PLACE,
  'move-6w': council(
    'We tell you that the plan is now ours, and when we will look at it',
    'The plan came to us from another council.',
  ),
  'move-transfer': council(
    'We send the plan to the council of the place you move to',
    'From then on that council looks after the plan.',
  ),
};

const ADVISERS: Record<AdviceKind, string> = {
  parent: 'you',
  education: 'the school, nursery or college',
  medical: 'the health service',
  'educational-psychology': 'an educational psychologist (an expert in how children learn)',
  'social-care': 'social care',
  // What these are asked about is nobody's to read from a page.
  sensory: 'another adviser',
  defence: 'another adviser',
  adulthood: 'another adviser',
  other: 'another adviser',
};

export const adviserInWords = (kind: AdviceKind): string => ADVISERS[kind];

const CAUSES: Record<string, string> = {
  'no-provision': 'We have not found a school or college yet that can give the help that is needed.',
  'family-wants-assessments': 'You asked for more advice, and it is not all here yet.',
  'family-disagrees': 'You and we do not agree yet about the draft plan.',
  'school-closure': 'The school was closed for the holidays when we asked it for advice.',
  'provider-silent': 'A school or college that we asked had not answered us.',
  'panel-awaited': 'The group of people who advise us had not met about it.',
  authority: 'We did not act in time. That is our fault.',
  'school-arranges': 'The school that arranges the review meeting had not done so.',
  'meeting-not-held': 'The review meeting had not been held.',
  'report-late': 'The report of the review meeting had not come.',
};

/** Why a date passed, honestly. */
export const whyInWords = (cause: string): string => {
  const [code, kind] = cause.split(':');
  if (code !== 'late-advice') return CAUSES[cause] ?? `${causeInWords(cause)}.`;
  if (kind === 'parent') return 'Your own views had not come in yet. You can still send them.';
  return `The advice of ${ADVISERS[kind as AdviceKind] ?? 'an adviser'} had not come in time.`;
};

/** The grounds of the regulations by the words that they are recorded under. */
const GROUNDS: readonly [RegExp, string][] = [
  [/closure/, 'The school or nursery was closed for the holidays, and the law allows for that.'],
  [/absen/, 'Somebody who had to take part was away, and the law allows for that.'],
  [/exam|appointment/, 'A test or an appointment was missed, and the law allows for that.'],
  [/./, 'Something out of the ordinary happened, and the law allows for that.'],
];

export const groundInWords = (ground: string): string => GROUNDS.find(([about]) => about.test(ground))?.[1] ?? '';
