/** The request: received, checked against what is known of the child, taken up or turned away (s36(1)-(7), reg 4). */
import { ageOn } from '../civil-date.js';
import { refuse } from '../events.js';
import { takeUpReassessment } from './reassessment.js';
import { assessedRecently } from './state.js';
import { childName, receiptFacts, regulation42, requestingBody } from './letter-facts.js';
export const MAY_OPEN = ['caseworker', 'assessment-lead', 'manager', 'integrator', 'system'];
/** The law ends at 25 (s83(2), reg 46): nobody older, and nobody not yet born, is assessed. */
const OLDEST = 25;
/** Part 3 of the Children and Families Act 2014 came into force; no rule has a version for a day before it. */
export const ACT_BEGAN = '2014-09-01';
/** Why a request that has the right shape cannot be one. Says no child's detail. */
export const requestFault = (request, by, today) => {
    const { receivedOn, child } = request;
    // Whether a request may come from nobody in particular is for policy to say.
    if (by.role !== 'unidentified' && !MAY_OPEN.includes(by.role)) {
        return refuse('wrong-role', `A request is recorded by ${MAY_OPEN.join(', ')}; it was sent as ${by.role}`);
    }
    if ((request.reassesses !== undefined || request.source === 'authority') && by.role !== 'system')
        return refuse('not-from-its-plan', 'A reassessment begins from its plan, not as a request of its own: ehcna plan reassess', 's44(2)');
    if (receivedOn > today)
        return refuse('in-the-future', `receivedOn ${receivedOn} is after today, ${today}`);
    if (receivedOn < ACT_BEGAN)
        return refuse('before-the-act', `receivedOn ${receivedOn} is before the Act began, on ${ACT_BEGAN}`, 's36(1)');
    if (child.dateOfBirth > receivedOn || ageOn(child.dateOfBirth, receivedOn) > OLDEST) {
        return refuse('bad-age', `The child or young person must be from 0 to ${OLDEST} on the day of the request: check dateOfBirth`);
    }
    return undefined;
};
/** Why this request cannot start an assessment, in words an operator can act on. */
const turnAway = (d, found) => {
    const { child } = d.state;
    if (found.openCase) {
        return {
            reason: 'duplicate',
            explanation: `An assessment of this child is already open as ${found.openCase}; add what came in to that case`,
            otherCase: found.openCase,
        };
    }
    if (found.planHeld) {
        return {
            reason: 'plan-already-held',
            explanation: 'This child already has a plan: a request for a reassessment (s44(2), reg 24; ehcna plan reassess) or an early review (ehcna plan review) is the route',
            otherCase: null,
        };
    }
    if (!child.livesInArea) {
        return {
            reason: 'out-of-area',
            explanation: 'The child does not live in this area: the authority that is responsible (s24(1)) must have the request',
            otherCase: null,
        };
    }
    return undefined;
};
/** What the family and whoever asked are told of a request that is not taken up. */
const TO_THE_FAMILY = {
    duplicate: 'An assessment is already under way, and there is no need for a second one. If there is something in this request that we should know, please send it to the officer named here.',
    'plan-already-held': 'There is already an education, health and care plan. You may ask for a reassessment, or for the plan to be reviewed early.',
    'out-of-area': 'You live in the area of another council, which is the one that can take the request. Please send it there; if you have moved, or think we are mistaken, tell us.',
};
/** The clocks that the request starts, whatever is decided later. All run from receipt (s36, regs 4, 5, 10, 13). */
const startRequestClocks = (d) => {
    const { receivedOn } = d.state;
    d.startClock('ehcna-decision-6w', receivedOn);
    d.startClock('plan-decision-16w', receivedOn);
    d.startClock('plan-final-20w', receivedOn);
};
/** Takes the request up. `quiet`: for a case in flight whose acknowledgement and notices have long gone out. */
export const checkIntake = (d, found, quiet) => {
    d.emit('intake.checked', found);
    if (d.state.reassesses) {
        takeUpReassessment(d, d.state.reassesses);
        return;
    }
    const refused = turnAway(d, found);
    if (refused) {
        d.emit('request.turnedAway', refused);
        if (!quiet) {
            const facts = { ...childName(d.state), receivedOn: d.state.receivedOn, reason: TO_THE_FAMILY[refused.reason] };
            d.letters('not-taken-up', [...d.state.family, ...requestingBody(d.state)], { facts });
        }
        return;
    }
    startRequestClocks(d);
    if (quiet)
        return;
    const facts = receiptFacts(d.state);
    d.letters('acknowledgement', [...d.state.family, ...requestingBody(d.state)], { facts });
    if (!assessedRecently(d.state))
        d.letters('considering', [...d.state.family, ...regulation42(d.state)], { facts });
};
//# sourceMappingURL=intake.js.map