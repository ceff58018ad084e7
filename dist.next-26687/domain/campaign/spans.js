/**
 * For how long a plan had a transfer between phases before it, who had it in hand, and how that ended: what a campaign is
 * counted from, right for every day that is past, since a span that is over is never written anew.
 */
import { addDays, maxDate } from '../civil-date.js';
import { nextTransfer } from '../plan/dates.js';
import { campaignOf } from './transfer-year.js';
import { yearGroupOf } from '../school-year.js';
/** Years in which a search by age finds those who change phase: out of early years, primary and secondary school. */
const SEARCHED_YEARS = [-1, 6, 11];
/** Why a search of the year groups at the authority's own schools would not find this plan; empty where it would. */
export const missedBySearch = ({ child, yearsAhead, institution }, { ruleId, on }) => {
    const byAge = yearGroupOf(child.dateOfBirth, addDays(on, -1));
    const why = [];
    if (ruleId === 'phase-5m')
        why.push('after-16');
    else if (yearsAhead > 0)
        why.push('placed-ahead');
    else if (yearsAhead < 0)
        why.push('placed-behind');
    else if (!SEARCHED_YEARS.includes(byAge))
        why.push('school-ends-early');
    if (institution === null)
        why.push('no-institution');
    return why;
};
class Spans {
    of;
    rows = [];
    current;
    constructor(of) {
        this.of = of;
    }
    see(span, on, ended) {
        const { current } = this;
        if (current && span && same(current, span))
            return;
        if (current)
            Object.assign(current, span?.transferOn === current.transferOn ? { untilOn: on, ended: 'passed-on' } : ended());
        this.current = span ? { key: `${this.of}:${this.rows.length + 1}`, ...span } : undefined;
        if (this.current)
            this.rows.push(this.current);
    }
}
const same = (a, b) => a.transferOn === b.transferOn &&
    a.ruleId === b.ruleId &&
    a.institution === b.institution &&
    a.caseworker === b.caseworker &&
    a.missed === b.missed;
const preparedOn = ({ type, data, occurredOn }) => {
    const { amended, notifiedOn } = data;
    return type === 'review.ended' ? (amended?.on ?? notifiedOn ?? occurredOn) : occurredOn;
};
/** Of a plan, fact by fact. */
export class PlanSpans {
    spans = new Spans('plan');
    get rows() {
        return this.spans.rows;
    }
    see(state, event) {
        const on = maxDate(event.occurredOn, this.rows.at(-1)?.fromOn ?? event.occurredOn);
        const next = state.stage === 'held' ? nextTransfer(state, state.lastEventOn) : null;
        const span = next && {
            caseRef: state.caseRef,
            transferOn: next.on,
            campaignOn: campaignOf(next.on),
            ruleId: next.ruleId,
            opensOn: next.opensOn,
            targetOn: next.early ?? next.on,
            institution: state.institution?.urn ?? null,
            caseworker: state.caseworker?.id ?? null,
            missed: missedBySearch(state, next).join(',') || null,
            fromOn: on,
            untilOn: null,
            ended: null,
        };
        const before = this.rows.at(-1);
        this.spans.see(span, on, () => {
            const prepared = before !== undefined && state.transferredOn !== null && state.transferredOn >= before.transferOn;
            if (prepared)
                return { untilOn: preparedOn(event), ended: 'prepared' };
            return { untilOn: on, ended: state.stage === 'held' ? 'changed' : 'gone' };
        });
    }
}
/** Of a review that is to be over before a transfer: who had it in hand, which its plan may not know. */
export class ReviewSpans {
    spans = new Spans('review');
    get rows() {
        return this.spans.rows;
    }
    see(state, { occurredOn: on }) {
        const { phase } = state;
        if (phase === null)
            return;
        const dates = state.deadlines[phase.ruleId];
        this.spans.see(state.stage === 'finished'
            ? null
            : {
                caseRef: state.caseRef,
                transferOn: phase.on,
                campaignOn: campaignOf(phase.on),
                ruleId: phase.ruleId,
                opensOn: state.openedOn,
                targetOn: dates?.early ?? phase.on,
                institution: state.institution?.urn ?? null,
                caseworker: state.caseworker?.id ?? null,
                missed: null,
                fromOn: on,
                untilOn: null,
                ended: null,
            }, on, () => ({ untilOn: state.finishedOn ?? on, ended: 'over' }));
    }
}
//# sourceMappingURL=spans.js.map