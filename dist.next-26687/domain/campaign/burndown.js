/** How far a campaign of transfers is on each day, against what was planned: by school, by caseworker, or all of it. */
import { addDays, daysBetween, maxDate } from '../civil-date.js';
const share = (done, of) => (of <= 0 ? 1 : Math.min(1, Math.max(0, done / of)));
/**
 * What share of the plans is to be done by a day: between the day on which the reviews are opened and the target evenly, or
 * by the points that policy gives, evenly between two of them.
 */
export const plannedShare = ({ opensOn, targetOn }, on, plan = []) => {
    const points = [
        { on: opensOn, share: 0 },
        ...plan.map((p) => ({ on: addDays(targetOn, -7 * p.weeksBefore), share: p.share })),
        { on: targetOn, share: 1 },
    ];
    const after = points.findIndex((p) => p.on > on);
    if (after === 0)
        return 0;
    const [from, to] = [points[after - 1], points[after]];
    if (after === -1 || !from || !to)
        return 1;
    return from.share + (to.share - from.share) * share(daysBetween(from.on, on), daysBetween(from.on, to.on));
};
/** A plan as it stood on a day: its last span that had begun, unless it was no longer of the campaign. */
const standing = (spans, on) => {
    const last = spans.filter((s) => s.fromOn <= on && (s.fromOn !== s.untilOn || s.ended === 'prepared')).at(-1);
    const over = last?.untilOn !== null && last !== undefined && last.untilOn <= on;
    return over && last.ended !== 'prepared' ? undefined : last;
};
const isPrepared = ({ untilOn, ended }, on) => ended === 'prepared' && untilOn !== null && untilOn <= on;
const groupBy = (rows) => {
    const groups = new Map();
    for (const row of rows)
        groups.set(row.caseRef, [...(groups.get(row.caseRef) ?? []), row]);
    return groups;
};
/** Whoever had the review in hand on that day, or the plan. */
const caseworkerOn = (span, reviews, on) => {
    const review = reviews.filter((r) => r.transferOn === span.transferOn && r.fromOn <= on).at(-1);
    return review ? review.caseworker : span.caseworker;
};
const NONE = '-';
/** Every day from the first opening to the last target, or to `until`. */
export const burndown = (rows, steps, { by = 'all', until, plan = [] } = {}) => {
    const plans = groupBy(rows.filter((r) => r.key.startsWith('plan')));
    const reviews = groupBy(rows.filter((r) => r.key.startsWith('review')));
    const stepsOf = groupBy(steps);
    const all = [...plans.values()].flat();
    const [first] = all.map((r) => r.opensOn).sort();
    const target = all
        .map((r) => r.targetOn)
        .sort()
        .at(-1);
    if (first === undefined || target === undefined)
        return [];
    const end = until === undefined ? target : maxDate(first, until);
    const found = new Map();
    const length = daysBetween(first, end) + 1;
    for (let i = 0; i < length; i += 1) {
        const on = addDays(first, i);
        for (const [caseRef, spans] of plans) {
            const span = standing(spans, on);
            if (!span)
                continue;
            const name = by === 'all'
                ? 'all'
                : ((by === 'school' ? span.institution : caseworkerOn(span, reviews.get(caseRef) ?? [], on)) ?? NONE);
            const days = found.get(name) ?? blankDays(first, length);
            found.set(name, days);
            count(days[i], span, (stepsOf.get(caseRef) ?? []).filter((s) => s.phaseOn === span.transferOn), plan);
        }
    }
    return [...found]
        .map(([name, days]) => ({ name, days: days.map((d) => ({ ...d, planned: Math.round(d.planned * 10) / 10 })) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
};
const blankDays = (first, length) => Array.from({ length }, (_, i) => ({
    on: addDays(first, i),
    plans: 0,
    begun: 0,
    consulted: 0,
    decided: 0,
    prepared: 0,
    planned: 0,
}));
const count = (day, span, steps, plan) => {
    const by = (on) => on !== null && on <= day.on;
    day.plans += 1;
    day.prepared += isPrepared(span, day.on) ? 1 : 0;
    day.begun += steps.some((s) => by(s.openedOn)) ? 1 : 0;
    day.consulted += steps.some((s) => by(s.consultedOn)) ? 1 : 0;
    day.decided += steps.some((s) => by(s.decidedOn)) ? 1 : 0;
    day.planned += plannedShare(span, day.on, plan);
};
/** By how many plans it is behind what was planned for that day; negative where it is before it. */
export const behind = ({ planned, prepared }) => Math.floor(planned - prepared + 1e-9);
//# sourceMappingURL=burndown.js.map