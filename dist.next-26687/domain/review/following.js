/** An amendment that begins, and how a review or an amendment that is open goes on where its plan changes meanwhile. */
import { canonicalJson } from '../canonical-json.js';
import { consultWhoIsThere } from '../matter/ceasing.js';
import { owedIn, settleForGone } from '../matter/corrections.js';
import { isAmendment, isProposal } from './amendment.js';
import { proposalMayHaveGone, proposed, respondByIfSentToday, servedAgain } from './decision.js';
import { convenerOf } from './evolve.js';
import { askForMeeting } from './meeting.js';
import { issueToWhoIsThere } from './owed.js';
import { childName, institution, invitationFacts } from './parties.js';
/** What is proposed goes to the family at once (r28, r22(2)). */
export const beginAmendment = (d, { amendment, reason }) => {
    if (!amendment)
        throw new RangeError('An amendment is opened with what is proposed');
    const { amendments, periodDays, noticeAlreadySentOn } = amendment;
    d.emit('amendment.begun', { reasons: reason ?? '', amendments, periodDays });
    d.notice('amendment-proposal', noticeAlreadySentOn ?? undefined, proposal(d));
    if (noticeAlreadySentOn)
        proposed(d, noticeAlreadySentOn);
};
/** The papers of r22(2) as a copy that goes today has them. */
const proposal = (d) => {
    const { decision, heldOn, plan } = d.state;
    return {
        facts: {
            ...childName(d.state),
            ...(heldOn === null ? {} : { meetingOn: heldOn }),
            reasons: decision?.reasons,
            amendments: decision?.amendments,
            respondBy: respondByIfSentToday(d),
        },
        enclosures: [{ kind: 'final-plan', id: 'plan', version: plan.version }],
    };
};
const differs = (given, known) => given !== undefined && canonicalJson(given) !== canonicalJson(known);
/** The plan says how it stands by now. Said twice, or late, it changes nothing. */
export const followPlan = (d, c) => {
    const { state } = d;
    const plan = c.plan !== undefined && c.plan.version > state.plan.version ? c.plan : null;
    const family = differs(c.family, state.family) ? c.family : null;
    const child = differs(c.child, state.child) ? (c.child ?? null) : null;
    const setting = c.setting && settingDiffers(c.setting, state) ? c.setting : null;
    if (!plan && !family && !child && !setting)
        return;
    const before = { head: institution(state)[0], convenedBy: state.convenedBy };
    const owed = owedIn(state);
    const newcomers = (family ?? []).filter((p) => !state.family.some((known) => known.id === p.id));
    d.emit('plan.followed', { plan, family, child, setting, yearGroup: c.yearGroup ?? null });
    settleForGone(d, owed);
    if (state.stage !== 'finished') {
        proposalMayHaveGone(d);
        askAnotherHead(d, before);
        tellNewcomers(d, newcomers);
        if (family && state.decision === null)
            consultWhoIsThere(d, newcomers);
    }
    issueToWhoIsThere(d, owed);
};
/** Who holds the meeting is settled once one is arranged. */
const settingDiffers = (given, { institution: known, convenedBy, stage, kind }) => differs(given.institution, known) ||
    (stage === 'preparing' && !isAmendment({ kind }) && convenerOf(given) !== convenedBy);
/** A head who is to hold the meeting from now on. One whose name or number alone was put right is the same. */
const askAnotherHead = (d, before) => {
    const [head] = institution(d.state);
    if (isAmendment(d.state) || d.state.stage !== 'preparing' || d.state.convenedBy !== 'school')
        return;
    const known = before.head?.organisation;
    const another = head?.name !== before.head?.name && (head?.organisation !== known || known === undefined);
    if (another || before.convenedBy !== 'school')
        askForMeeting(d);
};
/** Whoever is told from now on is told what the family was told that is still open. */
const tellNewcomers = (d, newcomers) => {
    if (newcomers.length === 0)
        return;
    if (d.state.stage === 'arranged' && d.state.convenedBy === 'authority')
        d.letters('review-invitation', newcomers, { facts: invitationFacts(d.state) });
    if (d.state.stage !== 'amending')
        return;
    const settles = d.state.proposal === null ? (d.state.letters.find(isProposal)?.settles ?? []) : [];
    // Their days begin with service on them, so the period that stands moves to the later end.
    if (d.state.proposal !== null)
        servedAgain(d);
    d.letters(isAmendment(d.state) ? 'amendment-proposal' : 'review-amend', newcomers, { ...proposal(d), settles });
};
//# sourceMappingURL=following.js.map