/**
 * What live lists in Temporal are filtered by: defined once. None is personal. SQL visibility allows 10 Keyword, 3 Datetime.
 * A server that was set up before gets what it lacks from `npm start` and `ehcna namespace`.
 */
import { defineSearchAttributeKey } from '@temporalio/common';

export const SEARCH_ATTRIBUTES = {
  Stage: 'Keyword',
  Rag: 'Keyword',
  WaitingOn: 'Keyword',
  Caseworker: 'Keyword',
  CaseworkerRole: 'Keyword',
  Locality: 'Keyword',
  CohortMonth: 'Keyword',
  Priority: 'Keyword',
  PlanType: 'Keyword',
  NextDue: 'Datetime',
  Stuck: 'Bool',
} as const;

export const KEYS = {
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  rag: defineSearchAttributeKey('Rag', 'KEYWORD'),
  waitingOn: defineSearchAttributeKey('WaitingOn', 'KEYWORD'),
  caseworker: defineSearchAttributeKey('Caseworker', 'KEYWORD'),
  caseworkerRole: defineSearchAttributeKey('CaseworkerRole', 'KEYWORD'),
  locality: defineSearchAttributeKey('Locality', 'KEYWORD'),
  cohortMonth: defineSearchAttributeKey('CohortMonth', 'KEYWORD'),
  priority: defineSearchAttributeKey('Priority', 'KEYWORD'),
  planType: defineSearchAttributeKey('PlanType', 'KEYWORD'),
  nextDue: defineSearchAttributeKey('NextDue', 'DATETIME'),
  stuck: defineSearchAttributeKey('Stuck', 'BOOL'),
};
