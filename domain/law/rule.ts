/** The shape of one duty in one version. Data only: every workflow carries the table. */
import type { CivilDate } from '../civil-date.js';

export const STAGES = ['assessment', 'advice', 'plan', 'consultation'] as const;
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
 * Part 3 of the Act and SI 2014/1530 commenced on 1 September 2014. The first edition of this table was checked on
 * 22 November 2026.
 */
export const rows = (stage: Stage, given: readonly Row[]): readonly Rule[] =>
  given.map((row) => ({
    stage,
    limit: null,
    timing: null,
    count: null,
    atLeast: false,
    exceptions: [],
    contested: false,
    effectiveFrom: '2014-09-01',
    effectiveTo: null,
    edition: '2026-11-22',
    checkedOn: '2026-11-22',
    ...row,
  }));
