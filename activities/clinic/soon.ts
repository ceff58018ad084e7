/**
 * The limits of the authority's own that fall due soon and are not done: of assessments, of reviews, of plans, and the next review of
 * a plan for which none is open yet. As where breaches are counted, a case with two dates of one rule is one, by the earlier.
 */
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { SOON_DAYS } from '../../domain/clinic/measure.js';
import { OWN_LIMITS } from '../../domain/clinic/own-limits.js';
import { by, EVERY, KEPT, narrowed, NO_REVIEW_YET, OF_PLANS, STAGE } from './conditions.js';
import type { Relation } from './conditions.js';
import type { Sql } from './statement.js';

const isSoon = (column: Sql): Sql => `${column} >= :on and ${column} <= :on + ${SOON_DAYS}`;

/** An exception puts no date in the place of the limit, so that nothing falls due. */
const due = (
  of: keyof typeof OWN_LIMITS,
): Sql => `d.rule_id in (${OWN_LIMITS[of].map((rule) => `'${rule}'`).join(', ')}) and ${isSoon('d.due_on')}
   and d.triggered_on <= :on and d.state <> 'void' and d.exception_ground is null and not ${by('d.done_on')}`;

const FIRST_OF_RULE = 'd.stream, d.rule_id, d.due_on';

const ofAssessments = (filters: ClinicFilters): Sql => `
 (select distinct on (d.stream, d.rule_id) ${FIRST_OF_RULE}, d.case_ref, s.received_on, s.caseworker, s.locality, ${STAGE} as stage
  from deadlines d join case_steps s on s.stream = d.stream
  where ${due('assessments')} and s.received_on <= :on and not ${by('s.ended_on')}${narrowed(filters, 's', EVERY)} order by ${FIRST_OF_RULE})`;

const ofReviews = (filters: ClinicFilters): Sql => `
 (select distinct on (d.stream, d.rule_id) ${FIRST_OF_RULE}, d.case_ref, r.opened_on, r.caseworker, r.locality, 'review-' || r.stage
  from deadlines d join reviews r on r.stream = d.stream
  where ${due('reviews')} and not ${by('r.finished_on')}${narrowed(filters, 'r', OF_PLANS)} order by ${FIRST_OF_RULE})`;

const ofPlans = (filters: ClinicFilters): Sql => `
 (select distinct on (d.stream, d.rule_id) ${FIRST_OF_RULE}, d.case_ref, null::date, p.caseworker, p.locality, 'plan-' || p.stage
  from deadlines d join plans p on p.stream = d.stream
  where ${due('plans')} and not ${by('p.ended_on')}${narrowed(filters, 'p', OF_PLANS)} order by ${FIRST_OF_RULE})`;

const ofNextReviews = (filters: ClinicFilters): Sql => `
 select p.stream, p.next_review_rule, p.next_review_due_on, p.case_ref, null::date, p.caseworker, p.locality, 'plan-' || p.stage
 from plans p
 where p.open and p.made_on <= :on and ${isSoon('p.next_review_due_on')} and ${NO_REVIEW_YET}${narrowed(filters, 'p', OF_PLANS)}`;

/** Who asked for an assessment tells nothing of reviews and plans: where that is asked for, they are left out. */
const partsOf = (filters: ClinicFilters): Sql[] => [
  ofAssessments(filters),
  ...(filters.source === undefined ? [ofReviews(filters), ofPlans(filters), ofNextReviews(filters)] : []),
];

export const soon: Relation = {
  sql: (filters, kept = KEPT) => `
(select * from (${partsOf(filters).join('\n union all')}) c${kept}) c`,
  row: {
    about: 'c.rule_id',
    stage: 'c.stage',
    received: 'c.received_on',
    due: 'c.due_on',
    days: ':on - c.due_on',
    cause: 'null::text',
  },
  waits: 'either',
  keys: { rule: 'c.rule_id' },
};
