/** What may happen at any stage: the family, the panel, exceptions, and the ends that are not decisions. */
import { checkException } from '../law/exceptions.js';
import { closuresFor } from '../law/calendars/closures.js';
import { aboutDocument, must, Refused } from '../matter/deciding.js';
import { recordRecommendation as recommended } from '../matter/referrals.js';
import { childName, everyoneTold } from './letter-facts.js';
import { passOn } from './advice.js';
import { EVIDENCE_VERSION } from './documents.js';
import { adviceById, isOwnThought } from './state.js';
export const recordFamilyCall = (d, c) => {
    must(d.state.familyCall?.outcome !== 'held', 'already-held', `The call is recorded for ${d.state.familyCallOn ?? ''}; use case contact for another conversation`);
    const held = c.outcome === 'held';
    must(!held || c.consentToShare !== undefined, 'consent-missing', 'consentToShare must say whether the family agrees that section A goes to the advisers');
    must(!held || c.sectionA !== undefined, 'section-A-missing', 'A call that was held gathers section A: views, interests and aspirations');
    d.emit('family.called', {
        outcome: c.outcome,
        consentToShare: held && c.consentToShare === true,
        sectionA: c.sectionA ?? null,
        keyOutcomes: c.keyOutcomes ?? [],
    });
    if (held && c.consentToShare)
        passOn(d);
};
export const addEvidence = (d, c) => {
    must(!d.state.evidence.some((e) => e.id === c.evidenceId), 'already-added', `evidenceId ${c.evidenceId} is already on this case`);
    d.emit('evidence.added', {
        evidenceId: c.evidenceId,
        kind: c.kind,
        from: c.from,
        title: c.title,
        ...aboutDocument(c),
    });
    if (c.from === 'family')
        passOn(d);
};
export const attachDocument = (d, c) => {
    must((c.evidenceId === undefined) !== (c.adviceId === undefined), 'which-document', 'Give evidenceId or adviceId, and not both: what the document belongs to');
    if (c.evidenceId !== undefined)
        attachToEvidence(d, c.evidenceId, c.documentHash);
    else
        attachToAdvice(d, c.adviceId ?? '', c.documentHash);
};
const attachToEvidence = (d, evidenceId, documentHash) => {
    const evidence = d.state.evidence.find((e) => e.id === evidenceId);
    must(evidence !== undefined, 'unknown-evidence', `evidenceId ${evidenceId} is not on this case; it has ${d.state.evidence.map((e) => e.id).join(', ') || 'none'}`);
    must(evidence.document !== 'kept', 'already-kept', `The document of ${evidenceId} is on the case already`);
    d.emit('document.attached', { kind: 'evidence', id: evidenceId, version: EVIDENCE_VERSION, documentHash });
    if (evidence.from === 'family')
        passOn(d);
};
const attachToAdvice = (d, adviceId, documentHash) => {
    const advice = adviceById(d.state, adviceId);
    must(advice !== undefined && advice.version > 0 && advice.state !== 'reused', 'unknown-advice', `adviceId ${adviceId} is no advice that has come in on this case; those are ${d.state.advice
        .filter((a) => a.version > 0 && a.state !== 'reused')
        .map((a) => a.id)
        .join(', ') || 'none'}`);
    must(advice.held !== 'document', 'already-kept', `The document of ${adviceId} is on the case already`);
    d.emit('document.attached', { kind: 'advice', id: adviceId, version: advice.version, documentHash });
};
export const referToPanel = (d, c) => {
    const panels = d.state.policy.panels.map((p) => p.id);
    must(panels.includes(c.panel), 'unknown-panel', `panel ${c.panel} is not in the policy; it has ${panels.join(', ')}`);
    const open = d.state.referrals.find((r) => r.question === c.question && r.closedOn === null);
    must(open === undefined, 'already-referred', `The question ${c.question} is already with the ${open?.panel ?? ''} panel (${open?.id ?? ''})`);
    refer(d, c.panel, c.question, c.reason);
};
export const refer = (d, panel, question, reason) => d.emit('panel.referred', { referralId: `P${d.state.referrals.length + 1}`, panel, question, reason });
export const recordRecommendation = (d, c) => {
    recommended(d, c, d.state.actions.length);
    if (c.actions.length === 0)
        unstick(d, c.referralId);
};
/** A case stops being stuck when what its panel asked for is done. */
const unstick = (d, referralId) => {
    const referral = d.state.referrals.find((r) => r.id === referralId);
    const owed = d.state.actions.some((a) => a.referralId === referralId && a.doneOn === null);
    if (d.state.stuck && referral && (referral.question === 'stuck' || referral.question === 'placement') && !owed) {
        d.emit('case.unstuck', { reason: `The ${referral.panel} panel's actions are done` });
    }
};
export const completeAction = (d, c) => {
    const action = d.state.actions.find((a) => a.id === c.actionId);
    must(action !== undefined, 'unknown-action', `actionId ${c.actionId} is not on this case; it has ${d.state.actions.map((a) => a.id).join(', ') || 'none'}`);
    must(action.doneOn === null, 'already-done', `${action.id} was done on ${action.doneOn ?? ''}`);
    d.emit('action.completed', { actionId: action.id, outcome: c.outcome });
    unstick(d, action.referralId);
};
const grantException = (d, key, claimed, adviceRequestedOn) => {
    const deadline = d.state.deadlines[key];
    must(deadline !== undefined, 'no-such-clock', `${key} has no clock on this case; it has ${Object.keys(d.state.deadlines).join(', ')}`);
    const granted = checkException({
        ruleId: deadline.ruleId,
        ground: claimed.ground,
        evidence: [claimed.evidence],
        from: claimed.from,
        to: claimed.to ?? null,
        triggeredOn: deadline.triggeredOn,
        madeImpractical: claimed.madeImpractical,
        closures: closuresFor(d.state.policy.closures, d.state.child.setting?.urn),
        ...(claimed.whose ? { whose: claimed.whose } : {}),
        ...(adviceRequestedOn ? { adviceRequestedOn } : {}),
    });
    if ('refused' in granted)
        throw new Refused(granted.code, granted.reason, granted.rule);
    d.emit('exception.recorded', {
        exceptionId: `EX${d.state.exceptions.length + 1}`,
        ruleId: deadline.ruleId,
        key,
        ground: `${granted.provision} ${granted.ground}`,
        evidence: claimed.evidence,
        from: claimed.from,
        to: claimed.to ?? null,
    });
};
export const recordException = (d, c) => {
    const asked = c.adviceId ? adviceById(d.state, c.adviceId) : d.state.advice.find((a) => a.kind === 'education');
    must(!c.ground.endsWith('closure') || asked === undefined || (asked.kind === 'education' && asked.to.role === 'head'), 'not-the-head', `A closure excuses only where the head, principal or early-years provider was asked for advice; ${asked?.id ?? ''} was not asked of them`, 'reg 10(4)');
    grantException(d, c.ruleId, c, asked?.requestedOn);
};
export const excuseAdvice = (d, c) => {
    const advice = adviceById(d.state, c.adviceId);
    must(advice !== undefined, 'unknown-advice', `adviceId ${c.adviceId} is not on this case`);
    must(advice.statutory, 'no-exception', `${advice.serviceName} is not a body of s31: reg 8 sets it no limit from which to be excused`, 'reg 8(1)');
    grantException(d, `advice-6w:${advice.id}`, c);
};
export const withdraw = (d, c) => {
    must(d.state.stage !== 'finished', 'case-finished', `The case is already finished (${d.state.outcome ?? ''})`);
    const told = isOwnThought(d.state) ? [] : everyoneTold(d.state);
    d.emit('request.withdrawn', { reason: c.reason });
    d.end('The request was withdrawn');
    d.letters(d.state.reassesses ? 'reassessment-withdrawn' : 'withdrawal-confirmed', told, {
        facts: { ...childName(d.state), withdrawnOn: d.on },
    });
};
export const recordMove = (d, c) => {
    must(d.state.stage !== 'finished', 'case-finished', `The case is already finished (${d.state.outcome ?? ''})`);
    d.emit('child.movedAway', { toAuthority: c.toAuthority });
    d.end('Another authority is responsible (s24(1))');
    d.letters('transferred-out', everyoneTold(d.state), {
        facts: { ...childName(d.state), movedOn: d.on, newAuthority: c.toAuthority },
    });
};
/** Nothing is sent: what a bereaved family hears, it hears from a person. */
export const recordDeath = (d) => {
    must(d.state.stage !== 'finished', 'case-finished', `The case is already finished (${d.state.outcome ?? ''})`);
    d.emit('child.died', {});
    d.end('The child has died');
};
//# sourceMappingURL=anytime.js.map