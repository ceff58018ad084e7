/** The columns of a file of plans that a council holds already. */
import { CASEWORKER, CHILD, PARTIES } from './columns.js';
import { columns, date, email, line, oneOf, reference, sheetOf, urn, yesNo } from './sheet.js';
/** What the columns of the caseload file mean for a plan, where that is another thing. */
const MEANS = {
    date_of_birth: 'Decides the school year, so the transfers between phases, and when the plan lapses (s46)',
    sensory_need: 'Hearing or visual impairment. None if left empty',
    service_family: 'A parent serves in the armed forces. No if left empty',
    social_worker: 'The child has a social worker. No if left empty',
};
const ofPlan = (given) => given.map((column) => ({ ...column, means: MEANS[column.name] ?? column.means }));
const plan = columns([
    'external_ref',
    reference,
    'always',
    'The council’s own reference of the plan: the same one is the same plan, however often the file is read. Not a pupil number',
    'NM-P-1044',
], [
    'plan_made_on',
    date,
    'always',
    'The day the plan was first made: without a review since, the first is due twelve months from then (s44(1)(a))',
    '2023-06-14',
], [
    'last_review_on',
    date,
    '',
    'The day the family was notified of the last review’s decision: the next is due twelve months from then (s44(1)(b)). Empty if the plan was never reviewed',
    '2026-02-27',
], [
    'reassessed_on',
    date,
    '',
    'The day the final plan of the last reassessment was sent: the next review is due twelve months from then (reg 27(4)), unless one has followed it',
    '2025-01-20',
], ['plan_version', { is: 'number', from: 1, to: 99 }, '', 'Which version of the plan stands. 1 if left empty', '3']);
const institution = columns([
    'institution_name',
    line,
    'with any other institution column',
    'The institution named in section I. Empty where none is',
    'Hillside School',
], [
    'institution_kind',
    oneOf('school', 'early-years', 'post-16'),
    'with institution_name',
    'A special school is a school, a special post-16 institution is post-16',
    'school',
], ['institution_urn', urn, '', 'Its unique reference number', '999901'], ['institution_email', email, '', 'Where its head is written to', 'office@hillside.example'], ['institution_address', line, '', 'Its postal address', 'Hill Road, Northmere'], [
    'regulation_20',
    yesNo,
    '',
    'Whether it is of the kinds that reg 20(12) lists, whose head can be required to hold the review meeting; if not, the authority holds it. If left empty, yes for a school and no for others',
    'yes',
], [
    'last_year',
    { is: 'number', from: -2, to: 14 },
    '',
    'The last national curriculum year that it teaches (reception is 0, before that -1 and -2). If left empty, 6 for a child up to year 6 and 11 after',
    '6',
], [
    'years_ahead',
    { is: 'number', from: -3, to: 3 },
    '',
    'Years that the child is taught above (or, negative, below) the year of its age. 0 if left empty',
    '-1',
]);
export const PLAN_SHEET = sheetOf('a file of plans', [
    { title: 'The plan', columns: plan },
    { title: 'Whose plan it is', columns: ofPlan(CHILD) },
    { title: 'Who is served', columns: ofPlan(PARTIES) },
    { title: 'Where the child is', columns: institution },
    {
        title: 'Who has the plan',
        columns: [
            ...CASEWORKER,
            ...columns([
                'locality',
                line,
                '',
                'The area team, in lower case with hyphens: it stands in the lists of the server',
                'north-east',
            ]),
        ],
    },
]);
//# sourceMappingURL=plan-columns.js.map