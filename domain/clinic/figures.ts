/**
 * What the Monday clinic shows. Every number is a `Figure`: it has an id that does not change, and the list of what it counts
 * opens under that id, as long as the number is. What is worked out over a list (a median, a share) names the figure that
 * it is worked out over. No child's detail is in any of it.
 */
import type { CivilDate } from '../civil-date.js';
import type { ClinicFilters } from './filters.js';

/** `section.count` or `section.count:key`, as in `work.open:drafting`. Stands in addresses, written by encodeURIComponent. */
export type FigureId = string;

export interface Figure {
  id: FigureId;
  n: number;
}

/** Days over the cases of one figure; null where it counts none. */
export interface Days {
  id: FigureId;
  value: number | null;
  /** What it is worked out over: its list opens behind this value too. */
  over: FigureId;
}

/** `part` of `whole`, in per cent to one decimal; null of none. */
export interface Share {
  part: Figure;
  whole: Figure;
  percent: number | null;
}

/** First day of a month. */
export type Month = CivilDate;

// Demand: first assessments asked for, by the month in which the request was received.
export interface Demand {
  requests: Figure;
  /** Every month of the filter, oldest first, those without a request too. */
  months: { month: Month; requests: Figure }[];
  /** The most first. */
  sources: { source: string; requests: Figure; months: { month: Month; requests: Figure }[] }[];
  /** Reassessments asked for, which nothing else here counts. */
  reassessments: Figure;
}

// Work in progress: first assessments that are open on the day, by the stage they had reached.
export const WORK_STAGES = ['intake', 'considering', 'gathering-advice', 'drafting', 'draft-with-family'] as const;
export type WorkStage = (typeof WORK_STAGES)[number];
export interface Work {
  open: Figure;
  stages: {
    stage: WorkStage;
    open: Figure;
    /** A limit of the authority's own is past and what it asks for is owed. */
    late: Figure;
    /** Since it came to this stage. */
    medianDays: Days;
  }[];
}

// Decisions: the authority's three limits, those of them that fell due in the months of the filter.
export const LIMITS = ['decision-6w', 'decision-16w', 'final-20w'] as const;
export type Limit = (typeof LIMITS)[number];
/** The rules of the law table that each counts by. */
export const LIMIT_RULES: Record<Limit, readonly string[]> = {
  'decision-6w': ['ehcna-decision-6w'],
  'decision-16w': ['plan-decision-16w', 'noplan-16w'],
  'final-20w': ['plan-final-20w'],
};
export interface Decision {
  limit: Limit;
  /** All that fell due: the four below and `notYetDue` add up to it. */
  due: Figure;
  inTime: Figure;
  late: Figure;
  /** A ground of the law was recorded, and the limit passed: done since, or still owed. */
  excepted: Figure;
  /** Past, and still owed. */
  owed: Figure;
  /** Neither done nor past. */
  notYetDue: Figure;
  /** Of those done or past, in time. */
  shareInTime: Share;
  months: { month: Month; inTime: Figure; late: Figure; excepted: Figure; owed: Figure; notYetDue: Figure }[];
}

// Soon: limits of the authority's own, of assessments, reviews and plans, that fall due within fourteen days of the day and are not done.
export interface Soon {
  due: Figure;
  /** By rule of the law table; the most first. */
  rules: { rule: string; due: Figure }[];
}

// From draft to final plan: first assessments whose plan was made in the months of the filter.
export interface DraftToFinal {
  plans: Figure;
  medianDays: Days;
  longestDays: Days;
  months: { month: Month; plans: Figure; medianDays: Days }[];
  /** A draft is with the family on the day. */
  drafts: Figure;
  draftsMedianDays: Days;
}

// Why limits were passed: of the three limits, those late or owed above.
export interface Causes {
  passed: Figure;
  /** The most first. `cause` is a code, `causeInWords` of domain/matter/causes.ts has the words; `not-recorded` where none was. */
  causes: { cause: string; passed: Figure; limits: { limit: Limit; passed: Figure }[] }[];
}

// Advice asked for in the months of the filter, by the service that owes it; for reassessments too. Advice used again is not asked for.
// `asked` is `inTime`, `late`, `outstanding`, `overdue` and `closed` together.
export interface Scorecard {
  service: string;
  asked: Figure;
  inTime: Figure;
  late: Figure;
  /** Not in, and its date is not past. */
  outstanding: Figure;
  /** Not in, and past. */
  overdue: Figure;
  /** The body refused, or the case ended before it was in. */
  closed: Figure;
  /** From being asked to its first coming in. */
  medianDays: Days;
  /** Requests that were chased at least once. */
  chased: Figure;
  /** All chasers that were sent. */
  chasers: number;
  shareInTime: Share;
}

// Cases that went to somebody because they cannot move; reassessments too. `reason` and `lastAction` are codes: actions.ts has the words.
export interface StuckCase {
  caseRef: string;
  stage: string;
  since: CivilDate;
  days: number;
  reason: string;
  waitingOn: string;
  caseworker: string | null;
  locality: string | null;
  /** The kind of fact that last moved it on. */
  lastAction: string;
  lastActionOn: CivilDate;
  /** The first thing that a person is to do; null where there is none. */
  next: string | null;
  nextRole: string | null;
  nextDueOn: CivilDate | null;
}
export interface Stuck {
  stuck: Figure;
  /** The longest first; at most a hundred, all of them are in the list. */
  cases: StuckCase[];
}

// The campaign of transfers between phases that ends next after the day.
export interface Campaign {
  /** The first of September at which it ends. */
  campaignOn: CivilDate;
  plans: Figure;
  begun: Figure;
  consulted: Figure;
  decided: Figure;
  prepared: Figure;
  notPrepared: Figure;
  /** The day before the date of the law is past, and it is not prepared. */
  late: Figure;
  /** By how many plans it is behind what was planned for the day; negative where it is before it. */
  behind: number;
  /** One point a week to the last date, and the day itself. After the day only `planned` is known. */
  burndown: { on: CivilDate; left: number | null; planned: number }[];
}

// Reviews of plans, by date. The filter of sources does not apply to them.
export interface Reviews {
  /** Their date falls in the months of the filter. */
  due: Figure;
  /** Of them: over by then (its decision was notified), over later, past and not over, not past yet. */
  dueInTime: Figure;
  dueLate: Figure;
  duePast: Figure;
  dueLater: Figure;
  held: Figure;
  /** The decision within four weeks of the meeting, where that fell due in the months of the filter. */
  decisions: Figure;
  decisionsInTime: Figure;
  decisionsLate: Figure;
  decisionsOwed: Figure;
  decisionsNotYetDue: Figure;
  shareDecidedInTime: Share;
  months: {
    month: Month;
    due: Figure;
    held: Figure;
    decisionsInTime: Figure;
    decisionsLate: Figure;
    decisionsOwed: Figure;
  }[];
}

// Contacts with families that were recorded in the months of the filter. The filter of sources does not apply to them.
export interface Contacts {
  made: Figure;
  months: { month: Month; made: Figure }[];
  channels: { channel: string; made: Figure }[];
  /** Open cases whose next contact by policy was to be before the day. */
  overdue: Figure;
}

// Cohorts: a month's requests followed to their end.
export const COHORT_STEPS = ['decided', 'planned', 'ended'] as const;
/** Whether to assess was decided; a plan was made; it ended in any way. */
export type CohortStep = (typeof COHORT_STEPS)[number];
export interface Cohort {
  month: Month;
  requests: Figure;
  decided: Figure;
  planned: Figure;
  endedWithoutPlan: Figure;
  open: Figure;
  /** A plan within the twenty weeks of law, of those whose date for it is past or who have one. */
  plannedInTime: Figure;
  /**
   * By weeks since each request: how many had come so far within that many weeks. Only weeks that every request of the
   * month has behind it, so that a curve never falls; to the week in which the last one ended, two years at most.
   */
  curve: { week: number; decided: Figure; planned: Figure; ended: Figure }[];
}

// The measure that the Department for Education publishes, for one calendar year.
export interface PublishedMeasure {
  year: number;
  /** The year is not over on the day. */
  soFar: boolean;
  /** Every plan that was issued in the year, and of them within twenty weeks, to a year, and over it. */
  including: PublishedCounts;
  /** Without those to which an exception applies, in numerator and denominator alike. */
  excluding: PublishedCounts;
  /** Of the first assessments whose twenty weeks ended in the year, those done in time: what the year's own requests say. */
  ownRequests: Share;
}
export interface PublishedCounts {
  issued: Figure;
  within20: Figure;
  within52: Figure;
  over52: Figure;
  percent: number | null;
}

export interface Published {
  /** The year of the day, and the two before it; oldest first. */
  years: PublishedMeasure[];
  /** Where finishing old cases lowers the published share while requests are dealt with sooner; null where it does not. */
  backlog: BacklogNote | null;
}
/** Why the headline fell, with the numbers that say so. */
export interface BacklogNote {
  year: number;
  sentence: string;
}

// Over twenty weeks: open on the day without a plan, the limit past.
export const BANDS = ['to-26w', 'to-39w', 'to-52w', 'over-52w'] as const;
export type Band = (typeof BANDS)[number];
export interface Beyond {
  open: Figure;
  /** Of them, with a ground of the law recorded. */
  excepted: Figure;
  /** Since the request was received. */
  medianDays: Days;
  longestDays: Days;
  bands: { band: Band; open: Figure }[];
  causes: { cause: string; open: Figure; medianDays: Days }[];
}

/** A section for which nothing was recorded at all, with what it would need. */
export interface NoData {
  noData: string;
}

export interface ClinicFigures {
  /** The day on which it is counted. */
  on: CivilDate;
  filters: ClinicFilters;
  demand: Demand;
  work: Work;
  decisions: Decision[];
  soon: Soon;
  draftToFinal: DraftToFinal;
  causes: Causes;
  advice: Scorecard[];
  stuck: Stuck;
  cohorts: Cohort[];
  published: Published;
  beyond: Beyond;
  campaign: Campaign | NoData;
  reviews: Reviews;
  contacts: Contacts | NoData;
  capacity: NoData;
  /** What the filters can be set to. */
  choices: { localities: string[]; caseworkers: string[]; sources: string[] };
}

/** One case, or one thing of a case, that a figure counts. */
export interface ClinicRow {
  caseRef: string;
  /** What of the case is counted: advice, a review, a limit. Empty where it is the case itself. */
  about: string;
  /** On the day. */
  stage: string;
  received: CivilDate | null;
  due: CivilDate | null;
  /** What the figure measures: from the request, or as its heading says. */
  days: number | null;
  waitingOn: string | null;
  caseworker: string | null;
  locality: string | null;
  cause: string | null;
}
export const ROW_COLUMNS = [
  'caseRef',
  'about',
  'stage',
  'received',
  'due',
  'days',
  'waitingOn',
  'caseworker',
  'locality',
  'cause',
] as const satisfies readonly (keyof ClinicRow)[];

export interface ClinicList {
  figure: FigureId;
  /** What it counts, as a heading. */
  title: string;
  /** What `days` counts here. */
  daysFrom: string;
  /** As many as the figure says. */
  total: number;
  offset: number;
  limit: number;
  rows: ClinicRow[];
}
