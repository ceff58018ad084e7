import { formatLong } from '../../domain/civil-date.js';
import { isBreached } from '../../domain/deadline.js';
import { causeInWords } from '../../domain/matter/causes.js';
import { isLeft } from './cohort-tally.js';
const add = (into, what) => void (into[what] = (into[what] ?? 0) + 1);
export const toldOf = ({ cohort }, lives, tally) => {
    const told = {
        count: lives.length,
        of: cohort.count,
        stages: {},
        reviews: 0,
        clocks: {},
        late: {},
        missed: tally.missed,
        attendance: tally.attendance,
        weeks: tally.weeks,
        amendedOn: {},
        kinds: Object.fromEntries(cohort.of.map(({ name }) => [name, { plans: 0, done: 0 }])),
        left: cohort.left,
    };
    for (const life of lives) {
        add(told.stages, life.state.stage);
        const kind = told.kinds[life.part.kind.name];
        if (kind)
            kind.plans += 1;
        if (kind && !isLeft(life, cohort.left))
            kind.done += 1;
        for (const review of life.reviews) {
            told.reviews += 1;
            for (const deadline of Object.values(review.deadlines))
                countClock(told, deadline);
            const sentOn = review.phase && review.amended ? review.deadlines[review.phase.ruleId]?.doneOn : null;
            if (sentOn)
                add(told.amendedOn, sentOn);
        }
    }
    return told;
};
const countClock = (told, deadline) => {
    if (!deadline.breachable)
        return;
    const { ruleId, state, cause } = deadline;
    add((told.clocks[ruleId] ??= {}), state);
    if (isBreached(deadline))
        add((told.late[ruleId] ??= {}), causeInWords(cause ?? 'unknown'));
};
/** A number of the whole cohort; with fewer children, all stay all, none stay none, and some are at least one. */
const isAs = (found, wanted, { count, of }) => {
    if (count === of || wanted === 0)
        return found === wanted;
    return wanted === of ? found === count : found >= 1 && found <= wanted;
};
/** The first such day from the beginning on. */
export const dayOf = (monthDay, from) => {
    const year = Number(from.slice(0, 4));
    return `${monthDay >= from.slice(5) ? year : year + 1}-${monthDay}`;
};
export const faultsOf = ({ expect }, told, lines, beganOn) => {
    const faults = [];
    const hold = (what, found, wanted) => {
        if (!isAs(found, wanted, told))
            faults.push(`${what}: ${found}, not ${wordsFor(wanted, told)}`);
    };
    for (const [stage, wanted] of Object.entries(expect.stages))
        hold(`Plans ${stage}`, told.stages[stage] ?? 0, wanted);
    if (expect.reviews !== undefined)
        hold('Reviews', told.reviews, expect.reviews);
    for (const [rule, states] of Object.entries(expect.clocks))
        for (const [state, wanted] of Object.entries(states))
            hold(`Clocks ${rule} ${state}`, told.clocks[rule]?.[state] ?? 0, wanted);
    for (const [by, wanted] of Object.entries(expect['amended-final-by'])) {
        const day = dayOf(by, beganOn);
        const sent = Object.entries(told.amendedOn).filter(([on]) => on <= day);
        hold(`Amended plans sent by ${day}`, sent.reduce((sum, [, n]) => sum + n, 0), wanted);
    }
    for (const [words, wanted] of Object.entries(expect.happens))
        hold(`"${words}"`, timesOf(words, lines), wanted);
    if (typeof expect.missed === 'number')
        hold('Clocks missed', told.missed.length, expect.missed);
    else
        for (const [rule, wanted] of Object.entries(expect.missed))
            hold(`Clocks ${rule} missed`, missedOf(rule, told), wanted);
    return [
        ...faults,
        ...unexpectedlyMissed(expect, told),
        ...attendanceFaults(expect, told),
        ...expect.never.flatMap((words) => (timesOf(words, lines) > 0 ? [`"${words}" happened`] : [])),
    ];
};
const wordsFor = (wanted, { count, of }) => count === of ? String(wanted) : wanted === of ? String(count) : `a part of ${wanted} of ${of}`;
const timesOf = (words, lines) => [...lines].reduce((sum, [line, times]) => sum + (line.includes(words) ? times : 0), 0);
const missedOf = (rule, { missed }) => missed.filter(({ key }) => key === rule).length;
const unexpectedlyMissed = ({ missed }, told) => typeof missed === 'number'
    ? []
    : told.missed.flatMap(({ key, caseRef }) => Object.hasOwn(missed, key) ? [] : [`Clock ${key} of ${caseRef} was missed`]);
/** How many officers there are for a part of the cohort says nothing of how they reach all of it. */
const attendanceFaults = ({ attendance }, told) => told.count < told.of
    ? []
    : Object.entries(attendance).flatMap(([why, modes]) => Object.entries(modes).flatMap(([mode, least]) => {
        const found = told.attendance[why]?.[mode] ?? 0;
        return found >= least ? [] : [`Meetings (${why}) ${mode}: ${found}, not ${least} at least`];
    }));
/** How many in time, how many late, and why: for people to read. */
export const cohortVerdict = (told) => {
    const done = told.left === 'transfers' ? 'prepared' : 'over';
    const days = Object.keys(told.amendedOn).sort();
    const [first, last] = [days[0], days.at(-1)];
    return [
        ...Object.entries(told.clocks).map(([rule, states]) => {
            const late = (states.late ?? 0) + (states.missed ?? 0);
            const why = Object.entries(told.late[rule] ?? {}).map(([cause, n]) => `${n} because ${cause}`);
            const running = states.running ? `, ${states.running} running` : '';
            return `${late > 0 ? 'LATE   ' : 'on time'} ${rule}: ${states.met ?? 0} on time, ${late} late${running}${why.length > 0 ? ` (${why.join('; ')})` : ''}`;
        }),
        ...(first && last ? [`amended plans sent from ${formatLong(first)} to ${formatLong(last)}`] : []),
        ...Object.entries(told.attendance).map(([why, m]) => `meetings, ${why}: ${m['in-person'] ?? 0} in person, ${m.remote ?? 0} remotely, ${m.none ?? 0} without an officer`),
        ...Object.entries(told.kinds).map(([kind, { plans, done: n }]) => `${kind}: ${n} of ${plans} ${done}`),
        `plans: ${Object.entries(told.stages)
            .map(([stage, n]) => `${n} ${stage}`)
            .join(', ')}`,
    ];
};
//# sourceMappingURL=cohort-verdict.js.map