/** What the columns of a caseload file must be to each other. */
import { noPupilNumber, oldEnough } from './checks.js';
import { CASE_SHEET, MOST, upTo } from './columns.js';
import { ORDER, RESTS_ON, TOGETHER } from './relations.js';
import { ageAt, dateTold } from './row.js';
const ENDS = ['final_plan_on', 'withdrawn_on', 'moved_away_on', 'died_on'];
const DATES_OF_PROCESS = CASE_SHEET.columns
    .filter((c) => c.form.is === 'date' && c.name !== 'received_on')
    .map((c) => c.name);
const betweenStartAndEnd = (row, today) => {
    const start = row.get('received_on');
    const end = ENDS.find((column) => row.has(column));
    const ended = end && row.get(end);
    return DATES_OF_PROCESS.flatMap((column) => {
        const on = row.get(column);
        if (on === undefined)
            return [];
        if (start !== undefined && on < start)
            return [
                {
                    column,
                    reason: `given ${dateTold(on, today)}, which is before received_on, ${dateTold(start, today)}: expected that day or later`,
                },
            ];
        if (ended !== undefined && on > ended && !column.endsWith('contact_on'))
            return [{ column, reason: `given ${on}, which is after ${end}, ${ended}: the case was over` }];
        return [];
    });
};
const oneEnd = (row) => {
    const given = [
        ...(row.get('decision_to_assess') === 'refuse' ? ['decision_to_assess (refuse)'] : []),
        ...(row.get('decision_to_issue') === 'no-plan' ? ['decision_to_issue (no-plan)'] : []),
        ...ENDS.filter((column) => row.has(column)),
    ];
    if (given.length < 2)
        return [];
    return [
        { column: given[1]?.split(' ')[0] ?? '', reason: `a case ends once, and the row gives ${given.join(' and ')}` },
    ];
};
const legalTest = (row) => {
    const decision = row.get('decision_to_assess');
    const noes = ['may_have_sen', 'may_need_plan'].filter((column) => row.get(column) === 'no');
    if (decision === 'refuse' && noes.length === 0)
        return [
            {
                column: 'may_need_plan',
                reason: 'a refusal to assess needs a no in may_have_sen or may_need_plan: both yes means the authority must assess (s36(8))',
            },
        ];
    if (decision === 'assess' && noes[0])
        return [{ column: noes[0], reason: 'given no, and decision_to_assess is assess: s36(8) requires both' }];
    return [];
};
const replies = (row) => upTo(MOST.consultations).flatMap((n) => {
    const reply = row.get(`consultation${n}_reply`);
    const grounds = row.has(`consultation${n}_grounds`);
    if (reply === 'cannot-meet-need' && !grounds)
        return [
            {
                column: `consultation${n}_grounds`,
                reason: 'is empty: an objection needs a ground of s39(4), unsuitable, education-of-others or use-of-resources',
            },
        ];
    if (reply === 'can-meet-need' && grounds)
        return [{ column: `consultation${n}_grounds`, reason: 'is given, and the reply is can-meet-need' }];
    if (reply === 'can-meet-need' && row.has(`consultation${n}_answer`))
        return [{ column: `consultation${n}_answer`, reason: 'is given, and there is no objection to answer' }];
    return [];
});
/** The draft goes to a school with the letter that consults it. */
const consultedWithDraft = (row) => {
    const sent = row.get('draft_sent_on') ?? row.get('draft_served_on');
    return upTo(MOST.consultations).flatMap((n) => {
        const column = `consultation${n}_on`;
        const on = row.get(column);
        return sent !== undefined && on !== undefined && on < sent
            ? [
                {
                    column,
                    reason: `given ${on}, before the draft was sent on ${sent}: a school is consulted with the draft (s39(2))`,
                },
            ]
            : [];
    });
};
const exceptions = (row) => upTo(MOST.exceptions).flatMap((n) => {
    const faults = [];
    if (row.get(`exception${n}_rule`) === 'advice-6w' && !row.has(`exception${n}_advice`))
        faults.push({
            column: `exception${n}_advice`,
            reason: 'is empty: advice-6w excuses the giver of one kind of advice',
        });
    if (row.get(`exception${n}_made_impractical`) === 'no')
        faults.push({
            column: `exception${n}_made_impractical`,
            reason: 'given no: an exception holds only where the event made it impractical to meet the limit',
        });
    return faults;
});
const placement = (row) => {
    if (!row.has('placement_on'))
        return [];
    const [number, type] = [row.get('placement_consultation'), row.get('placement_type')];
    if ((number === undefined) === (type === undefined))
        return [{ column: 'placement_consultation', reason: 'expected either this or placement_type, and not both' }];
    return number !== undefined && !row.has(`consultation${number}_name`)
        ? [{ column: 'placement_consultation', reason: `given ${number}: consultation${number}_name is empty` }]
        : [];
};
const YOUNG_PERSON_UNTIL = 25;
const ages = (row, today) => {
    const received = row.get('received_on');
    if (received === undefined)
        return [];
    const born = row.get('date_of_birth');
    if (born !== undefined && born > received)
        return [{ column: 'date_of_birth', reason: 'is after received_on' }];
    const atRequest = ageAt(row, received);
    if (atRequest !== undefined && atRequest >= YOUNG_PERSON_UNTIL)
        return [{ column: 'date_of_birth', reason: 'makes the person 25 or older when the request was received (s83(2))' }];
    return oldEnough(row, today);
};
const source = (row) => row.get('source') === 'young-person' && !row.yes('young_person')
    ? [{ column: 'source', reason: 'given young-person, and young_person is not yes' }]
    : [];
export const CASES = {
    ...CASE_SHEET,
    together: TOGETHER,
    restsOn: RESTS_ON,
    order: ORDER,
    checks: [
        betweenStartAndEnd,
        oneEnd,
        legalTest,
        replies,
        consultedWithDraft,
        exceptions,
        placement,
        ages,
        source,
        noPupilNumber,
    ],
};
//# sourceMappingURL=case-checks.js.map