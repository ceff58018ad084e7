/** What live lists in Temporal are filtered by: defined once. None is personal. SQL visibility allows 10 Keyword, 3 Datetime. */
import { defineSearchAttributeKey } from '@temporalio/common';
export const SEARCH_ATTRIBUTES = {
    Stage: 'Keyword',
    Rag: 'Keyword',
    WaitingOn: 'Keyword',
    Caseworker: 'Keyword',
    Locality: 'Keyword',
    CohortMonth: 'Keyword',
    NextDue: 'Datetime',
    Stuck: 'Bool',
};
export const KEYS = {
    stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
    rag: defineSearchAttributeKey('Rag', 'KEYWORD'),
    waitingOn: defineSearchAttributeKey('WaitingOn', 'KEYWORD'),
    caseworker: defineSearchAttributeKey('Caseworker', 'KEYWORD'),
    locality: defineSearchAttributeKey('Locality', 'KEYWORD'),
    cohortMonth: defineSearchAttributeKey('CohortMonth', 'KEYWORD'),
    nextDue: defineSearchAttributeKey('NextDue', 'DATETIME'),
    stuck: defineSearchAttributeKey('Stuck', 'BOOL'),
};
//# sourceMappingURL=search-attributes.js.map