/** A plan that goes to another authority with its child (r15(2)). Nothing ends here before that one says that it has it. */
import { addDays, daysBetween } from '../civil-date.js';
import { lastDue } from '../matter/agenda.js';
import { must } from '../matter/deciding.js';
import { isOwed } from '../matter/state.js';
import { RECEIPT } from './moves-policy.js';
import { sentOnOf } from './moves-state.js';
import { childName, commissioner, institution, newAuthority } from './parties.js';
function mustMove(d) {
    must(d.state.moveOut !== null, 'no-move', 'No move to another authority is recorded: record it first (moved-out)', 'r15');
}
export const recordMoveOut = (d, c) => {
    const awareOn = c.awareOn ?? d.on;
    must(d.state.moveOut === null, 'move-recorded', `A move on ${d.state.moveOut?.movedOn ?? ''} is recorded already: take it back first (move-cancelled)`, 'r15');
    must(awareOn <= d.today, 'in-the-future', `awareOn ${awareOn} is after today, ${d.today}`);
    must(c.movedOn >= d.state.madeOn, 'before-the-plan', `movedOn ${c.movedOn} is before the plan was made on ${d.state.madeOn}`);
    must(c.to.email !== undefined || c.to.address !== undefined, 'no-address', 'The new authority needs an e-mail or a postal address, to which the plan and the file are sent', 'r15(2)');
    const days = { moved: c.movedOn, aware: awareOn };
    const [clock, telling] = [d.keyOf('move-transfer'), d.keyOf('move-icb')];
    d.emit('move.known', { to: { ...c.to }, movedOn: c.movedOn, awareOn, clock, telling });
    d.startHandover('move-transfer', days);
    d.startHandover('move-icb', days);
    d.letters('move-out', [...d.state.family, commissioner(d.state)], {
        facts: {
            ...childName(d.state),
            movedOn: c.movedOn,
            newAuthority: c.to.name,
            transferBy: d.state.deadlines[clock]?.due ?? c.movedOn,
        },
    });
};
/** Advice that is kept goes along; of what is held elsewhere the list says so. */
const enclosed = (file) => file.flatMap(({ adviceId, version }) => adviceId === undefined ? [] : [{ kind: 'advice', id: adviceId, version: version ?? 1 }]);
const listOf = (file) => file.map(({ what, adviceId }) => `${what} (${adviceId === undefined ? 'sent separately' : 'enclosed'})`).join('\n');
export const handOver = (d, c) => {
    mustMove(d);
    const { moveOut, sections, version } = d.state;
    const sent = c.noticeAlreadySentOn ?? d.today;
    must(sent >= moveOut.movedOn, 'before-the-move', `The move is on ${moveOut.movedOn}: the plan is transferred on that day, or after it`, 'r15(2)');
    must(sections !== null || c.noticeAlreadySentOn !== undefined, 'plan-not-held', 'The text of the plan is held elsewhere, so it cannot be enclosed: send it, and say when (noticeAlreadySentOn)', 'r15(2)');
    must(!d.state.letters.some((l) => l.notice === 'plan-transfer' && isOwed(l)), 'on-its-way', 'The plan is on its way already, or its letter came back: see to that letter first (resolve-letter)', 'r15(2)');
    d.emit('file.sent', { file: c.file, version, elsewhere: c.noticeAlreadySentOn !== undefined });
    if (c.noticeAlreadySentOn) {
        d.mustHaveGone(c.noticeAlreadySentOn);
        return d.settle(moveOut.clock, c.noticeAlreadySentOn);
    }
    d.letters('plan-transfer', newAuthority(d.state), {
        facts: {
            ...childName(d.state),
            dateOfBirth: d.state.child.dateOfBirth,
            movedOn: moveOut.movedOn,
            madeOn: d.state.madeOn,
            lastReviewOn: d.state.lastReviewOn,
            file: listOf(c.file) || null,
        },
        enclosures: [{ kind: 'final-plan', id: 'plan', version }, ...enclosed(c.file)],
        settles: [moveOut.clock],
    });
    return undefined;
};
export const confirmReceipt = (d, c) => {
    mustMove(d);
    const { moveOut, version } = d.state;
    const sentOn = sentOnOf(d.state);
    must(sentOn !== null, 'not-sent', 'The plan has not been sent to the new authority yet: hand it over first', 'r15(2)');
    must(d.on >= sentOn, 'before-it-was-sent', `It was sent on ${sentOn}, and cannot have been received on ${d.on}`);
    must(moveOut.sentVersion === version, 'amended-since', `Version ${moveOut.sentVersion ?? ''} of the plan was sent, and version ${version} stands: hand it over again`, 'r15(2)');
    d.emit('plan.transferred', { note: c.note ?? null });
    d.letters('plan-transferred', [...d.state.family, ...institution(d.state), commissioner(d.state)], {
        facts: {
            ...childName(d.state),
            newAuthority: moveOut.to.name,
            transferredOn: sentOn,
            reviewStops: d.state.review !== null,
        },
    });
    d.end('The plan is the new authority’s');
};
export const cancelMove = (d, c) => {
    mustMove(d);
    const { moveOut } = d.state;
    const told = [
        ...d.state.family,
        commissioner(d.state),
        ...(moveOut.sentVersion === null ? [] : newAuthority(d.state)),
    ];
    for (const key of [moveOut.clock, moveOut.telling])
        d.voidClock(key, 'The move does not happen');
    const facts = { ...childName(d.state), movedOn: moveOut.movedOn, newAuthority: moveOut.to.name };
    d.letters('move-cancelled', told, { facts });
    d.emit('move.cancelled', { reason: c.reason });
};
/** A plan that is on its way ends by its receipt, and by nothing that anybody here decides. */
export const mustNotBeMoving = (d) => must(d.state.moveOut === null, 'moving', 'The plan is on its way to another authority: it ends here when receipt is confirmed (receipt-confirmed), or the move is taken back (move-cancelled)', 'r15');
/** One recorded before policy spoke of moves goes by what is usual. */
const receiptPolicy = (policy) => policy.moves?.receipt ?? RECEIPT;
/** By when receipt is first asked after. */
export const receiptDueOn = (state) => {
    const sentOn = sentOnOf(state);
    return sentOn && addDays(sentOn, receiptPolicy(state.policy).chaseDaysAfter[0] ?? 0);
};
/** The new authority is chased until it says that it has what was sent; then a manager speaks to theirs. */
export const receiptItems = (state, today) => {
    const { moveOut, policy } = state;
    const sentOn = sentOnOf(state);
    if (moveOut === null || sentOn === null)
        return [];
    const { chaseDaysAfter, managerDaysAfter } = receiptPolicy(policy);
    const chasers = lastDue(chaseDaysAfter.map((n) => addDays(sentOn, n)), moveOut.chasers, today).map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('receipt.chased', { step });
            d.letters('plan-transfer-chaser', newAuthority(d.state), {
                facts: { sentOn, daysSince: daysBetween(sentOn, d.today), step },
            });
        },
    }));
    if (moveOut.managerOn !== null)
        return chasers;
    return [
        ...chasers,
        { on: addDays(sentOn, managerDaysAfter), happen: (d) => d.emit('receipt.escalated', {}) },
    ];
};
//# sourceMappingURL=moves-out.js.map