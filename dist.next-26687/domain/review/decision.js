/** What is decided after the meeting, and what follows where the plan is to be amended (regs 20(10), 21(9), 22; s44). */
import { formatLong } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { addWorkingDays, representationPeriod } from '../law/counting.js';
import { consultsFirst, mustHaveConsulted, weigh } from '../matter/ceasing.js';
import { must } from '../matter/deciding.js';
import { isOwed } from '../matter/state.js';
import { amendmentRules, calledIn, isProposal, mustBuildOnWhatStands } from './amendment.js';
import { mayMoveTo, mustNotHavePlacement } from './consultation.js';
import { childName, institution, nextInstitution } from './parties.js';
import { healthCommissionerOf } from '../matter/parties.js';
import { hasReport, mustBeRead, reviewClock } from './state.js';
/** At least so many days for representations (reg 22(2)(c)). */
const LEAST_DAYS = 15;
/** By post it is served the next working day; by e-mail the same day, where everyone consented to that in writing. */
const servedOn = (d, sentOn) => d.state.family.every((p) => p.electronicConsent) ? sentOn : addWorkingDays(sentOn, 1, ENGLAND_AND_WALES);
const mayDecide = (d, c) => {
    const { state } = d;
    must(state.decision === null, 'decided', `This review was decided on ${state.decision?.on ?? ''}`);
    must(state.heldOn !== null, 'meeting-not-held', 'A review is decided after its meeting, and none is recorded as held', 's44(6), r20(10), r21(9)');
    must(d.on >= state.heldOn, 'before-the-meeting', `The meeting was on ${state.heldOn}; ${d.on} is before it`);
    must(hasReport(state) || c.withoutReport !== undefined, 'no-report', 'The report is not in: wait for it, or say in withoutReport why it is decided without one', 'r20(10)');
    must(!mustBeRead(state) || state.report?.state === 'read' || c.withoutReport !== undefined, 'report-unread', `In year 11 and after, the report is read for the planned transition before anything is decided (year ${state.yearGroup})`);
    must((c.outcome === 'amend') === (c.amendments !== undefined), 'amendments', c.outcome === 'amend'
        ? 'The proposed amendments go with the notice: amendments must say what is to be changed'
        : `amendments belong to the outcome amend, and the outcome is ${c.outcome}`, 'r22(2)(a); R (L, M & P) v Devon [2022] EWHC 493 (Admin)');
    must(c.outcome !== 'maintain' || state.phase === null || c.noTransfer !== undefined, 'transfer-unprepared', `The child changes phase on ${state.phase?.on ?? ''}: amend the plan, which names where it goes, or say in noTransfer why nothing is to be amended for that`, 'r18');
    must(c.noticeAlreadySentOn === undefined || c.noticeAlreadySentOn >= state.heldOn, 'before-the-meeting', `The meeting was on ${state.heldOn}; a notice of what was decided did not go on ${c.noticeAlreadySentOn ?? ''}`);
    must(c.outcome !== 'amend' || state.plan.sections !== null || c.noticeAlreadySentOn !== undefined, 'plan-not-held', 'The text of the plan is not held here, so it cannot go with the proposed amendments: say when they were sent (noticeAlreadySentOn)', 'r22(2)(a)');
    if (mustConsult(d, c))
        mustHaveConsulted(d, 'review consult-ceasing');
};
/** A review that was opened under a policy from before this rule is decided as it was. */
const mustConsult = ({ state }, c) => c.outcome === 'cease' && consultsFirst(state);
export const decideReview = (d, c) => {
    mayDecide(d, c);
    const { state } = d;
    const periodDays = c.periodDays ?? LEAST_DAYS;
    d.emit('review.decided', {
        outcome: c.outcome,
        reasons: c.reasons,
        amendments: c.amendments ?? null,
        periodDays,
        withoutReport: c.withoutReport ?? null,
        noTransfer: c.noTransfer ?? null,
        ...(mustConsult(d, c) ? { weighed: weigh(d, c) } : {}),
    });
    const clock = reviewClock(state);
    // A review is over, for s44(1), with the notice of what was decided.
    // Where nothing is to be amended, so is what is decided of the transfer: the child stays where it is.
    const settles = [
        'ar-decision-4w',
        ...(clock === null ? [] : [clock]),
        ...(c.outcome === 'maintain' ? phaseOf(d) : []),
    ];
    const facts = { ...childName(state), meetingOn: state.heldOn, reasons: c.reasons };
    if (c.outcome === 'amend')
        propose(d, c, settles, facts);
    else if (c.outcome === 'maintain')
        d.notice('review-maintain', c.noticeAlreadySentOn, { facts, settles }, told(d));
    else
        d.notice('review-cease', c.noticeAlreadySentOn, { facts, settles }, [
            ...institution(state),
            healthCommissionerOf(state.policy, state.healthCommissioner),
        ]);
    if (c.outcome !== 'amend')
        d.end(`The review is over: ${ENDS[c.outcome]}`, settles);
};
/** The clock of a transfer between phases that this review is to be over before (r18). */
const phaseOf = ({ state: { phase } }) => (phase ? [phase.ruleId] : []);
/** Beside the family, the head where the school held the review (r20(10)); where the authority did, nobody (r21(9)). */
const told = ({ state }) => (state.convenedBy === 'school' ? institution(state) : []);
const ENDS = {
    maintain: 'the plan is maintained',
    cease: 'the plan is to cease',
};
const propose = (d, c, settles, facts) => {
    const { state } = d;
    const held = state.heldOn;
    // Devon: the papers go with the decision within four weeks of the meeting, and all is done within twelve.
    d.startClock('ar-amend-notice-4w', held);
    d.startClock('ar-final-12w', held);
    const respondBy = respondByIfSentToday(d);
    d.notice('review-amend', c.noticeAlreadySentOn, {
        facts: { ...facts, amendments: c.amendments, respondBy },
        enclosures: [{ kind: 'final-plan', id: 'plan', version: state.plan.version }],
        settles: [...settles, 'ar-amend-notice-4w'],
    }, told(d));
    if (c.noticeAlreadySentOn)
        proposed(d, c.noticeAlreadySentOn);
};
const lastDayFrom = (served, days) => representationPeriod(served, days).lastDay;
/** What a copy that goes today says of the family's days. */
export const respondByIfSentToday = (d) => lastDayFrom(servedOn(d, d.today), d.state.decision?.periodDays ?? LEAST_DAYS);
/** The papers of reg 22(2) have gone to the family: its period and the eight weeks run from there. */
export const proposed = (d, sentOn) => {
    const served = servedOn(d, sentOn);
    const periodEndsOn = lastDayFrom(served, d.state.decision?.periodDays ?? LEAST_DAYS);
    const dates = { triggeredOn: served, due: periodEndsOn, early: periodEndsOn, planBy: null };
    d.emit('amendment.proposed', { sentOn, servedOn: served, periodEndsOn });
    const { period, final } = amendmentRules(d.state);
    d.emit('clock.started', { key: period, ruleId: period, ...dates, breachable: false });
    d.startClock(final, sentOn);
};
/** Where somebody else of the family is served later, the period that stands moves to the later end. */
export const servedAgain = (d) => {
    const { proposal } = d.state;
    const served = servedOn(d, d.today);
    const periodEndsOn = lastDayFrom(served, d.state.decision?.periodDays ?? LEAST_DAYS);
    if (proposal === null || periodEndsOn <= proposal.periodEndsOn)
        return;
    d.emit('amendment.proposed', { sentOn: proposal.sentOn, servedOn: served, periodEndsOn });
    const dates = { triggeredOn: served, due: periodEndsOn, early: periodEndsOn, planBy: null };
    const reason = 'Served on another of the family later';
    d.emit('clock.recalculated', { key: amendmentRules(d.state).period, ...dates, reason });
};
/** Once the last of the family's copies has gone; of a review that was stopped nothing is proposed any more. */
export const proposalMayHaveGone = (d) => {
    if (d.state.stage !== 'amending' || d.state.proposal !== null)
        return;
    const own = d.state.letters.filter(isProposal);
    const went = own.flatMap((l) => l.dispatchedOn ?? []).sort();
    const last = went.at(-1);
    if (last !== undefined && !own.some(isOwed))
        proposed(d, last);
};
export const recordReviewRepresentations = (d, c) => {
    const { proposal } = d.state;
    must(proposal !== null, 'not-proposed', 'No amendments are with the family yet', 'r22(2)');
    d.emit('amendment.answered', {
        agrees: c.agrees,
        views: c.views ?? null,
        requestedSchool: c.requestedSchool
            ? { urn: c.requestedSchool.urn ?? null, name: c.requestedSchool.name, section38: c.requestedSchool.section38 }
            : null,
        inPeriod: d.on <= proposal.periodEndsOn,
    });
};
export const finaliseAmendment = (d, c) => {
    const { proposal, plan } = d.state;
    must(proposal !== null, 'not-proposed', 'No amendments are with the family yet', 'r22(2)');
    const madeOn = c.noticeAlreadySentOn !== undefined && c.noticeAlreadySentOn < d.on ? c.noticeAlreadySentOn : d.on;
    must(madeOn > proposal.periodEndsOn || c.earlyOverride !== undefined, 'period-running', `The family has until ${formatLong(proposal.periodEndsOn)} to answer; the plan can be amended the day after, or earlyOverride must name the officer and the reason`, 'r22(2)(c)');
    must(c.sections.I.trim() !== '', 'section-I', 'Section I of a plan names an institution or a type', 's37(2), r12');
    must(c.noticeAlreadySentOn === undefined || c.noticeAlreadySentOn > proposal.sentOn, 'before-the-proposal', `The amendments were proposed on ${proposal.sentOn}; the amended plan did not go on ${c.noticeAlreadySentOn ?? ''}`);
    const names = plan.sections !== null && plan.sections.I.trim() !== c.sections.I.trim();
    must(c.moves !== undefined || c.stays === true || (d.state.phase === null && !names), 'moves-missing', 'Section I changes, or the child changes phase: moves says which institution it names now, or stays that it is the same one', 'r22(3), r18');
    if (c.moves === undefined)
        mustNotHavePlacement(d.state);
    mustBuildOnWhatStands(d.state, c.builtOn);
    const version = plan.version + 1;
    const moves = c.moves ? { ...c.moves } : null;
    const legalRisk = c.moves ? mayMoveTo(d, c.moves, c.notConsulted) : null;
    d.emit('amendment.made', {
        version,
        sections: c.sections,
        earlyOverride: c.earlyOverride ?? null,
        moves,
        ...(c.notConsulted ? { notConsulted: c.notConsulted } : {}),
        ...(legalRisk ? { legalRisk } : {}),
    });
    const { final, outer } = amendmentRules(d.state);
    const settles = [final, ...outer, ...phaseOf(d)];
    d.notice('amended-final', c.noticeAlreadySentOn, {
        facts: { ...childName(d.state), placement: c.sections.I.slice(0, 500) },
        enclosures: [{ kind: 'final-plan', id: 'plan', version }],
        settles,
    }, [...namedIn(d), healthCommissionerOf(d.state.policy, d.state.healthCommissioner)]);
    d.end(`The ${calledIn(d.state)} is over: the plan is amended`, [...settles, ...stillOwed(d)]);
};
/** The institution that the amended plan names, and the one that it named before. */
const namedIn = ({ state }) => {
    const moves = state.amended?.moves;
    // Before a transfer the plan is the present school's until the summer, and names both.
    const present = moves && !state.phase ? [] : institution(state);
    return [...present, ...(moves ? [nextInstitution(moves.institution)] : [])];
};
export const abandonAmendment = (d, c) => {
    const { proposal } = d.state;
    must(proposal !== null, 'not-proposed', 'No amendments are with the family yet', 'r22(4)');
    d.emit('amendment.abandoned', { reasons: c.reasons });
    const { notAmended, outer } = amendmentRules(d.state);
    if (!d.state.deadlines[notAmended])
        d.startClock(notAmended, proposal.sentOn);
    const settles = [notAmended, ...outer, ...phaseOf(d)];
    d.notice('no-amendment', c.noticeAlreadySentOn, { facts: { ...childName(d.state), reasons: c.reasons }, settles });
    d.end(`The ${calledIn(d.state)} is over: the plan is not amended`, [...settles, ...stillOwed(d)]);
};
/** Clocks that a letter, which has not gone yet, is to meet. */
const stillOwed = (d) => d.state.letters.filter(isOwed).flatMap((l) => l.settles);
//# sourceMappingURL=decision.js.map