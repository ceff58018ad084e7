/** How the columns of a row hang together: which come as a set, which rest on another, which date comes first. */
import { adviceColumn, MOST, REQUIRED_KINDS, upTo } from './columns.js';

/** Where one is given, all are. */
export const TOGETHER: readonly (readonly string[])[] = [
  ['caseworker_id', 'caseworker_name'],
  ['family_call_on', 'family_consent_to_share', 'section_a'],
  ['decision_to_assess', 'decided_to_assess_on', 'decision_reasons'],
  ['decision_to_issue', 'decided_to_issue_on', 'issue_reasons'],
  ['representations_on', 'agrees'],
  ['requested_school_name', 'requested_school_section38'],
  ['disagreements_resolved_on', 'disagreements_outcome'],
  ['parent2_name', 'parent2_address'],
  ['placement_on', 'placement_reasons'],
  ['withdrawn_on', 'withdrawn_reason'],
  ['moved_away_on', 'moved_to_authority'],
  ...upTo(MOST.furtherAdvice).map((n) =>
    ['kind', 'person', 'basis', 'reason', 'requested_on'].map((part) => `further_advice${n}_${part}`),
  ),
  ...upTo(MOST.consultations).flatMap((n) => [
    ['name', 'on', 'section38'].map((part) => `consultation${n}_${part}`),
    ['replied_on', 'reply'].map((part) => `consultation${n}_${part}`),
    ['answered_on', 'answer'].map((part) => `consultation${n}_${part}`),
  ]),
  ...upTo(MOST.exceptions).map((n) =>
    ['rule', 'ground', 'from', 'evidence', 'made_impractical'].map((part) => `exception${n}_${part}`),
  ),
];

/** The first has no meaning without the second. */
export const RESTS_ON: readonly (readonly [string, string])[] = [
  ['setting_kind', 'setting_name'],
  ['setting_urn', 'setting_name'],
  ['setting_email', 'setting_name'],
  ['setting_address', 'setting_name'],
  ['caseworker_telephone', 'caseworker_id'],
  ['caseworker_email', 'caseworker_id'],
  ['parent1_email_consent_on', 'parent1_email'],
  ['parent2_email', 'parent2_name'],
  ['parent2_email_consent_on', 'parent2_email'],
  ['young_person_email_consent_on', 'young_person_email'],
  ['key_outcomes', 'family_call_on'],
  ['decision_to_assess_notified_on', 'decision_to_assess'],
  ['may_have_sen', 'decision_to_assess'],
  ['may_need_plan', 'decision_to_assess'],
  ...REQUIRED_KINDS.flatMap((kind): [string, string][] => [
    [adviceColumn(kind, 'requested'), 'decision_to_assess'],
    [adviceColumn(kind, 'received'), 'decision_to_assess'],
    [adviceColumn(kind, 'declined'), 'decision_to_assess'],
    [adviceColumn(kind, 'accepted'), adviceColumn(kind, 'received')],
  ]),
  ...upTo(MOST.furtherAdvice).flatMap((n): [string, string][] => [
    [`further_advice${n}_requested_on`, 'decision_to_assess'],
    [`further_advice${n}_email`, `further_advice${n}_person`],
    [`further_advice${n}_received_on`, `further_advice${n}_requested_on`],
    [`further_advice${n}_accepted_on`, `further_advice${n}_received_on`],
  ]),
  ['decision_to_issue', 'decision_to_assess'],
  ['decision_to_issue_notified_on', 'decision_to_issue'],
  ['outstanding_advice_reason', 'decision_to_issue'],
  ['planning_meeting_on', 'decision_to_issue'],
  ['draft_prepared_on', 'decision_to_issue'],
  ['draft_served_on', 'draft_prepared_on'],
  ['draft_sent_on', 'draft_served_on'],
  ['draft_period_days', 'draft_served_on'],
  ['representations_on', 'draft_served_on'],
  ['family_views', 'representations_on'],
  ['requested_school_name', 'representations_on'],
  ['requested_school_urn', 'requested_school_name'],
  ['wants_assessments', 'representations_on'],
  ['meeting_required', 'representations_on'],
  ['meeting_held_on', 'meeting_required'],
  ['disagreements_resolved_on', 'representations_on'],
  ...upTo(MOST.consultations).flatMap((n): [string, string][] => [
    [`consultation${n}_on`, 'draft_served_on'],
    ...['urn', 'email', 'requested_by_family', 'replied_on'].map((part): [string, string] => [
      `consultation${n}_${part}`,
      `consultation${n}_on`,
    ]),
    [`consultation${n}_grounds`, `consultation${n}_reply`],
    [`consultation${n}_answered_on`, `consultation${n}_reply`],
  ]),
  ...upTo(MOST.exceptions).flatMap((n) =>
    ['advice', 'to', 'whose'].map((part): [string, string] => [`exception${n}_${part}`, `exception${n}_rule`]),
  ),
  ['placement_on', 'draft_served_on'],
  ['placement_consultation', 'placement_on'],
  ['placement_type', 'placement_on'],
  ['final_plan_on', 'placement_on'],
];

/** The second cannot be before the first. */
export const ORDER: readonly (readonly [string, string])[] = [
  ['decided_to_assess_on', 'decision_to_assess_notified_on'],
  ['decided_to_assess_on', 'decided_to_issue_on'],
  ...REQUIRED_KINDS.flatMap((kind): [string, string][] => [
    ['decided_to_assess_on', adviceColumn(kind, 'requested')],
    [adviceColumn(kind, 'requested'), adviceColumn(kind, 'received')],
    [adviceColumn(kind, 'requested'), adviceColumn(kind, 'declined')],
    [adviceColumn(kind, 'received'), adviceColumn(kind, 'accepted')],
    ['decided_to_assess_on', adviceColumn(kind, 'received')],
  ]),
  ...upTo(MOST.furtherAdvice).flatMap((n): [string, string][] => [
    ['decided_to_assess_on', `further_advice${n}_requested_on`],
    [`further_advice${n}_requested_on`, `further_advice${n}_received_on`],
    [`further_advice${n}_received_on`, `further_advice${n}_accepted_on`],
  ]),
  ['decided_to_issue_on', 'decision_to_issue_notified_on'],
  ['decided_to_issue_on', 'planning_meeting_on'],
  ['decided_to_issue_on', 'draft_prepared_on'],
  ['draft_prepared_on', 'draft_sent_on'],
  ['draft_prepared_on', 'draft_served_on'],
  ['draft_sent_on', 'draft_served_on'],
  ['draft_served_on', 'representations_on'],
  ['representations_on', 'meeting_held_on'],
  ['representations_on', 'disagreements_resolved_on'],
  ...upTo(MOST.consultations).flatMap((n): [string, string][] => [
    [`consultation${n}_on`, `consultation${n}_replied_on`],
    [`consultation${n}_replied_on`, `consultation${n}_answered_on`],
  ]),
  ...upTo(MOST.exceptions).map((n): [string, string] => [`exception${n}_from`, `exception${n}_to`]),
  ['draft_served_on', 'placement_on'],
  ['placement_on', 'final_plan_on'],
];
