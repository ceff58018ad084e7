/**
 * A panel: its agenda, what it recommends and to whom. It advises; the officer decides. A case that its meeting did not
 * reach goes to the next one and is never lost from the agenda.
 */
import { addDays } from '../civil-date.js';
import { recordWith, refuse, remember } from '../events.js';
import { meetingFor, meetingOnOrAfter } from './meetings.js';
const same = (a, b) => a.caseRef === b.caseRef && a.referralId === b.referralId;
const without = (state, item) => state.agenda.filter((entry) => !same(entry, item));
export const blankPanel = () => ({
    panel: undefined,
    seq: 0,
    agenda: [],
    cancelled: [],
    commandIds: [],
});
const change = (state, event) => {
    switch (event.type) {
        case 'panel.convened':
            return { panel: event.data.panel };
        case 'item.listed':
            return { agenda: [...without(state, event.data), event.data] };
        case 'item.moved':
            return {
                agenda: state.agenda.map((entry) => same(entry, event.data) ? { ...entry, meetingOn: event.data.meetingOn } : entry),
            };
        case 'item.removed':
        case 'item.recommended':
            return { agenda: without(state, event.data) };
        case 'meeting.cancelled':
            return { cancelled: [...state.cancelled, event.data.meetingOn] };
    }
};
/** What a panel said of a case that was erased since: that it said something is all that is left. */
export const isErased = (event) => 'erasedOn' in event;
export const evolvePanel = (state, event) => ({
    ...state,
    ...(isErased(event) ? {} : change(state, event)),
    seq: event.seq ?? state.seq + 1,
    commandIds: remember(state.commandIds, event.commandId),
});
export const foldPanel = (events) => events.reduce((s, e) => evolvePanel(s, e), blankPanel());
export const recordPanel = (state, events, recording) => recordWith(evolvePanel, state, events, recording);
const event = (type, data, occurredOn) => ({ type, data, occurredOn });
/** Whom the process is that hears what becomes of it. */
const answering = ({ replyTo }) => (replyTo ? { replyTo } : {});
/** Puts a referral on the next agenda it can make. One that is there already stays where it is. */
export const list = (state, referral, today) => {
    if (state.agenda.some((entry) => same(entry, referral)))
        return [];
    const meetingOn = meetingFor(state.panel, referral.referredOn > today ? referral.referredOn : today, state.cancelled);
    return [event('item.listed', { ...referral, meetingOn }, today)];
};
export const remove = (state, item, today) => (state.agenda.some((entry) => same(entry, item)) ? [event('item.removed', item, today)] : []);
export const recommend = (state, c, today) => {
    const entry = state.agenda.find((e) => same(e, c));
    if (!entry) {
        const open = state.agenda.map((e) => `${e.caseRef} ${e.referralId}`).join(', ');
        return refuse('not-on-agenda', `${c.caseRef} ${c.referralId} is not on this panel's agenda; on it are ${open || 'none'}`);
    }
    const on = c.occurredOn ?? today;
    if (on > today)
        return refuse('in-the-future', `occurredOn ${on} is after today, ${today}`);
    const early = c.actions.find((a) => a.dueOn < on);
    if (early)
        return refuse('action-in-the-past', `The action due ${early.dueOn} is due before the recommendation of ${on}`);
    const actions = c.actions.map((a) => ({
        what: a.what,
        owner: a.owner,
        ownerEmail: a.ownerEmail ?? null,
        dueOn: a.dueOn,
    }));
    const { caseRef, referralId, recommendation, reasons } = c;
    const recommended = { caseRef, referralId, recommendation, reasons, actions, ...answering(entry) };
    return [event('item.recommended', recommended, on)];
};
export const cancelMeeting = (state, c, today) => {
    if (c.meetingOn < today)
        return refuse('meeting-past', `The meeting of ${c.meetingOn} is past`);
    if (meetingOnOrAfter(state.panel, c.meetingOn, state.cancelled) !== c.meetingOn) {
        return refuse('no-meeting', `The panel does not meet on ${c.meetingOn}; it next meets on ${meetingOnOrAfter(state.panel, today, state.cancelled)}`);
    }
    const cancelled = event('meeting.cancelled', { meetingOn: c.meetingOn, reason: c.reason }, today);
    const after = evolvePanel(state, cancelled);
    return [cancelled, ...move(after, c.meetingOn, today, `The meeting of ${c.meetingOn} was cancelled: ${c.reason}`)];
};
const move = (state, meetingOn, today, reason) => {
    const next = meetingOnOrAfter(state.panel, addDays(meetingOn, 1), state.cancelled);
    return state.agenda
        .filter((entry) => entry.meetingOn === meetingOn)
        .map(({ caseRef, referralId, ...entry }) => event('item.moved', { caseRef, referralId, meetingOn: next, reason, ...answering(entry) }, today));
};
/** The day after which a meeting's recommendations are overdue and its unheard cases go to the next. */
const lastDayToRecord = (state, meetingOn) => addDays(meetingOn, state.panel.recordWithinDays);
/** What time alone brings about: a meeting whose cases were not heard moves them on. */
export const passPanelTime = (state, today) => {
    const events = [];
    let next = state;
    for (let due = overdueMeeting(next, today); due !== undefined; due = overdueMeeting(next, today)) {
        const moved = move(next, due, today, `Not heard on ${due}`);
        events.push(...moved);
        next = moved.reduce((s, e) => evolvePanel(s, e), next);
    }
    return events;
};
const overdueMeeting = (state, today) => state.agenda.map((e) => e.meetingOn).find((on) => lastDayToRecord(state, on) < today);
export const nextPanelWakeOn = (state, today) => {
    const dates = state.agenda
        .flatMap((e) => [e.meetingOn, addDays(lastDayToRecord(state, e.meetingOn), 1)])
        .filter((on) => on > today);
    return dates.sort()[0] ?? null;
};
export const panelDetails = (state, today) => {
    const meetings = [...new Set(state.agenda.map((e) => e.meetingOn))].sort();
    return [
        `**${state.panel.name}** · next meeting ${meetingOnOrAfter(state.panel, today, state.cancelled)} · ${state.agenda.length} cases on its agendas`,
        ...meetings.flatMap((on) => [
            '',
            `**${on}**`,
            '| Case | Question | Referred |',
            '|---|---|---|',
            ...state.agenda
                .filter((e) => e.meetingOn === on)
                .map((e) => `| ${e.caseRef} ${e.referralId} | ${e.question} | ${e.referredOn} |`),
        ]),
    ].join('\n');
};
//# sourceMappingURL=panel.js.map