/** Folds the facts that every matter has. Never refuses and never looks at a clock: what happened, happened. */
import { missed, settled, started } from '../deadline.js';
import { remember } from '../events.js';
export const changeOne = (list, id, change) => list.map((item) => (item.id === id ? { ...item, ...change(item) } : item));
export const changeClock = (s, key, change) => {
    const deadline = s.deadlines[key];
    return { deadlines: deadline ? { ...s.deadlines, [key]: change(deadline) } : s.deadlines };
};
const isToFamily = (s, letterId) => {
    const role = s.letters.find((l) => l.id === letterId)?.recipientRole;
    return role === 'parent' || role === 'young-person';
};
export const MATTER_FOLD = {
    'clock.started': (s, d) => ({ deadlines: { ...s.deadlines, [d.key]: started(d) } }),
    'clock.settled': (s, d) => changeClock(s, d.key, (c) => settled(c, d.on)),
    'clock.missed': (s, d) => changeClock(s, d.key, (c) => missed(c, d.cause)),
    'clock.voided': (s, d) => changeClock(s, d.key, (c) => ({ ...c, state: 'void' })),
    'clock.recalculated': (s, d) => changeClock(s, d.key, (c) => {
        const again = { ...c, triggeredOn: d.triggeredOn, due: d.due, early: d.early, planBy: d.planBy };
        return c.doneOn ? settled({ ...again, state: 'running' }, c.doneOn) : { ...again, state: 'running', cause: null };
    }),
    'letter.requested': (s, d, on) => ({
        letters: [
            ...s.letters,
            {
                id: d.letter.id,
                notice: d.letter.notice,
                recipientId: d.letter.to.id,
                recipientRole: d.letter.to.role,
                requestedOn: on,
                settles: d.settles,
                state: 'requested',
                dispatchedOn: null,
                documentHash: null,
                letter: d.letter,
            },
        ],
    }),
    'letter.dispatched': (s, d, on) => ({
        letters: changeOne(s.letters, d.letterId, () => ({
            state: 'dispatched',
            dispatchedOn: on,
            documentHash: d.documentHash,
            letter: null,
        })),
        ...(isToFamily(s, d.letterId) ? { lastFamilyContactOn: on } : {}),
    }),
    'letter.refused': (s, d) => ({ letters: changeOne(s.letters, d.letterId, () => ({ state: 'refused' })) }),
    'letter.resolved': (s, d, on) => ({
        letters: changeOne(s.letters, d.letterId, (l) => ({
            state: d.outcome === 'sent-by-other-means' ? 'dispatched' : 'resolved',
            dispatchedOn: d.outcome === 'sent-by-other-means' ? on : l.dispatchedOn,
            letter: null,
        })),
        ...(d.outcome === 'sent-by-other-means' && isToFamily(s, d.letterId) ? { lastFamilyContactOn: on } : {}),
    }),
    'contact.made': (_s, _d, on) => ({ lastFamilyContactOn: on }),
    'caseworker.assigned': (_s, d) => ({
        caseworker: { id: d.caseworker, name: d.name, telephone: d.telephone, email: d.email },
    }),
    'policy.changed': (_s, d) => ({ policy: d.policy, policyVersion: d.version }),
    'fact.unexpected': (s, d, on) => ({ unexpected: [...s.unexpected, { factId: d.factId, on, resolved: false }] }),
    'unexpected.resolved': (s, d) => ({
        unexpected: s.unexpected.map((u) => (u.factId === d.factId ? { ...u, resolved: true } : u)),
    }),
};
const later = (a, b) => (a > b ? a : b);
/** The state after a fact that changes this much of it. One copy a fact: a case is folded often, and this is most of its cost. */
export const after = (state, change, event) => {
    const next = { ...state, ...change };
    next.seq = event.seq ?? state.seq + 1;
    next.lastEventOn = later(state.lastEventOn, event.occurredOn);
    // A fact that is typed in late happened before what is known already.
    next.lastProgressOn = later(state.lastProgressOn, next.lastProgressOn);
    if (state.lastFamilyContactOn)
        next.lastFamilyContactOn = later(state.lastFamilyContactOn, next.lastFamilyContactOn ?? '');
    next.commandIds = remember(state.commandIds, event.commandId);
    return next;
};
//# sourceMappingURL=evolve.js.map