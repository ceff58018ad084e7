/** The shape of one duty in one version. Data only: every workflow carries the table. */
import type { CivilDate } from '../civil-date.js';

/** In the order of a plan's life. The first four are the journey from the request to the final plan. */
export const STAGES = [
  'assessment',
  'advice',
  'plan',
  'consultation',
  'review',
  'phase-transfer',
  'transfer-in',
  'reassessment',
  'ceasing',
  'plan-life',
] as const;
export type Stage = (typeof STAGES)[number];

/**
 * W within so many weeks · D within so many days · B a period beginning with the day · Mo months after · Y months starting
 * with the day · F before a fixed date · A at least so long before an event · N within so many working days · Nb working
 * days beginning with the day · R tribunal time (TR r12).
 */
export type Count = 'W' | 'D' | 'B' | 'Mo' | 'Y' | 'F' | 'A' | 'N' | 'Nb' | 'R';
export type Unit = 'weeks' | 'days' | 'months' | 'working-days';

export interface Limit {
  n: number;
  unit: Unit;
}

export type ExceptionSet = 'E1' | 'E2' | 'E3';

/** T the statute's text was read · S a secondary source · M memory or inference, not verified. */
export type Status = 'T' | 'S' | 'M';

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  T: 'statute text read',
  S: 'secondary source',
  M: 'memory or inference, not verified',
};

/** What starts a duty's clock, or calls for the duty. */
export const TRIGGERS = {
  start: 'receipt of a request under s36(1), or the day the authority becomes responsible under s24(1)',
  'health-opinion': 'the opinion that a child under school age probably has special educational needs',
  considering: 'the authority is considering whether an assessment is necessary',
  assessing: 'the assessment is under way',
  'decision-to-assess': 'the decision to assess',
  'sensory-indication': 'a sign of hearing, vision or multi-sensory impairment',
  'advice-requested': 'receipt by the adviser of the request for advice',
  'advice-seeking': 'the seeking of advice',
  'body-refuses': 'the body decides not to comply',
  assessed: 'the assessment is complete',
  'plan-needed': 'the decision that a plan is necessary',
  'draft-served': 'service of the draft plan with its notice',
  'meeting-required': 'the family asks for a meeting within the period for representations',
  drafting: 'the plan is being drafted',
  finalising: 'the plan is being finalised',
  'plan-made': 'the plan is made',
  'before-naming': 'before an institution is named',
  consulted: 'the institution is consulted',
  'school-requested': 'the family requests an institution within the period for representations',
  naming: 'an institution or type is being named',
  'period-ends': 'the period stated in the notice of the draft ends',
  named: 'the institution is named in the plan',
  'last-review': 'the end of the last review: the day its decision notice was sent',
  'reassessed-final-sent': 'the sending of the final plan made after a reassessment',
  'child-under-five': 'the child with a plan is under five',
  review: 'the plan is under review',
  'review-meeting': 'the review meeting',
  'papers-served': 'service of the plan with the notice of proposed amendments (r22(2))',
  'papers-sent': 'the sending of the plan with the notice of proposed amendments (r22(2))',
  transfer: 'the day of the transfer to the next phase or institution',
  moved: 'the day of the move to the area of another authority',
  'move-aware': 'the old authority, or its health commissioner, becomes aware of the move',
  'plan-transferred': 'the day the plan is transferred to the new authority',
  'new-commissioner-aware': 'the new health commissioner becomes aware that it is responsible',
  'commissioner-change-aware': 'the old health commissioner becomes aware that another is responsible',
  'reassessment-requested': 'receipt of a request for a reassessment',
  'reassessment-considered': 'the authority itself thinks a reassessment may be necessary',
  'reassessment-decided': 'the notice of r25(1) that it will reassess, or its own decision to (s44(3))',
  reassessed: 'the reassessment is complete',
  'cease-considered': 'the authority is considering whether to cease to maintain the plan',
  'left-education': 'the authority becomes aware that a person under 18 is out of education or training',
  'stopped-attending': 'the authority becomes aware that a person of 18 or more has stopped attending',
  'cease-decided': 'the decision to cease to maintain the plan',
  'cease-notice': 'the sending of the notice that the plan is to cease',
  'turned-25': 'the young person turns 25',
  'payment-requested': 'a request for a direct payment while a plan is drafted, reviewed or reassessed',
  'payment-refused': 'the refusal of a direct payment',
  'first-payment': 'the first direct payment',
  'review-or-reassessment': 'a review or reassessment of the plan',
  'higher-education-asked': 'the young person with a confirmed place in higher education asks for it',
  'no-plan-served': 'service of the notice that no plan is to be made',
  released: 'release from detention',
} as const satisfies Record<string, string>;
export type Trigger = keyof typeof TRIGGERS;

export interface Rule {
  id: string;
  stage: Stage;
  /** What must be done, as a sentence whose subject is the owner. */
  duty: string;
  owner: string;
  provision: string;
  /** https address of the provision, the guidance or the case. */
  citation: string;
  trigger: Trigger;
  /** The outer edge in figures; null where the law sets none. */
  limit: Limit | null;
  /** What the law says of time besides, or instead of, a figure. */
  timing: 'as soon as practicable' | 'the day itself' | 'with the request' | 'at once' | 'when the period ends' | null;
  count: Count | null;
  /** Month and day of the year of the trigger before which the duty is to be done, where the law names a date (count F). */
  fixedDate?: '02-15' | '03-31';
  /** On another reading the period ends a day later than counted: s44(1) alone. */
  orDayLater?: true;
  /** A second limit, from another day, where the law takes the later of the two: r15(5) alone. */
  laterOf?: Limit;
  /** The limit protects a period that may not be cut short, rather than ending one for the owner. */
  atLeast: boolean;
  exceptions: readonly ExceptionSet[];
  status: Status;
  contested: boolean;
  /** First and last day in force; a case takes the version in force on the day its clock started. */
  effectiveFrom: CivilDate;
  effectiveTo: CivilDate | null;
  /** Edition of the table this row came in with. A case pinned to an earlier edition does not see it. */
  edition: string;
  checkedOn: CivilDate;
  source: string;
  note?: string;
}

type Given = 'id' | 'duty' | 'owner' | 'provision' | 'citation' | 'trigger' | 'status' | 'source';

/** What a row states: the rest is what nearly every row has in common. */
export type Row = Pick<Rule, Given> & Partial<Omit<Rule, Given | 'stage'>>;

/**
 * The rows of a stage, made when they are first asked for: every running workflow carries the table, and few need all of
 * it. Part 3 of the Act and SI 2014/1530 commenced on 1 September 2014; the first edition was checked on 22 November 2026.
 */
export const rows = (
  stage: Stage,
  given: () => readonly Row[],
  { edition = '2026-11-22' }: { edition?: string } = {},
): (() => readonly Rule[]) => {
  let made: readonly Rule[] | null = null;
  return () => {
    made ??= given().map((row) => ({
      stage,
      limit: null,
      timing: null,
      count: null,
      atLeast: false,
      exceptions: [],
      contested: false,
      effectiveFrom: '2014-09-01',
      effectiveTo: null,
      edition,
      checkedOn: '2026-11-22',
      ...row,
    }));
    return made;
  };
};
