/** The tables of the clinic's own rows. */
import type { ContactRow, StepsRow } from '../../domain/clinic/rows.js';
import type { ColumnType } from '../ledger/tables.js';

export const STEPS_COLUMNS: Record<keyof StepsRow, ColumnType> = {
  receivedOn: 'date',
  month: 'date',
  source: 'text',
  caseworker: 'text',
  locality: 'text',
  reassesses: 'text',
  checkedOn: 'date',
  assessedOn: 'date',
  issuedOn: 'date',
  draftOn: 'date',
  servedOn: 'date',
  planOn: 'date',
  endedOn: 'date',
  outcome: 'text',
  decisionDueOn: 'date',
  decisionDoneOn: 'date',
  decisionVoidOn: 'date',
  decisionGround: 'text',
  decisionCause: 'text',
  issueDueOn: 'date',
  issueDoneOn: 'date',
  issueVoidOn: 'date',
  issueGround: 'text',
  issueCause: 'text',
  finalDueOn: 'date',
  finalDoneOn: 'date',
  finalVoidOn: 'date',
  finalGround: 'text',
  finalCause: 'text',
  stuckOn: 'date',
  stuckAbout: 'text',
  lastAction: 'text',
  lastActionOn: 'date',
  nextContactOn: 'date',
};

export const CONTACT_COLUMNS: Record<keyof ContactRow, ColumnType> = {
  seq: 'integer',
  madeOn: 'date',
  channel: 'text',
  direction: 'text',
  caseworker: 'text',
  locality: 'text',
};
