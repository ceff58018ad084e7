/**
 * Takes a case over from its row: the request, then each fact through decide(), written up now and dated when it happened.
 * Nothing is sent for what is past, and no reminder is invented: what is due, the case finds for itself when it starts.
 */
import { requestShape } from '../../domain/assessment/command-shapes.js';
import { requiredAdvice } from '../../domain/assessment/advice.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import { History } from '../../domain/assessment/history.js';
import { adviceColumn, REQUIRED_KINDS } from './columns.js';
import { commandsOf, factsOf, knownOn } from './facts.js';
import { caseworkerOf, childOf, familyOf, given, parentsLeftOut, settingOf } from './people.js';
export const requestOf = (row, sender) => ({
    source: row.must('source'),
    channel: 'import',
    receivedOn: row.must('received_on'),
    externalRef: row.must('external_ref'),
    child: { ...childOf(row), ...given('setting', settingOf(row, 'setting')) },
    family: familyOf(row, sender),
    ...given('representations', row.get('request_text')),
    ...given('caseworker', caseworkerOf(row)),
});
/** What would otherwise be refused only when the ledger is asked to keep it. Names the field, never its value. */
const shapeFaults = (request, events) => [
    ...(requestShape.safeParse(request).error?.issues ?? []).map((issue) => ({
        reason: `the request cannot be recorded: ${issue.path.join('.')}, ${issue.code}`,
    })),
    ...events.flatMap((event) => (assessmentEventShapes[event.type].safeParse(event.data).error?.issues ?? []).map((issue) => ({
        reason: `${event.type} cannot be recorded: ${issue.path.join('.')}, ${issue.code}`,
    }))),
];
/** Dates of advice that reg 6 does not require from this child's facts would be lost: they are refused. */
const adviceNotRequired = (row, state) => {
    const on = row.get('decided_to_assess_on');
    if (on === undefined)
        return [];
    const kinds = requiredAdvice(state, on).map(({ kind }) => kind);
    return REQUIRED_KINDS.filter((kind) => !kinds.includes(kind)).flatMap((kind) => ['requested', 'received', 'accepted', 'declined']
        .map((part) => adviceColumn(kind, part))
        .filter((column) => row.has(column))
        .map((column) => ({
        column,
        reason: `reg 6 does not require ${kind} advice from this row’s facts; correct them, or give it as further_advice`,
    })));
};
/** Where another column than the date of the step is the one to fill in. */
const COLUMN_OF = { 'advice-outstanding': 'outstanding_advice_reason' };
const refusedFact = (column, { reason, rule }) => [
    { column, reason: rule ? `${reason} (${rule})` : reason },
];
/** The case so far, or every reason why it cannot have been so that can be known at once. */
export const takeOver = (caseRef, row, { rules, by, today, recordedAt }) => {
    const request = requestOf(row, rules.policy.authority.name);
    const history = new History(caseRef, request, rules, by, recordedAt);
    const unwanted = adviceNotRequired(row, history.state);
    if (unwanted.length > 0)
        return unwanted;
    for (const fact of factsOf(row, today)) {
        for (const command of commandsOf(fact, history.state, row, by)) {
            const refusal = history.add(command, fact.on, knownOn(command, fact.on));
            if (refusal)
                return refusedFact(COLUMN_OF[refusal.code] ?? fact.column, refusal);
        }
    }
    const faults = shapeFaults(request, history.events);
    return faults.length > 0 ? faults : { events: history.events, state: history.state };
};
/** What was assumed, or is not held: a person should know before they rely on the case. */
export const notesOn = (row, state) => {
    const assumed = state.advice
        .filter((a) => REQUIRED_KINDS.includes(a.kind) && !/\((f|h)\)$/.test(a.basis))
        .filter((a) => !row.has(adviceColumn(a.kind, 'requested')))
        .map((a) => a.kind);
    const decided = row.get('decided_to_assess_on') ?? '';
    return [
        ...(assumed.length > 0 && state.outcome === null
            ? [
                `taken as asked for on the day of the decision, ${decided}, since the file gives no date: ${assumed.join(', ')}`,
            ]
            : []),
        ...(row.has('draft_prepared_on') && !row.has('draft_served_on')
            ? [
                'draft_prepared_on is not taken over: put the draft on the case, with its text, before it is served (draft prepare)',
            ]
            : []),
        ...(row.has('draft_served_on') && state.outcome === null
            ? [
                'the text of the served draft is not held: put it on the case before more schools are consulted (draft prepare)',
            ]
            : []),
        ...parentsLeftOut(row),
    ];
};
//# sourceMappingURL=taking-over.js.map