/** What the columns of a file of plans must be to each other. */
import { formatLong } from '../../domain/civil-date.js';
import { lastDayOf25 } from '../../domain/plan/dates.js';
import { noPupilNumber, oldEnough } from './checks.js';
import { PLAN_SHEET } from './plan-columns.js';
/** Children and Families Act 2014, Part 3: before that day there were statements, and no plans. */
const FIRST_PLANS_ON = '2014-09-01';
const madeUnderTheAct = (row) => {
    const made = row.get('plan_made_on');
    return made !== undefined && made < FIRST_PLANS_ON
        ? [
            {
                column: 'plan_made_on',
                reason: `is before ${formatLong(FIRST_PLANS_ON)}, the day from which plans are made: expected the day the plan was made, not the statement before it`,
            },
        ]
        : [];
};
const ages = (row, today) => {
    const born = row.get('date_of_birth');
    if (born === undefined)
        return [];
    const made = row.get('plan_made_on');
    if (made !== undefined && born >= made)
        return [{ column: 'date_of_birth', reason: 'is not before plan_made_on' }];
    if (lastDayOf25(born, row.get('institution_kind')) < today)
        return [
            {
                column: 'date_of_birth',
                reason: 'puts the last day on which a plan can be maintained before today (the 26th birthday; in further education the end of the academic year of the 25th): the plan has lapsed (s46)',
            },
        ];
    return oldEnough(row, today);
};
/** It stands in a search attribute, where no word about a child may (domain/shared-shapes.ts). */
const locality = (row) => {
    const given = row.get('locality');
    return given !== undefined && !/^[a-z][a-z0-9-]{0,39}$/.test(given)
        ? [{ column: 'locality', reason: 'expected a place in lower case, with hyphens for spaces, as north-east' }]
        : [];
};
export const PLANS = {
    ...PLAN_SHEET,
    together: [
        ['institution_name', 'institution_kind'],
        ['caseworker_id', 'caseworker_name'],
        ['parent2_name', 'parent2_address'],
    ],
    restsOn: [
        ['institution_urn', 'institution_name'],
        ['institution_email', 'institution_name'],
        ['institution_address', 'institution_name'],
        ['regulation_20', 'institution_name'],
        ['last_year', 'institution_name'],
        ['caseworker_telephone', 'caseworker_id'],
        ['caseworker_email', 'caseworker_id'],
        ['parent1_email_consent_on', 'parent1_email'],
        ['parent2_email', 'parent2_name'],
        ['parent2_email_consent_on', 'parent2_email'],
        ['young_person_email_consent_on', 'young_person_email'],
    ],
    order: [
        ['plan_made_on', 'last_review_on'],
        ['plan_made_on', 'reassessed_on'],
    ],
    checks: [madeUnderTheAct, ages, locality, noPupilNumber],
};
//# sourceMappingURL=plan-checks.js.map