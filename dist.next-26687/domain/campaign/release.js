import { recordWith, remember } from '../events.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { isWorkingDay, nextWorkingDay } from '../law/counting.js';
export const blankCampaign = () => ({
    on: '',
    limits: undefined,
    seq: 0,
    waiting: [],
    sent: { on: '', total: 0, bySchool: {} },
    released: 0,
    commandIds: [],
});
export const sameAsk = (a, b) => a.caseRef === b.caseRef && a.n === b.n && a.consultationId === b.consultationId;
const without = (state, ask) => state.waiting.filter((w) => !sameAsk(w, ask));
const sentOn = ({ sent }, on) => sent.on === on ? sent : { on, total: 0, bySchool: {} };
const counted = (sent, { school }) => ({
    ...sent,
    total: sent.total + 1,
    bySchool: { ...sent.bySchool, [school]: (sent.bySchool[school] ?? 0) + 1 },
});
const change = (state, event) => {
    switch (event.type) {
        case 'campaign.opened':
            return { on: event.data.on, limits: event.data.limits };
        case 'consultation.asked':
            return { waiting: [...without(state, event.data), event.data] };
        case 'consultation.released':
            return {
                waiting: without(state, event.data),
                sent: counted(sentOn(state, event.occurredOn), event.data),
                released: state.released + 1,
            };
        case 'consultation.dropped':
            return { waiting: without(state, event.data) };
    }
};
export const evolveCampaign = (state, event) => ({
    ...state,
    // What it did for a case that was erased since counts no more.
    ...('erasedOn' in event ? {} : change(state, event)),
    seq: event.seq ?? state.seq + 1,
    commandIds: remember(state.commandIds, event.commandId),
});
export const foldCampaign = (events) => events.reduce((s, e) => evolveCampaign(s, e), blankCampaign());
export const recordCampaign = (state, events, recording) => recordWith(evolveCampaign, state, events, recording);
export const ask = (state, asked, today) => state.waiting.some((w) => sameAsk(w, asked)) ? [] : [{ type: 'consultation.asked', data: asked, occurredOn: today }];
export const drop = (state, asked, today) => state.waiting.some((w) => sameAsk(w, asked))
    ? [{ type: 'consultation.dropped', data: asked, occurredOn: today }]
    : [];
/** Those whose turn it is today. */
export const release = (state, today) => {
    if (state.waiting.length === 0 || !isWorkingDay(today, ENGLAND_AND_WALES))
        return [];
    const { perSchoolADay, lettersADay } = state.limits;
    const events = [];
    let sent = sentOn(state, today);
    for (const waiting of state.waiting) {
        if (sent.total >= lettersADay)
            break;
        if ((sent.bySchool[waiting.school] ?? 0) >= perSchoolADay)
            continue;
        sent = counted(sent, waiting);
        events.push({ type: 'consultation.released', data: waiting, occurredOn: today });
    }
    return events;
};
/** While any wait: the next working day. */
export const nextCampaignWakeOn = ({ waiting }, today) => waiting.length === 0 ? null : nextWorkingDay(today, ENGLAND_AND_WALES);
export const campaignDetails = (state, today) => {
    const schools = new Map();
    for (const { school } of state.waiting)
        schools.set(school, (schools.get(school) ?? 0) + 1);
    const sent = sentOn(state, today);
    return [
        `**Transfer of ${state.on}** · ${state.released} consultations sent, ${sent.total} of them today (at most ${state.limits.lettersADay} a day, ${state.limits.perSchoolADay} to a school) · ${state.waiting.length} wait`,
        ...(schools.size > 0 ? ['', '| School | Waiting |', '|---|---|'] : []),
        ...[...schools].sort(([, a], [, b]) => b - a).map(([school, n]) => `| ${school} | ${n} |`),
    ].join('\n');
};
//# sourceMappingURL=release.js.map