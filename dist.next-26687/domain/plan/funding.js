/** Funding that a provider asks for after 16: heard by a panel, agreed with dates and cost, looked at, due again. */
import { addDays, minDate } from '../civil-date.js';
import { must } from '../matter/deciding.js';
import { closeReferral } from '../matter/referrals.js';
import { yearGroupOf } from '../school-year.js';
/** A plan is pinned to a policy for years: one from before has no such key. */
const ruleOf = (policy) => {
    const given = policy.postSixteen;
    return {
        panel: given?.fundingPanel ?? policy.consultation.placementPanel,
        monitorAfterWeeks: given?.monitorAfterWeeks ?? 12,
        dueAgainWeeksBefore: given?.dueAgainWeeksBefore ?? 12,
    };
};
const FIRST_YEAR_AFTER_16 = 12;
/** A case numbers what it refers; a plan's is told apart. */
const referralIdOf = (fundingId) => `PL-${fundingId}`;
const referralOf = (state, fundingId) => state.referrals.find((r) => r.id === referralIdOf(fundingId));
const fundingIn = (d, fundingId) => {
    const found = d.state.fundings.find((f) => f.id === fundingId);
    must(found !== undefined, 'unknown-funding', `fundingId ${fundingId} was not asked for on this plan; there are ${d.state.fundings.map((f) => f.id).join(', ') || 'none'}`);
    return found;
};
const mustLast = (from, until) => must(until > from, 'bad-period', `Funding from ${from} until ${until}: until must be after from`);
export const requestFunding = (d, c) => {
    const { state } = d;
    mustLast(c.from, c.until);
    const year = yearGroupOf(state.child.dateOfBirth, c.from) + state.yearsAhead;
    must(year >= FIRST_YEAR_AFTER_16, 'not-post-16', `This is funding after 16, from year ${FIRST_YEAR_AFTER_16} on; on ${c.from} it is year ${year}`);
    if (c.follows !== undefined) {
        const { outcome, endedOn } = fundingIn(d, c.follows);
        must(outcome === 'agree' && endedOn === null, 'nothing-to-follow', `${c.follows} is no funding that runs, so none follows it (${endedOn ? `ended ${endedOn}` : (outcome ?? 'not decided')})`);
        must(!state.fundings.some((f) => f.follows === c.follows && f.outcome !== 'refuse'), 'followed-already', `${c.follows} has another that follows it already`);
    }
    const fundingId = `F${state.fundings.length + 1}`;
    const { provider, poundsAYear, from, until, purpose } = c;
    d.emit('funding.requested', { fundingId, provider, poundsAYear, from, until, purpose, follows: c.follows ?? null });
    d.emit('panel.referred', {
        referralId: referralIdOf(fundingId),
        panel: ruleOf(state.policy).panel,
        question: 'funding',
        reason: `Funding after 16 (${fundingId}) from ${from} until ${until}, ${poundsAYear} pounds a year`,
    });
};
export const decideFunding = (d, c) => {
    const asked = fundingIn(d, c.fundingId);
    must(asked.outcome === null, 'decided', `${c.fundingId} was decided on ${asked.decidedOn ?? ''} (${asked.outcome ?? ''})`);
    const referral = referralOf(d.state, c.fundingId);
    must(!referral || referral.closedOn !== null || c.beforePanel !== undefined, 'panel-awaited', `The panel ${referral?.panel ?? ''} has not recommended yet${referral?.meetingOn ? ` (it meets on ${referral.meetingOn})` : ''}: wait for it, or say in beforePanel why it is decided before`);
    const [poundsAYear, from, until] = [c.poundsAYear ?? asked.poundsAYear, c.from ?? asked.from, c.until ?? asked.until];
    mustLast(from, until);
    const refused = c.outcome === 'refuse';
    must(!refused || [c.poundsAYear, c.from, c.until, c.monitorOn].every((given) => given === undefined), 'nothing-agreed', 'Where funding is refused there are no dates and no cost to give');
    const monitorOn = c.monitorOn ?? minDate(addDays(from, 7 * ruleOf(d.state.policy).monitorAfterWeeks), until);
    must(monitorOn >= from && monitorOn <= until, 'monitor-outside', `monitorOn ${monitorOn} is not within the funding, ${from} until ${until}`);
    d.emit('funding.decided', {
        fundingId: c.fundingId,
        outcome: c.outcome,
        reasons: c.reasons,
        poundsAYear,
        from,
        until,
        monitorOn: refused ? null : monitorOn,
        beforePanel: c.beforePanel ?? null,
    });
    if (referral)
        closeReferral(d, referral, 'It is decided');
};
const running = (d, fundingId) => {
    const found = fundingIn(d, fundingId);
    must(found.outcome === 'agree' && found.endedOn === null, 'not-funded', `${fundingId} is no funding that runs (${found.endedOn ? `ended ${found.endedOn}` : (found.outcome ?? 'not decided')})`);
    return found;
};
export const monitorFunding = (d, c) => {
    const { from, until } = running(d, c.fundingId);
    must(d.on >= from, 'not-begun', `${c.fundingId} begins on ${from}; ${d.on} is before it`);
    must(c.nextOn === undefined || (c.nextOn > d.on && c.nextOn <= until), 'monitor-outside', `nextOn ${c.nextOn ?? ''} is not between ${d.on} and ${until}, when the funding ends`);
    d.emit('funding.monitored', {
        fundingId: c.fundingId,
        finding: c.finding,
        note: c.note ?? null,
        nextOn: c.nextOn ?? null,
    });
};
export const endFunding = (d, c) => {
    running(d, c.fundingId);
    d.emit('funding.ended', { fundingId: c.fundingId, reason: c.reason });
};
const isFollowed = (state, { id }) => state.fundings.some((f) => f.follows === id && f.outcome !== 'refuse');
/** Agreed, not ended, and nothing asked for that follows it. */
const toRenew = (state) => state.fundings.filter((f) => f.outcome === 'agree' && f.endedOn === null && !isFollowed(state, f));
export const fundingItems = (state) => toRenew(state)
    .filter((f) => !f.dueAgain)
    .map(({ id, until }) => ({
    on: addDays(until, -7 * ruleOf(state.policy).dueAgainWeeksBefore),
    happen: (d) => d.emit('funding.dueAgain', { fundingId: id }),
}));
export const fundingTasks = (state) => [
    ...state.fundings
        .filter((f) => f.outcome === null && (referralOf(state, f.id)?.closedOn ?? null) !== null)
        .map(({ id, from }) => ({
        key: `funding:${id}`,
        role: 'assessment-lead',
        title: `The panel has recommended on the funding ${id}: agree to it or refuse it`,
        dueOn: minDate(from, addDays(referralOf(state, id)?.closedOn ?? from, 5)),
        closedBy: 'plan decide-funding',
    })),
    ...state.fundings
        .filter((f) => f.monitorOn !== null && f.endedOn === null)
        .map(({ id, monitorOn, monitored }) => ({
        key: `monitor:${id}:${monitored + 1}`,
        role: 'caseworker',
        title: `See whether the funding ${id} does what it is for`,
        dueOn: monitorOn,
        closedBy: 'plan monitor-funding',
    })),
    ...toRenew(state)
        .filter((f) => f.dueAgain)
        .map(({ id, until }) => ({
        key: `funding-again:${id}`,
        role: 'caseworker',
        title: `The funding ${id} ends on ${until}: ask for what follows it (plan funding-request), or say that it ends`,
        dueOn: until,
        closedBy: 'plan end-funding',
    })),
];
//# sourceMappingURL=funding.js.map