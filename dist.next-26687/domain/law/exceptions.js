/**
 * The only events that excuse a missed limit. Each must make meeting the limit impractical; it disapplies the limit and puts
 * no other date in its place, so the duty stays open "as soon as practicable". Staff shortage, demand and cost are never
 * exceptions (R (W) v Hertfordshire [2023] EWHC 3138 (Admin); LGSCO 24 014 123), so they cannot be chosen.
 */
import { addDays, daysBetween, isCivilDate } from '../civil-date.js';
import { refuse } from '../events.js';
import { isRuleId, rule } from './rules.js';
export const GROUND_IDS = [
    'school-closure',
    'early-years-closure',
    'personal-circumstances',
    'absence',
    'exceptional-circumstances',
    'missed-examination',
];
const CLOSURE_WINDOW = 'between one week before a closure of at least four continuous weeks and one week before re-opening';
const E1 = [
    {
        set: 'E1',
        id: 'school-closure',
        letter: 'a',
        words: `The authority asked the head or principal for advice ${CLOSURE_WINDOW}`,
        minimumWeeks: null,
    },
    {
        set: 'E1',
        id: 'early-years-closure',
        letter: 'b',
        words: `The authority asked the SEN lead of, or person responsible at, an early-years provider for advice ${CLOSURE_WINDOW}`,
        minimumWeeks: null,
    },
    {
        set: 'E1',
        id: 'personal-circumstances',
        letter: 'c',
        words: 'Exceptional personal circumstances of the child, parent or young person in the period',
        minimumWeeks: null,
    },
    {
        set: 'E1',
        id: 'absence',
        letter: 'd',
        words: 'The child, parent or young person was absent from the area for four continuous weeks or more in the period',
        minimumWeeks: 4,
    },
];
const E2 = [
    {
        set: 'E2',
        id: 'exceptional-circumstances',
        letter: 'a',
        words: 'Exceptional circumstances of the child, parent or young person in the six weeks',
        minimumWeeks: null,
    },
    {
        set: 'E2',
        id: 'absence',
        letter: 'b',
        words: 'The child, parent or young person was absent from the area for four continuous weeks or more in the six weeks',
        minimumWeeks: 4,
    },
    {
        set: 'E2',
        id: 'missed-examination',
        letter: 'c',
        words: 'The child or young person missed an examination or test the body made an appointment for',
        minimumWeeks: null,
    },
];
const E3 = [
    { ...E1[2], set: 'E3', letter: 'a' },
    {
        set: 'E3',
        id: 'absence',
        letter: 'b',
        words: 'The child, parent or young person was absent from the area for two continuous weeks or more in the period',
        minimumWeeks: 2,
    },
    { ...E1[0], set: 'E3', letter: 'c' },
    { ...E1[1], set: 'E3', letter: 'c' },
];
const GROUNDS = { E1, E2, E3 };
/** The paragraph that gives a rule its exceptions. Reg 13(3) imports those of reg 10(4); reg 26 applies reg 8. */
const GIVEN_BY = {
    'ehcna-decision-6w': 'r5(4)',
    'advice-6w': 'r8(2)',
    'noplan-16w': 'r10(4)',
    'plan-decision-16w': 'r10(4)',
    'plan-final-20w': 'r13(3)',
    'reassess-advice': 'r8(2)',
    'reassess-final-14w': 'r27(3)',
};
export const exceptionProvision = (ruleId) => GIVEN_BY[ruleId] ?? null;
/** The grounds that may excuse a rule, or all there are. Empty where the law gives none. */
export const exceptionGrounds = (ruleId) => {
    const sets = ruleId === undefined ? ['E1', 'E2', 'E3'] : rule(ruleId).exceptions;
    return sets.flatMap((set) => GROUNDS[set]);
};
const WEEK = 7;
/**
 * First and last day on which a request for advice falls in the window of a closure: from one week before it to one week
 * before re-opening. Null for a closure shorter than four weeks, which excuses nothing.
 */
export const closureWindow = ({ from, reopens }) => daysBetween(from, reopens) < 4 * WEEK ? null : { from: addDays(from, -WEEK), to: addDays(reopens, -WEEK) };
export const WHOSE = ['child', 'parent', 'young-person'];
/** The period the event must fall in: from the trigger to the day the limit ends. E2 speaks of a body's six weeks. */
const periodOf = (found, triggeredOn) => {
    const limit = found.limit ?? (found.exceptions.includes('E2') ? rule('advice-6w').limit : null);
    const weeks = limit?.unit === 'weeks' ? limit.n : 0;
    return { from: triggeredOn, to: addDays(triggeredOn, weeks * WEEK) };
};
const daysWithin = (from, to, period) => {
    const first = from > period.from ? from : period.from;
    const last = to < period.to ? to : period.to;
    return daysBetween(first, last) + 1;
};
const dateFault = (claim) => {
    const given = [
        ['from', claim.from],
        ['to', claim.to ?? claim.from],
        ['triggeredOn', claim.triggeredOn],
        ['adviceRequestedOn', claim.adviceRequestedOn ?? claim.from],
    ];
    const wrong = given.find(([, value]) => !isCivilDate(value));
    if (wrong)
        return refuse('not-a-date', `${wrong[0]}: ${JSON.stringify(wrong[1])} is not a date (YYYY-MM-DD).`);
    if (claim.to !== null && claim.to < claim.from) {
        return refuse('ends-before-it-begins', `The event ends on ${claim.to}, before it begins on ${claim.from}.`);
    }
    return null;
};
const closureFault = (claim, period) => {
    const asked = claim.adviceRequestedOn;
    if (asked === undefined) {
        return {
            code: 'request-date-missing',
            reason: 'A closure counts only by the day advice was requested: give that day.',
        };
    }
    if (asked < period.from || asked > period.to) {
        return {
            code: 'outside-period',
            reason: `Advice was requested on ${asked}, outside the period of ${period.from} to ${period.to}.`,
        };
    }
    const long = (claim.closures ?? []).flatMap((closure) => closureWindow(closure) ?? []);
    if (long.some((window) => asked >= window.from && asked <= window.to))
        return null;
    const windows = long.map((window) => `${window.from} to ${window.to}`).join(', ');
    return {
        code: 'outside-closure-window',
        reason: windows
            ? `Advice was requested on ${asked}; the closures known excuse a request made from ${windows}.`
            : `No closure of four continuous weeks or more is known for the school, so a request on ${asked} excuses nothing.`,
    };
};
const absenceFault = (claim, weeks, period) => {
    if (claim.to === null) {
        return { code: 'absence-still-open', reason: `An absence must have lasted ${weeks} weeks: give its last day.` };
    }
    const days = Math.max(0, daysWithin(claim.from, claim.to, period));
    if (days >= weeks * WEEK)
        return null;
    return {
        code: 'absence-too-short',
        reason: `${days} days of the absence fall between ${period.from} and ${period.to}; it must be ${weeks} continuous weeks (${weeks * WEEK} days).`,
    };
};
const circumstancesFault = (claim, period) => claim.from <= period.to && (claim.to ?? period.to) >= period.from
    ? null
    : {
        code: 'outside-period',
        reason: `The event (${claim.from} to ${claim.to ?? 'now'}) is outside the period of ${period.from} to ${period.to}.`,
    };
const whoseFault = (claim) => {
    if (claim.whose === undefined || !WHOSE.includes(claim.whose)) {
        return { code: 'whose-missing', reason: `Say whose it is: ${WHOSE.join(', ')}.` };
    }
    if (claim.ground === 'missed-examination' && claim.whose === 'parent') {
        return { code: 'whose-wrong', reason: 'A missed examination or test is that of the child or young person.' };
    }
    return null;
};
const isClosure = (ground) => ground.id === 'school-closure' || ground.id === 'early-years-closure';
/** Whether the facts meet a ground's own test, in the period the limit gave. */
export const groundFault = (ground, claim, period) => {
    if (isClosure(ground))
        return closureFault(claim, period);
    return (whoseFault(claim) ??
        (ground.minimumWeeks === null
            ? circumstancesFault(claim, period)
            : absenceFault(claim, ground.minimumWeeks, period)));
};
const grant = (claim, ground) => ({
    ok: true,
    ruleId: claim.ruleId,
    set: ground.set,
    ground: ground.id,
    provision: `${exceptionProvision(claim.ruleId) ?? ground.set}(${ground.letter})`,
    evidence: claim.evidence,
    from: claim.from,
    to: claim.to,
});
const chosenGround = (claim, found) => {
    const grounds = exceptionGrounds(claim.ruleId);
    if (grounds.length === 0) {
        return refuse('no-exception', `${found.provision} has no exceptions.`, claim.ruleId);
    }
    const ground = grounds.find(({ id }) => id === claim.ground);
    if (ground)
        return ground;
    const choice = grounds.map(({ id }) => id).join(', ');
    return refuse('not-a-ground', `"${claim.ground}" is not a ground of ${exceptionProvision(claim.ruleId)}, which knows ${choice}. Staff shortage, demand and cost are never exceptions.`, claim.ruleId);
};
/**
 * Whether an event excuses a rule's limit. Never moves a date: what is granted is that the limit did not apply. Store with
 * it who decided.
 */
export const checkException = (claim) => {
    if (!isRuleId(claim.ruleId))
        return refuse('unknown-rule', `Unknown rule: ${claim.ruleId}.`);
    const wrongDate = dateFault(claim);
    if (wrongDate)
        return wrongDate;
    const found = rule(claim.ruleId);
    const ground = chosenGround(claim, found);
    if ('refused' in ground)
        return ground;
    const provision = exceptionProvision(claim.ruleId) ?? claim.ruleId;
    if (!claim.evidence.some((id) => id.trim() !== '')) {
        return refuse('no-evidence', `An exception under ${provision} needs evidence: name at least one document.`, claim.ruleId);
    }
    if (!claim.madeImpractical) {
        return refuse('not-impractical', `${provision} excuses only where the event makes meeting the limit impractical.`, claim.ruleId);
    }
    const fault = groundFault(ground, claim, periodOf(found, claim.triggeredOn));
    return fault
        ? refuse(fault.code, `${fault.reason} (${provision}(${ground.letter}))`, claim.ruleId)
        : grant(claim, ground);
};
//# sourceMappingURL=exceptions.js.map