/** The columns of a caseload file: assessments in flight. */
import { GROUND_IDS, WHOSE } from '../../domain/law/exceptions.js';
import { ADVICE_KINDS } from '../../domain/policy.js';
import { anyDate, columns, date, email, line, lines, oneOf, reference, sheetOf, text, urn, yesNo } from './sheet.js';
export const MOST = { parents: 2, furtherAdvice: 3, consultations: 8, exceptions: 3 };
export const upTo = (most) => Array.from({ length: most }, (_, i) => i + 1);
/** The kinds that reg 6 itself may require. */
export const REQUIRED_KINDS = ADVICE_KINDS.filter((kind) => kind !== 'other');
export const adviceColumn = (kind, part) => `advice_${kind.replaceAll('-', '_')}_${part}_on`;
/** As letters give them. */
export const CASEWORKER = columns(['caseworker_id', reference, 'with caseworker_name', 'The caseworker’s staff identifier', 'cw-014'], ['caseworker_name', line, 'with caseworker_id', 'As letters give it', 'A. Caseworker'], ['caseworker_telephone', line, '', 'As letters give it', '01632 960114'], ['caseworker_email', email, '', 'As letters give it', 'cw014@northmere.example']);
export const CHILD = columns(['child_name', line, 'always', 'The child or young person', 'Sam Invented'], [
    'date_of_birth',
    { is: 'birth' },
    'always',
    'Decides, with the dates of process, whose advice reg 6 requires',
    '2017-03-02',
], ['address', line, 'always', 'Where the child lives', '1 Invented Street, Northmere'], ['upn', { is: 'upn' }, '', 'Unique pupil number; its check letter is tested', 'U999000017014'], [
    'young_person',
    yesNo,
    '',
    'Over compulsory school age and able to act: notices go to the young person (s83(2)). No if left empty',
    'no',
], [
    'sensory_need',
    oneOf('none', 'hearing', 'vision', 'multi-sensory'),
    '',
    'Hearing or visual impairment (reg 6(2)). None if left empty',
    'none',
], ['service_family', yesNo, '', 'A parent serves in the armed forces (reg 6(1)(b)). No if left empty', 'no'], [
    'social_worker',
    yesNo,
    '',
    'The child has a social worker; if not, social care is asked for a screening. No if left empty',
    'no',
]);
/** Those who are served. */
export const PARTIES = columns([
    'parent1_name',
    line,
    'unless young_person is yes',
    'A parent, or whoever has parental responsibility or care',
    'P. Invented',
], ['parent1_address', line, '', 'The child’s address if left empty', '1 Invented Street, Northmere'], ['parent1_email', email, 'with parent1_email_consent_on', 'E-mail', 'p.invented@family.example'], [
    'parent1_email_consent_on',
    anyDate,
    '',
    'The day this parent consented in writing to be served by e-mail (Education Act 1996 s572). Without it they are served by post',
    '2026-09-07',
], ['parent2_name', line, 'with any other parent2 column', 'A second parent: both are served', 'Q. Invented'], [
    'parent2_address',
    line,
    'with parent2_name',
    'Always to be given: a second parent may live elsewhere',
    '2 Other Street, Northmere',
], ['parent2_email', email, 'with parent2_email_consent_on', 'E-mail', 'q.invented@family.example'], ['parent2_email_consent_on', anyDate, '', 'As for the first parent', '2026-09-07'], [
    'young_person_email',
    email,
    'with young_person_email_consent_on',
    'Where young_person is yes',
    'sam@family.example',
], ['young_person_email_consent_on', anyDate, '', 'As for a parent', '2026-09-07']);
const request = [
    ...columns([
        'external_ref',
        reference,
        'always',
        'The council’s own reference of the case: the same one is the same case, however often the file is read. Not a pupil number',
        'NM-2026-0117',
    ], [
        'received_on',
        date,
        'always',
        'The day the authority received the request (or became responsible, s24(1)): every statutory clock runs from it',
        '2026-09-07',
    ], ['source', oneOf('parent', 'young-person', 'school', 'health', 'social-care'), 'always', 'Who asked', 'parent'], [
        'request_text',
        text,
        '',
        'What the request said; goes with each request for advice that is sent from now on (reg 6(3))',
        'Two years of support, little progress.',
    ]),
    ...CASEWORKER,
    ...columns(['locality', line, '', 'The area team', 'north']),
];
const setting = columns(['setting_kind', oneOf('school', 'early-years', 'post-16'), '', 'School if left empty', 'school'], [
    'setting_name',
    line,
    'with any other setting column',
    'The school, early-years provider or college',
    'Hillside School',
], ['setting_urn', urn, '', 'Its unique reference number', '999901'], ['setting_email', email, '', 'Where its head is written to', 'office@hillside.example'], ['setting_address', line, '', 'Its postal address', 'Hill Road, Northmere']);
const family = [
    ...PARTIES,
    ...columns(['family_call_on', date, '', 'The telephone call in which the family’s part was gathered', '2026-09-14'], ['family_consent_to_share', yesNo, 'with family_call_on', 'Whether section A may go to the advisers', 'yes'], [
        'section_a',
        text,
        'with family_call_on',
        'The family’s views, interests and aspirations',
        'Likes trains and quiet rooms.',
    ], [
        'key_outcomes',
        lines,
        '',
        'The outcomes that matter most to the family, with | between them',
        'One good friend | To sleep through',
    ], [
        'last_family_contact_on',
        date,
        '',
        'The last time anyone spoke or wrote to the family; the next word to them is due from then',
        '2026-11-16',
    ]),
];
const decision = columns(['decision_to_assess', oneOf('assess', 'refuse'), '', 'The decision of s36(8); refuse ends the case', 'assess'], ['decided_to_assess_on', date, 'with decision_to_assess', 'The day it was taken', '2026-10-15'], [
    'decision_to_assess_notified_on',
    date,
    '',
    'The day the family was notified, which is what meets the six weeks (reg 5(1)). The day of the decision if left empty',
    '2026-10-16',
], ['decision_reasons', text, 'with decision_to_assess', 'The reasons', 'May need more than the school can offer.'], [
    'may_have_sen',
    yesNo,
    'when decision_to_assess is refuse',
    'First question of s36(8). Yes if left empty and the decision is assess',
    'yes',
], [
    'may_need_plan',
    yesNo,
    'when decision_to_assess is refuse',
    'Second question of s36(8). As above; a refusal has at least one no',
    'yes',
]);
const ADVICE_WORDS = {
    parent: 'The family’s own advice',
    education: 'The school’s or setting’s',
    medical: 'Medical',
    'educational-psychology': 'The educational psychologist’s',
    'social-care': 'Social care’s',
    sensory: 'The sensory service’s; only where sensory_need is given',
    defence: 'The Defence Secretary’s; only where service_family is yes',
    adulthood: 'On preparing for adulthood; only from year 9',
};
const adviceOf = (kind) => columns([
    adviceColumn(kind, 'requested'),
    date,
    '',
    `${ADVICE_WORDS[kind] ?? kind}: the day it was asked for. The day of the decision to assess if left empty`,
    '2026-10-16',
], [
    adviceColumn(kind, 'received'),
    date,
    `with ${adviceColumn(kind, 'accepted')}`,
    'The day it came in',
    '2026-11-12',
], [adviceColumn(kind, 'accepted'), date, '', 'The day its quality check passed', '2026-11-13'], [adviceColumn(kind, 'declined'), date, '', 'The day the body refused with written reasons (s31(2))', '2026-11-02']);
const furtherAdvice = (n) => columns([
    `further_advice${n}_kind`,
    oneOf(...ADVICE_KINDS),
    `with any other further_advice${n} column`,
    'Advice beyond what reg 6(1)(a) to (e) and (g) require',
    'other',
], [
    `further_advice${n}_person`,
    line,
    `with further_advice${n}_kind`,
    'Who was asked',
    'Speech and language therapist',
], [`further_advice${n}_email`, email, '', 'Where they are written to', 'salt@health.example'], [
    `further_advice${n}_basis`,
    oneOf('f', 'h'),
    `with further_advice${n}_kind`,
    'f: the authority chose to ask; h: the family reasonably requested it',
    'h',
], [`further_advice${n}_reason`, line, `with further_advice${n}_kind`, 'Why', 'Asked for by the family'], [`further_advice${n}_requested_on`, date, `with further_advice${n}_kind`, 'The day it was asked for', '2026-10-20'], [`further_advice${n}_received_on`, date, `with further_advice${n}_accepted_on`, 'The day it came in', '2026-11-18'], [`further_advice${n}_accepted_on`, date, '', 'The day its quality check passed', '2026-11-19']);
const issue = columns([
    'decision_to_issue',
    oneOf('issue', 'no-plan'),
    '',
    'Whether a plan is needed (s37(1)); no-plan ends the case',
    'issue',
], ['decided_to_issue_on', date, 'with decision_to_issue', 'The day it was taken', '2026-11-19'], [
    'decision_to_issue_notified_on',
    date,
    '',
    'The day the family was notified. The day of the decision if left empty',
    '2026-11-19',
], ['issue_reasons', text, 'with decision_to_issue', 'The reasons', 'Provision beyond what is ordinarily available.'], [
    'outstanding_advice_reason',
    line,
    'when advice was outstanding on that day',
    'Why it was decided without that advice',
    'Clinic cancelled twice; to be attached',
]);
const draft = columns(['planning_meeting_on', date, '', 'The meeting at which the plan was written with the family', '2026-11-19'], [
    'draft_prepared_on',
    date,
    'with draft_served_on',
    'The day the draft was ready. A draft that is not yet served is put on the case again before it is',
    '2026-11-19',
], ['draft_sent_on', date, '', 'The day the draft was sent. The day of service if left empty', '2026-11-19'], ['draft_served_on', date, '', 'The day it was served: the family’s 15 days begin with it (reg 13(1))', '2026-11-20'], [
    'draft_period_days',
    { is: 'number', from: 15, to: 90 },
    '',
    'Days the notice gave the family. 15 if left empty',
    '15',
], ['representations_on', date, '', 'The day the family answered the draft', '2026-11-21'], ['agrees', yesNo, 'with representations_on', 'Whether the family agrees with the draft', 'no'], ['family_views', text, '', 'What they said', 'Section F is not specific.'], [
    'requested_school_name',
    line,
    'with any other requested_school column',
    'The school or other institution asked for',
    'Hillside School',
], ['requested_school_urn', urn, '', 'Its unique reference number', '999901'], ['requested_school_section38', yesNo, 'with requested_school_name', 'Whether it is one of s38(3)', 'yes'], [
    'wants_assessments',
    lines,
    '',
    'Further assessments that the family asks for, with | between them',
    'Speech and language',
], [
    'meeting_required',
    yesNo,
    '',
    'Whether the family required a meeting with an officer (reg 13(1)(a)(ii)). No if left empty',
    'yes',
], ['meeting_held_on', date, '', 'The day it was held', '2026-11-22'], ['disagreements_resolved_on', date, '', 'The day every disagreement in the representations was closed', '2026-11-22'], [
    'disagreements_outcome',
    oneOf('agreed', 'changed', 'not-agreed', 'assessments-made', 'assessments-declined'),
    'with disagreements_resolved_on',
    'How',
    'changed',
]);
const consultation = (n) => columns([
    `consultation${n}_name`,
    line,
    `with any other consultation${n} column`,
    'The school or provider consulted. Those of one day are one round',
    'Hillside School',
], [
    `consultation${n}_on`,
    date,
    `with consultation${n}_name`,
    'The day it was consulted: its 15 days run from then',
    '2026-11-20',
], [`consultation${n}_section38`, yesNo, `with consultation${n}_name`, 'Whether it is one of s38(3)', 'yes'], [`consultation${n}_urn`, urn, '', 'Its unique reference number', '999901'], [`consultation${n}_email`, email, '', 'Where it is written to', 'office@hillside.example'], [`consultation${n}_requested_by_family`, yesNo, '', 'Whether the family asked for it. No if left empty', 'yes'], [`consultation${n}_replied_on`, date, `with consultation${n}_reply`, 'The day it replied', '2026-11-21'], [
    `consultation${n}_reply`,
    oneOf('can-meet-need', 'cannot-meet-need'),
    `with consultation${n}_replied_on`,
    'What it replied',
    'cannot-meet-need',
], [
    `consultation${n}_grounds`,
    { is: 'some-of', of: ['unsuitable', 'education-of-others', 'use-of-resources'] },
    `when consultation${n}_reply is cannot-meet-need`,
    'The grounds of s39(4), with | between them',
    'unsuitable | use-of-resources',
], [`consultation${n}_answered_on`, date, '', 'The day the authority answered the objection', '2026-11-22'], [
    `consultation${n}_answer`,
    oneOf('accepted', 'not-accepted'),
    `with consultation${n}_answered_on`,
    'Whether the authority accepted the objection',
    'accepted',
]);
const exception = (n) => columns([
    `exception${n}_rule`,
    oneOf('ehcna-decision-6w', 'advice-6w', 'plan-decision-16w', 'plan-final-20w'),
    `with any other exception${n} column`,
    'The limit that it excuses; it moves no date',
    'plan-final-20w',
], [
    `exception${n}_ground`,
    oneOf(...GROUND_IDS),
    `with exception${n}_rule`,
    'One of the statute’s grounds (regs 5(4), 8(2), 10(4)); there is none for workload or shortage of staff',
    'absence',
], [
    `exception${n}_advice`,
    oneOf(...REQUIRED_KINDS),
    `when exception${n}_rule is advice-6w`,
    'The advice whose giver is excused',
    'medical',
], [`exception${n}_from`, anyDate, `with exception${n}_rule`, 'First day of the event', '2026-10-01'], [`exception${n}_to`, anyDate, '', 'Last day, unless it goes on; an absence needs it', '2026-11-05'], [
    `exception${n}_whose`,
    oneOf(...WHOSE),
    'unless the ground is a closure',
    'Whose circumstances, absence or missed test',
    'child',
], [`exception${n}_evidence`, line, `with exception${n}_rule`, 'The document that shows it', 'School absence record'], [
    `exception${n}_made_impractical`,
    yesNo,
    `with exception${n}_rule`,
    'The officer’s finding that this event, and nothing else, made it impractical to meet the limit',
    'yes',
]);
const ending = columns(['placement_on', date, 'with placement_reasons', 'The day it was decided what section I will name', '2026-11-21'], [
    'placement_consultation',
    { is: 'number', from: 1, to: MOST.consultations },
    'with placement_on, unless placement_type is given',
    'The number of the consultation column whose institution is named',
    '1',
], [
    'placement_type',
    line,
    'with placement_on, unless placement_consultation is given',
    'The type of provision, where policy allows one without an institution',
    'special school',
], ['placement_reasons', text, 'with placement_on', 'Why', 'Requested by the family; can meet need.'], ['final_plan_on', date, '', 'The day the final plan was made and sent: ends the case', '2026-11-22'], ['withdrawn_on', date, 'with withdrawn_reason', 'The day the request was withdrawn: ends the case', '2026-10-01'], [
    'withdrawn_reason',
    line,
    'with withdrawn_on',
    'What was given as the reason',
    'The family asked in writing to withdraw.',
], [
    'moved_away_on',
    date,
    'with moved_to_authority',
    'The day the child came to belong to another authority: ends the case',
    '2026-10-01',
], ['moved_to_authority', line, 'with moved_away_on', 'That authority', 'Southmere Council'], ['died_on', date, '', 'Ends the case; nothing is sent', '2026-10-01']);
export const CASE_SHEET = sheetOf('a caseload file', [
    { title: 'The request', columns: request },
    { title: 'The child', columns: [...CHILD, ...setting] },
    { title: 'The family', columns: family },
    { title: 'The decision to assess', columns: decision },
    { title: 'Advice that reg 6 requires', columns: REQUIRED_KINDS.flatMap(adviceOf) },
    { title: 'Further advice', columns: upTo(MOST.furtherAdvice).flatMap(furtherAdvice) },
    { title: 'The decision to issue', columns: issue },
    { title: 'The draft and the family’s answer', columns: draft },
    { title: 'Consultation', columns: upTo(MOST.consultations).flatMap(consultation) },
    { title: 'Exceptions', columns: upTo(MOST.exceptions).flatMap(exception) },
    { title: 'Placement and ends', columns: ending },
]);
//# sourceMappingURL=columns.js.map