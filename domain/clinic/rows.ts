/** Rows that are kept for the clinic alone. As every row: derived from the ledger, of no day but those of its facts. */
import type { CivilDate } from '../civil-date.js';

/** One assessment by its steps. `decision`, `issue` and `final` are the limits of six, sixteen and twenty weeks. */
export interface StepsRow {
  receivedOn: CivilDate;
  /** First day of the month of receipt. */
  month: CivilDate;
  source: string;
  caseworker: string | null;
  locality: string | null;
  reassesses: string | null;
  /** Taken up, or turned away, after a look at the register. */
  checkedOn: CivilDate | null;
  assessedOn: CivilDate | null;
  issuedOn: CivilDate | null;
  /** The first draft was sent; then the day by which the law takes it as served. */
  draftOn: CivilDate | null;
  servedOn: CivilDate | null;
  planOn: CivilDate | null;
  endedOn: CivilDate | null;
  outcome: string | null;
  decisionDueOn: CivilDate | null;
  decisionDoneOn: CivilDate | null;
  decisionVoidOn: CivilDate | null;
  decisionGround: string | null;
  decisionCause: string | null;
  issueDueOn: CivilDate | null;
  issueDoneOn: CivilDate | null;
  issueVoidOn: CivilDate | null;
  issueGround: string | null;
  issueCause: string | null;
  finalDueOn: CivilDate | null;
  finalDoneOn: CivilDate | null;
  finalVoidOn: CivilDate | null;
  finalGround: string | null;
  finalCause: string | null;
  stuckOn: CivilDate | null;
  /** A code: `idle`, `advice`, `consultation`, or the rule that is late. */
  stuckAbout: string | null;
  /** The kind of fact that last moved it on. */
  lastAction: string;
  lastActionOn: CivilDate;
  nextContactOn: CivilDate | null;
}

/** A conversation or message with a family that was recorded. */
export interface ContactRow {
  seq: number;
  madeOn: CivilDate;
  channel: string;
  direction: string;
  caseworker: string | null;
  locality: string | null;
}
