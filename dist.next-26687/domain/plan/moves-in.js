/** A plan that came from another authority (r15), and a change of its health commissioner (r15(7)-(8), r16). */
import { formatLong } from '../civil-date.js';
import { must } from '../matter/deciding.js';
import { anchorOf, nextReview } from './dates.js';
import { askReassessment } from './reassessment.js';
import { childName, institution, interimInstitution, oldAuthority } from './parties.js';
/** Who may take over a plan that another authority hands over: it is a caseworker's daily work. */
export const MAY_RECEIVE = ['caseworker', 'assessment-lead', 'manager', 'system'];
/** What is wrong with a plan that is said to come from another authority; undefined where nothing is, or it does not. */
export const transferFault = ({ source, transfer, madeOn, lastReviewOn }, today) => {
    if ((source === 'transfer') !== (transfer !== undefined))
        return 'A plan whose source is transfer says from which authority, and no other does: transfer';
    if (!transfer)
        return undefined;
    const { movedOn, awareOn, transferredOn } = transfer;
    const ahead = Object.entries({ movedOn, awareOn, transferredOn }).find(([, on]) => on !== null && on > today);
    if (ahead)
        return `transfer.${ahead[0]} ${ahead[1] ?? ''} is after today, ${today}: only what has happened is recorded`;
    if (madeOn > transferredOn)
        return `madeOn ${madeOn} is after the plan was transferred, on ${transferredOn}`;
    if (lastReviewOn !== null && lastReviewOn > transferredOn)
        return `lastReviewOn ${lastReviewOn} is after the plan was transferred, on ${transferredOn}: give the last review of the authority that had it`;
    return undefined;
};
/** The clocks that begin with the transfer. That of the old commissioner is shown, and is not our duty. */
export const received = (d) => {
    const { transfer } = d.state;
    if (!transfer)
        return;
    const { movedOn, awareOn, transferredOn } = transfer;
    d.startClock('move-6w', transferredOn);
    if (d.state.telling && awareOn !== null)
        d.startHandover('move-icb', { moved: movedOn, aware: awareOn });
    d.letters('transfer-received', oldAuthority(d.state), { facts: { ...childName(d.state), transferredOn } });
};
export const recordTransferNotice = (d, c) => {
    const { transfer, transferNotice } = d.state;
    must(transfer !== undefined, 'not-transferred', 'This plan did not come from another authority', 'r15(4)');
    must(transferNotice === null, 'already-notified', `The family was told of the transfer on ${transferNotice?.on ?? ''}`, 'r15(4)');
    must((c.noticeAlreadySentOn ?? d.today) >= transfer.transferredOn, 'before-the-transfer', `The notice cannot have gone on ${c.noticeAlreadySentOn ?? ''}: the plan was transferred on ${transfer.transferredOn}`, 'r15(4)');
    const next = nextReview(d.state);
    const due = next.due ?? d.today;
    const told = c.noticeAlreadySentOn ?? d.today;
    const reviewBy = c.reviewBy ?? next.early ?? due;
    must(reviewBy >= told, 'review-past', `The plan was to be reviewed by ${formatLong(due)}, which is past: reviewBy says by when it will be`, 'r15(4)-(5)');
    must(reviewBy <= due || due < told, 'review-too-late', `reviewBy ${reviewBy} is after ${due}, by which the plan is to be reviewed (${next.ruleId})`, 'r15(5)');
    d.emit('transfer.notified', { proposesToAssess: c.proposesToAssess, reviewBy });
    const { transferredOn, from } = transfer;
    d.notice('transfer-in', c.noticeAlreadySentOn, {
        facts: {
            ...childName(d.state),
            transferredOn,
            oldAuthority: from.name,
            proposesToAssess: c.proposesToAssess,
            reviewBy,
        },
        settles: ['move-6w'],
    });
};
export const recordPlacement = (d, c) => {
    const { transfer, version } = d.state;
    must(transfer !== undefined, 'not-transferred', 'This plan did not come from another authority', 'r15(6)');
    must(!c.practicable || (c.interim === undefined && c.startsOn === undefined), 'placement-stays', 'interim and startsOn are given only where the institution named can no longer be attended', 'r15(6)');
    must((c.interim === undefined) === (c.startsOn === undefined), 'interim-incomplete', 'An interim placement needs both interim, the institution, and startsOn, the day from which', 'r15(6)');
    const from = c.startsOn ?? '';
    must(from === '' || from >= transfer.movedOn, 'before-the-move', `startsOn ${from} is before the move on ${transfer.movedOn}`, 'r15(6)');
    const interim = c.interim
        ? { institution: { ...c.interim }, regulation20: c.regulation20 ?? c.interim.kind === 'school', from }
        : null;
    d.emit('interim.decided', { practicable: c.practicable, reason: c.reason, version, interim });
    if (interim)
        d.letters('interim-placement', [...d.state.family, ...institution(d.state), ...interimInstitution(d.state)], {
            facts: {
                ...childName(d.state),
                placement: interim.institution.name,
                startsOn: from,
                named: d.state.institution?.name ?? null,
            },
        });
};
export const changeCommissioner = (d, c) => {
    const awareOn = c.awareOn ?? d.on;
    must(awareOn <= d.today, 'in-the-future', `awareOn ${awareOn} is after today, ${d.today}`);
    must(c.commissioner.email !== undefined || c.commissioner.address !== undefined, 'no-address', 'The new health commissioner needs an e-mail or a postal address: letters of the plan and its reviews go there', 'r16');
    const clock = d.keyOf('icb-change');
    d.emit('commissioner.changed', { to: { ...c.commissioner }, awareOn, clock });
    d.startNumbered('icb-change', awareOn);
};
/** From then on the new commissioner may ask, for so long as r15(8) or r16(3) gives it. */
export const recordCommissionerTold = (d) => {
    const { telling } = d.state;
    must(telling !== null, 'nobody-to-tell', 'No change of health commissioner is recorded of which the new one is still to be told', 'r15(7), r16(2)');
    d.emit('commissioner.told', { clock: telling.clock });
    if (telling.clock !== null)
        d.settle(telling.clock);
    if (!telling.out)
        d.startNumbered(`${telling.ruleId}-request`, d.on);
};
export const recordCommissionerRequest = (d, c) => {
    must(d.state.commissionerIsNew, 'no-change-of-commissioner', 'No other health commissioner has become responsible: only a new one asks under these provisions', 'r15(8), r16(3)');
    d.emit('commissioner.asked', { asks: c.asks, reason: c.reason });
    for (const { key, ruleId } of Object.values(d.state.deadlines))
        if (ruleId.endsWith('-request'))
            d.settle(key);
    // One that others asked for may still be refused; this may not (r23): it stays a task until an assessment was made.
    if (c.asks === 'assess' && d.state.reassessment === null)
        askReassessment(d, { requestedBy: 'health-commissioner', reason: c.reason });
    // Where one of the law's reviews is open already, what is asked for is there.
    const { review } = d.state;
    if (c.asks === 'review' && (review === null || review.kind === 'under-5'))
        d.start('early', c.reason, anchorOf(nextReview(d.state)));
};
//# sourceMappingURL=moves-in.js.map