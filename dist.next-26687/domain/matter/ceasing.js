/**
 * Before a plan ceases: the family is told that it is considered and consulted, the head of the institution named is
 * consulted, and what the law wants weighed is said (s45(1)-(3); r29-r31). Alike in a review and outside one.
 */
import { addDays, ageOn, formatLong, maxDate } from '../civil-date.js';
import { must } from './deciding.js';
import { isOwed } from './state.js';
export const CEASING_FOLD = {
    'ceasing.considered': (s, d, on) => ({
        ceasing: {
            ...d,
            consideredOn: on,
            lettersBefore: s.letters.length,
            answeredOn: { family: null, institution: null },
        },
        lastProgressOn: on,
    }),
    'ceasing.viewed': (s, d, on) => ({
        ceasing: s.ceasing ? { ...s.ceasing, answeredOn: { ...s.ceasing.answeredOn, [d.from]: on } } : null,
        lastProgressOn: on,
    }),
};
const DEFAULT_DAYS = 15;
/** Policies that were recorded before this rule ask for no consultation in their reviews. */
const ruleOf = (policy) => policy.ceasing;
export const consultsFirst = ({ policy }) => ruleOf(policy) !== undefined;
const answerDaysOf = (policy) => ruleOf(policy)?.consultationDays ?? DEFAULT_DAYS;
/** Out of education or training altogether. */
const LEFT = new Set(['left-education', 'employment']);
export const hasLeft = (ground) => LEFT.has(ground);
export const mayConsider = (d, c) => {
    const { ceasing, child } = d.state;
    must(!ceasing, 'ceasing-considered', `That it is to cease is considered since ${ceasing ? formatLong(ceasing.consideredOn) : ''}, and those concerned are consulted`, 'r31(1)');
    must(ageOn(child.dateOfBirth, d.on) >= 18 || !hasLeft(c.ground), 'under-18', `The plan of a person under 18 who is out of education or training (${c.ground}) does not cease for that: review it and amend it (plan review)`, 'r29(2)');
    must(c.knownOn === undefined || c.knownOn <= d.on, 'in-the-future', `knownOn ${c.knownOn ?? ''} is after ${d.on}: it is the day on which it was known`);
};
export const consult = (d, c, institution) => {
    const answerDays = answerDaysOf(d.state.policy);
    d.emit('ceasing.considered', {
        ground: c.ground,
        knownOn: c.knownOn ?? null,
        reasons: c.reasons,
        answerDays,
        institution: institution.length > 0,
        sentOn: c.noticeAlreadySentOn ?? null,
    });
    const facts = { childName: d.state.child.name, reasons: c.reasons, replyBy: addDays(d.today, answerDays) };
    d.notice('cease-consultation', c.noticeAlreadySentOn, { facts }, institution);
};
/** A letter that goes later gives its days from then on. */
export const withNewReplyBy = (d, again) => {
    if (again.letter.notice !== 'cease-consultation' || !d.state.ceasing)
        return again;
    const replyBy = addDays(d.today, d.state.ceasing.answerDays);
    return { ...again, letter: { ...again.letter, facts: { ...again.letter.facts, replyBy } } };
};
const OWN = { family: 'family', provider: 'institution' };
export const recordCeasingViews = (d, c) => {
    must(d.state.ceasing !== null, 'ceasing-not-considered', 'Nobody is consulted on ceasing to maintain this plan', 'r31(1)');
    must((OWN[c.by.role] ?? c.from) === c.from, 'not-theirs', `${c.by.role} speaks for the ${OWN[c.by.role] ?? ''}, not for the ${c.from}`, 'r31(1)');
    must(c.from === 'family' || d.state.ceasing.institution, 'no-institution', 'The plan names no institution, so none is consulted', 'r31(1)');
    d.emit('ceasing.viewed', { from: c.from, agrees: c.agrees, views: c.views ?? null });
};
const lettersOf = ({ letters }, ceasing) => letters.slice(ceasing.lettersBefore).filter((l) => l.notice === 'cease-consultation');
/** The day on which the last of the letters went; null while one is owed to somebody, or none reached the family. */
const consultedOn = (state, ceasing) => {
    const own = lettersOf(state, ceasing);
    const toFamily = own.some((l) => l.dispatchedOn && state.family.some((p) => p.id === l.recipientId));
    const [first, ...rest] = [ceasing.sentOn, ...own.map((l) => l.dispatchedOn)].flatMap((on) => on ?? []);
    return own.some(isOwed) || (!toFamily && !ceasing.sentOn) || !first ? null : maxDate(first, ...rest);
};
const isAsked = (state, ceasing, partyId) => lettersOf(state, ceasing).some((l) => l.recipientId === partyId && l.state !== 'resolved');
/** Whoever is of the family from now on is consulted like those before; so is who is left, where none of them was. */
export const consultWhoIsThere = (d, newcomers) => {
    const { ceasing, family, child } = d.state;
    if (!ceasing)
        return;
    const asked = (p) => isAsked(d.state, ceasing, p.id);
    const reached = ceasing.sentOn !== null || family.some(asked);
    const facts = {
        childName: child.name,
        reasons: ceasing.reasons,
        replyBy: addDays(d.today, ceasing.answerDays),
    };
    d.letters('cease-consultation', reached ? newcomers.filter((p) => !asked(p)) : family, { facts });
};
/** What the family said was not said by somebody who has joined it since. */
export const askedAgain = (ceasing, before, now) => ceasing && now.some((p) => !before.some((known) => known.id === p.id))
    ? { ...ceasing, answeredOn: { ...ceasing.answeredOn, family: null } }
    : ceasing;
/** While it is considered, the family is not left without a letter that asks it. */
export const mustNotLeaveUnasked = (state, c) => {
    const { ceasing, family } = state;
    const asked = family.filter((p) => ceasing && isAsked(state, ceasing, p.id));
    const known = ceasing ? lettersOf(state, ceasing).find((l) => l.id === c.letterId) : undefined;
    must(c.outcome !== 'not-needed' ||
        !ceasing ||
        ceasing.sentOn !== null ||
        asked.length !== 1 ||
        asked[0]?.id !== known?.recipientId, 'consultation-owed', `${c.letterId} is the only letter by which the family is consulted on ceasing: send it again, or say that it went by other means`, 'r31(1)');
};
/** The last day of those who were consulted; null while the letters have not gone. */
export const answerBy = (state) => {
    const on = state.ceasing ? consultedOn(state, state.ceasing) : null;
    return on && state.ceasing ? addDays(on, state.ceasing.answerDays) : null;
};
/** The first day on which it may be decided, as things stand. */
export const decidableOn = (state) => {
    const by = answerBy(state);
    if (by === null || !state.ceasing)
        return null;
    const { answeredOn, institution } = state.ceasing;
    const all = answeredOn.family !== null && (!institution || answeredOn.institution !== null);
    return all ? maxDate(answeredOn.family ?? by, answeredOn.institution ?? answeredOn.family ?? by) : addDays(by, 1);
};
export const mustHaveConsulted = ({ state, on }, how) => {
    const from = decidableOn(state);
    const why = !state.ceasing
        ? `nobody was consulted (${how})`
        : from === null
            ? 'their letters have not all gone'
            : `it can be decided from ${formatLong(from)} on, or once all have answered`;
    must(from !== null && on >= from, 'cease-not-consulted', `Before it is decided that a plan ceases, the family is informed and consulted and the head of the institution named is consulted: ${why}`, 'r31(1)');
};
/** What the law has weighed, by age and by why the plan is to cease. */
export const weigh = ({ state, on }, c) => {
    const ground = state.ceasing?.ground;
    const age = ageOn(state.child.dateOfBirth, on);
    const isNeeded = ground !== 'not-responsible';
    must(!isNeeded || age >= 18 || c.notNeeded !== undefined, 'provision-needed', 'Under 18 a plan ceases only where the provision in it is no longer necessary: notNeeded must say why', 's45(1)-(3), r29(1)');
    must(!isNeeded || age < 18 || (c.outcomes ?? null) !== null, 'outcomes-unweighed', 'At 18 and over it is weighed whether the outcomes in the plan are achieved: say so in outcomes (achieved, partly, not-achieved)', 's45(1)-(3)');
    must(ground === undefined || !hasLeft(ground) || (c.returning ?? null) !== null, 'return-unsaid', 'Of a young person who stopped attending it is said that they do not wish to return, or that it is not appropriate: returning must say which (not-wished, not-appropriate)', 'r30');
    return { outcomes: c.outcomes ?? null, notNeeded: c.notNeeded ?? null, returning: c.returning ?? null };
};
//# sourceMappingURL=ceasing.js.map