/** Advice: whom reg 6 has the authority ask, and each request's life until it is accepted. */
import { addDays, ncYearGroup } from '../civil-date.js';
import { aboutDocument, must } from '../matter/deciding.js';
import { contactOf } from '../matter/parties.js';
import { adviceFacts, adviceRequestFacts, adviserParties, childName, head } from './letter-facts.js';
import { familysEvidence } from './documents.js';
import { adviceById, clockOf, isFamilyAdvice, isOutstanding } from './state.js';
/** Year 9: from here on adulthood must be advised on (reg 6(1)(g)). */
const YEAR_9 = 9;
/** The advice that reg 6(1)-(2) requires from this child's facts, with the paragraph that requires it. */
export const requiredAdvice = (state, on) => {
    const { child } = state;
    const year = ncYearGroup(child.dateOfBirth, on);
    return [
        { kind: 'parent', basis: 'reg 6(1)(a)' },
        { kind: 'education', basis: 'reg 6(1)(b)' },
        ...(child.serviceFamily ? [{ kind: 'defence', basis: 'reg 6(1)(b)' }] : []),
        { kind: 'medical', basis: 'reg 6(1)(c)' },
        { kind: 'educational-psychology', basis: 'reg 6(1)(d)' },
        { kind: 'social-care', basis: 'reg 6(1)(e)' },
        ...(year >= YEAR_9 ? [{ kind: 'adulthood', basis: 'reg 6(1)(g)' }] : []),
        ...(child.sensoryNeed === 'none' ? [] : [{ kind: 'sensory', basis: 'reg 6(2)' }]),
    ];
};
const serviceFor = (state, kind) => state.policy.services.find((s) => s.kinds.includes(kind));
const serviceParty = (service) => ({
    id: `service-${service.id}`,
    role: 'service',
    ...contactOf(service.contact),
    organisation: service.id,
});
const managerParty = (service) => ({
    id: `manager-${service.id}`,
    role: 'service-manager',
    ...contactOf(service.manager),
    organisation: service.id,
});
/** Who is asked for a kind: the family itself, the child's own school, else the service that policy names. */
const adviserFor = (state, kind) => {
    const service = serviceFor(state, kind);
    const manager = service ? managerParty(service) : null;
    const common = { manager, service: service?.id ?? null, statutory: service?.statutory ?? false };
    const [firstParent] = state.family;
    if (kind === 'parent' && firstParent) {
        return { to: firstParent, manager: null, service: null, serviceName: 'The family', statutory: false };
    }
    const school = head(state);
    if (kind === 'education' && school)
        return { ...common, to: school, serviceName: school.name };
    must(service !== undefined, 'no-service', `The policy names no service for ${kind} advice, which reg 6 requires; add one to services`, 'reg 6(1)');
    return { ...common, to: serviceParty(service), serviceName: service.name };
};
const ask = (d, kind, basis, adviser, reason, { quiet = false, on = d.today } = {}) => {
    const adviceId = `A${d.state.advice.length + 1}`;
    // No social worker: the duty desk makes an overview screening, so that "not known to us" is found out, not assumed.
    const route = kind === 'social-care' && !d.state.child.socialWorker ? 'screening' : 'request';
    d.emit('advice.requested', { adviceId, kind, basis, ...adviser, route, reason }, on);
    // The body's six weeks run from its receipt (reg 8(1)), so from the day the request goes, however the decision is dated;
    // for those outside s31 they are an expectation of the Code.
    d.startClock(adviser.statutory ? 'advice-6w' : 'advice-nons31-6w', on, { about: adviceId });
    const advice = adviceById(d.state, adviceId);
    if (!advice || quiet)
        return;
    d.letters('advice-request', adviserParties(d.state, advice), requestPack(d.state, advice));
};
/** Reg 6(3): the words that go with a request, and copies of what the family gave; the family itself has those. */
const requestPack = (state, advice) => ({
    facts: adviceRequestFacts(state, advice),
    enclosures: isFamilyAdvice(advice) ? [] : familysEvidence(state),
});
/** Asks whoever is to be asked now for a kind that another was asked for before. */
export const askAgain = (d, kind, basis) => ask(d, kind, basis, adviserFor(d.state, kind), null);
/** What was asked for before it was keyed must be among what is asked for, and cannot have come before the decision. */
const checkAsked = (d, asked, kinds) => {
    for (const { kind, on } of asked) {
        must(kinds.includes(kind), 'advice-not-required', `Reg 6 does not ask for ${kind} advice from this child's facts; it asks for ${kinds.join(', ')}`, 'reg 6(1)');
        must(on >= d.on, 'before-the-decision', `${kind} advice was asked for on ${on}, before the decision to assess of ${d.on}`, 'reg 6(1)');
        must(on <= d.today, 'in-the-future', `${kind} advice cannot have been asked for on ${on}: today is ${d.today}`);
    }
};
/** Seeks all that reg 6 requires from the facts as they stand, but what is asked for, or agreed for reuse, already. */
export const seekAdvice = (d, quiet, asked = []) => {
    const needed = requiredAdvice(d.state, d.on).filter(({ kind }) => !d.state.advice.some((a) => a.kind === kind));
    checkAsked(d, asked, needed.map(({ kind }) => kind));
    for (const { kind, basis } of needed) {
        const earlier = asked.find((a) => a.kind === kind)?.on ?? (quiet ? d.on : undefined);
        ask(d, kind, basis, adviserFor(d.state, kind), null, earlier ? { quiet: true, on: earlier } : {});
    }
};
/** Reg 6(3): what the family says after the requests went out is passed on to those who have yet to advise. */
export const passOn = (d) => {
    for (const advice of d.state.advice) {
        if (advice.kind === 'parent' || !isOutstanding(advice))
            continue;
        d.letter('advice-supplement', advice.to, requestPack(d.state, advice));
    }
};
const assessing = (d) => must(d.state.decidedToAssessOn !== null && d.state.stage !== 'finished', 'wrong-stage', `Advice is sought once the authority has decided to assess; this case is at ${d.state.stage}`, 'reg 6(1)');
export const requestAdvice = (d, c) => {
    assessing(d);
    const named = c.service ? d.state.policy.services.find((s) => s.id === c.service) : undefined;
    must(!c.service || named !== undefined, 'unknown-service', `service ${c.service ?? ''} is not in the policy; it has ${d.state.policy.services.map((s) => s.id).join(', ')}`);
    must(named !== undefined || c.person !== undefined, 'no-adviser', 'Give service (an id in the policy) or person (name and address or e-mail) to ask');
    const n = d.state.advice.length + 1;
    const adviser = named
        ? {
            to: serviceParty(named),
            manager: managerParty(named),
            service: named.id,
            serviceName: named.name,
            statutory: named.statutory,
        }
        : {
            to: { id: `adviser-${n}`, role: 'service', ...contactOf(c.person ?? { name: '' }) },
            manager: null,
            service: null,
            serviceName: c.person?.name ?? '',
            statutory: false,
        };
    ask(d, c.kind, `reg 6(1)(${c.basis})`, adviser, c.reason);
};
export const reuseAdvice = (d, c) => {
    must(['considering', 'gathering-advice'].includes(d.state.stage), 'wrong-stage', `Existing advice is agreed for reuse before or while advice is gathered; this case is at ${d.state.stage}`, 'reg 6(4)');
    const { agreedByAdviserOn, agreedByAuthorityOn, agreedByFamilyOn } = c;
    const missing = [
        agreedByAdviserOn ? '' : 'the adviser',
        agreedByAuthorityOn ? '' : 'the authority',
        agreedByFamilyOn ? '' : 'the family',
    ].filter(Boolean);
    must(agreedByAdviserOn !== undefined && agreedByAuthorityOn !== undefined && agreedByFamilyOn !== undefined, 'consent-missing', `Advice is reused only when adviser, authority and family are all satisfied that it is enough; missing: ${missing.join(', ')}`, 'reg 6(4)');
    must(c.kind !== 'parent', 'not-reusable', "The family's own advice is always asked for; reuse is for (b) to (h)", 'reg 6(4)');
    must(!d.state.advice.some((a) => a.kind === c.kind && a.state === 'reused'), 'already-reused', `${c.kind} advice is already agreed for reuse`);
    must(d.state.evidence.some((e) => e.id === c.evidenceId), 'unknown-evidence', `evidenceId ${c.evidenceId} is not on this case; add it first`);
    for (const a of d.state.advice.filter((x) => x.kind === c.kind && isOutstanding(x))) {
        d.emit('advice.declined', { adviceId: a.id, reasons: 'Replaced by advice already given (reg 6(4))' });
        d.voidClock(clockOf(a), 'Existing advice is reused (reg 6(4))');
    }
    d.emit('advice.reused', {
        kind: c.kind,
        evidenceId: c.evidenceId,
        writtenOn: c.writtenOn,
        agreedByAdviserOn,
        agreedByAuthorityOn,
        agreedByFamilyOn,
    });
};
const known = (d, adviceId) => {
    const advice = adviceById(d.state, adviceId);
    must(advice !== undefined, 'unknown-advice', `adviceId ${adviceId} is not on this case; it has ${d.state.advice.map((a) => a.id).join(', ') || 'none'}`);
    return advice;
};
const afterItWasAsked = (d, advice) => must(d.on >= advice.requestedOn, 'before-it-was-asked', `occurredOn ${d.on} is before ${advice.id} was asked for on ${advice.requestedOn}`);
export const acknowledgeAdvice = (d, c) => {
    const advice = known(d, c.adviceId);
    afterItWasAsked(d, advice);
    must(advice.state === 'requested', 'wrong-state', `${advice.id} is ${advice.state}; only a request not yet acknowledged can be`);
    d.emit('advice.acknowledged', { adviceId: advice.id });
};
export const submitAdvice = (d, c) => {
    const advice = known(d, c.adviceId);
    must(d.state.stage !== 'finished', 'case-finished', `The case is finished (${d.state.outcome ?? ''}); advice is no longer taken in`);
    must(isOutstanding(advice) || advice.state === 'declined', 'wrong-state', `${advice.id} is ${advice.state}; nothing is outstanding on it`);
    afterItWasAsked(d, advice);
    d.emit('advice.submitted', {
        adviceId: advice.id,
        version: advice.version + 1,
        author: c.author,
        findings: c.findings ?? null,
        ...aboutDocument(c),
        afterDraft: d.state.decidedToIssueOn !== null,
    });
    // A body complies by giving its advice; a revision afterwards is the authority's own quality rule.
    d.settle(clockOf(advice));
    unstickIfItCame(d);
};
const unstickIfItCame = (d) => {
    if (d.state.stuck?.about !== 'advice' || d.state.advice.some((a) => isOutstanding(a) && a.panelOn !== null))
        return;
    d.unstick('The advice came');
};
export const checkAdvice = (d, c) => {
    const advice = known(d, c.adviceId);
    must(advice.state === 'submitted', 'wrong-state', `${advice.id} is ${advice.state}; only submitted advice is quality-checked`);
    must(c.outcome === 'accept' || c.reasons !== undefined, 'reasons-missing', 'Returning advice needs reasons: say what must be revised');
    const reviseBy = c.outcome === 'return' ? addDays(d.on, d.state.policy.advice.revisionDays) : null;
    d.emit('advice.checked', { adviceId: advice.id, outcome: c.outcome, reasons: c.reasons ?? null, reviseBy });
    const returned = known(d, advice.id);
    if (c.outcome === 'return') {
        d.letter('advice-returned', advice.to, {
            facts: { ...adviceFacts(d.state, returned), ...childName(d.state), revisionNeeded: c.reasons },
        });
    }
};
export const declineAdvice = (d, c) => {
    const advice = known(d, c.adviceId);
    must(isOutstanding(advice), 'wrong-state', `${advice.id} is ${advice.state}; nothing is outstanding on it`, 's31(2)');
    d.emit('advice.declined', { adviceId: advice.id, reasons: c.reasons });
    d.voidClock(clockOf(advice), 'The body refused with written reasons (s31(2))');
};
/** Chases what is still outstanding: nothing is sent for advice that is in, refused or reused. */
export const isChased = (state, advice) => state.stage !== 'finished' && isOutstanding(advice);
/** What follows from an assessment is decided on its advice, or with the reason why not on all of it. */
export const mustHaveAdvice = ({ state }, without, provision) => {
    const outstanding = state.advice.filter(isOutstanding);
    must(outstanding.length === 0 || without !== undefined, 'advice-outstanding', `Advice is outstanding (${outstanding.map((a) => `${a.id} ${a.kind}`).join(', ')}); give outstandingAdvice with the reason to decide without it, or wait`, provision);
};
//# sourceMappingURL=advice.js.map