/** The draft plan: written with the family, checked, served for at least 15 days, answered, and made final (regs 11-14). */
import { addDays, daysBetween, formatLong, minDate } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { addWorkingDays } from '../law/counting.js';
import { SECTION_IDS } from '../law/sections.js';
import { refuse } from '../events.js';
import { must } from '../matter/deciding.js';
import { appendices, draftWithAppendices } from './documents.js';
import { childName, healthCommissioner } from './letter-facts.js';
import { consultationById } from '../matter/consultations.js';
import { finalVersionOf, limitsOf } from './limits.js';
import { checksOutstanding, openDisagreements } from './state.js';
const drafting = (d) => must(d.state.stage === 'drafting' || d.state.stage === 'draft-with-family', 'wrong-stage', `A draft is worked on after the decision to issue; this case is at ${d.state.stage}`, 's38(1)');
const EARLIER_FILE = 'Not held in this system: see the council’s earlier file';
/** Stands for the text of a draft that was served before its case was taken over. It must never leave the building. */
export const SECTIONS_HELD_ELSEWHERE = {
    A: EARLIER_FILE,
    B: EARLIER_FILE,
    C: EARLIER_FILE,
    D: EARLIER_FILE,
    E: EARLIER_FILE,
    F: EARLIER_FILE,
    G: EARLIER_FILE,
    H1: EARLIER_FILE,
    H2: EARLIER_FILE,
    I: '',
    J: EARLIER_FILE,
    K: EARLIER_FILE,
};
export const isHeldElsewhere = (sections) => sections !== undefined && ['B', 'E', 'F'].some((key) => sections[key] === EARLIER_FILE);
export const holdPlanningMeeting = (d, c) => {
    drafting(d);
    must(d.state.planningMeetingOn === null, 'already-held', `The planning meeting is recorded for ${d.state.planningMeetingOn ?? ''}`);
    d.emit('planning.held', { outcome: c.outcome, note: c.note ?? null });
};
/** What is to be provided: a name there is section I by another door. Where the child is now may be told in A to D. */
const PROVISION = ['E', 'F', 'G', 'H1', 'H2'];
const asWords = (text) => ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
/** Sections of a draft that name a school known to the case: consulted, requested, or the child's own. */
const sectionsNamingASchool = (d, sections) => {
    const { consultations, requestedSchool, child } = d.state;
    const names = [...consultations.map((x) => x.to.name), requestedSchool?.name ?? '', child.setting?.name ?? '']
        .filter((name) => name.length > 3)
        .map(asWords);
    return PROVISION.filter((key) => names.some((name) => asWords(sections[key]).includes(name)));
};
/**
 * Reg 14(1) lets a plan differ from the draft that was served only for the family's representations: each section that
 * changes is held against something that they said, and nothing else changes.
 */
const mustFollowRepresentations = (d, before, c) => {
    const follows = new Set((c.follows ?? []).map((f) => f.section));
    const changed = SECTION_IDS.filter((id) => c.sections[id] !== before[id]);
    const unexplained = changed.filter((id) => !follows.has(id));
    must(unexplained.length === 0, 'beyond-representations', `Section ${unexplained.join(', ')} changes, and follows does not say which representation of the family asked for it; what goes beyond them is basis own, and is served again`, 'reg 14(1)');
    const unchanged = [...follows].filter((id) => !changed.includes(id));
    must(unchanged.length === 0 && changed.length > 0, 'no-change', changed.length === 0
        ? 'No section differs from the draft that stands'
        : `follows names section ${unchanged.join(', ')}, which does not differ from the draft that stands`);
};
export const prepareDraft = (d, c) => {
    drafting(d);
    must(c.sections.I.trim() === '', 'school-in-draft', 'Section I must be blank in a draft: it may not name an institution or a type', 's38(5)');
    const naming = sectionsNamingASchool(d, c.sections);
    must(naming.length === 0, 'school-in-draft', `Section ${naming.join(', ')} names a school that was consulted or requested, or the child's own; a draft names none (write "the setting")`, 's38(5)');
    const { draft } = d.state;
    must(c.basis !== 'first' || draft === null, 'basis', 'A draft is already on the case: basis is representations, own or returned');
    must(c.basis === 'first' || draft !== null, 'basis', 'This is the first draft: basis is first');
    // Reg 14(1): what goes beyond the family's representations must be served again as a draft; so must one never served.
    const served = draft?.servedOn ?? null;
    must(served === null || c.basis !== 'representations' || d.state.representationsOn !== null, 'basis', 'The family has made no representations: a change to the draft that was served is the authority’s own, and is served again', 'reg 14(1)');
    const reserve = served === null || c.basis !== 'representations';
    if (draft && !reserve && !isHeldElsewhere(draft.sections))
        mustFollowRepresentations(d, draft.sections, c);
    d.emit('draft.prepared', {
        version: (draft?.version ?? 0) + 1,
        basis: c.basis,
        sections: c.sections,
        reserve,
        ...(c.follows ? { follows: c.follows } : {}),
    });
};
/** Whose word each check is. */
const MAY_CHECK = {
    'assessment-lead': ['assessment-lead', 'manager'],
    'clinical-lead': ['clinical-lead'],
    'educational-psychologist': ['ep-admin', 'adviser'],
};
/** A check is passed by those whose check it is. Held at the door, so that checks made elsewhere can be written up. */
export const refuseOthersCheck = (c) => {
    const theirs = MAY_CHECK[c.check];
    if (theirs.includes(c.by.role))
        return undefined;
    return refuse('wrong-role', `The ${c.check} check is made by ${theirs.join(' or ')}; it was sent as ${c.by.role}`);
};
export const checkDraft = (d, c) => {
    drafting(d);
    const { draft } = d.state;
    must(draft !== null, 'no-draft', 'There is no draft to check yet');
    must(d.state.policy.draft.checks.includes(c.check), 'check-not-asked', `Policy asks for ${d.state.policy.draft.checks.join(', ') || 'no checks'}, not ${c.check}`);
    must(c.outcome === 'pass' || c.notes !== undefined, 'reasons-missing', 'Returning a draft needs notes: say what must change');
    d.emit('draft.checked', { version: draft.version, check: c.check, outcome: c.outcome, notes: c.notes ?? null });
};
/** Post is served the next working day; a family that consented in writing to electronic service, the same day. */
export const servedOn = (d, sentOn) => d.state.family.every((p) => p.electronicConsent) ? sentOn : addWorkingDays(sentOn, 1, ENGLAND_AND_WALES);
export const serveDraft = (d, c) => {
    drafting(d);
    const { draft } = d.state;
    must(draft !== null, 'no-draft', 'There is no draft to serve yet', 's38(2)');
    must(draft.mustServe, 'already-served', `Draft ${draft.version} needs no service: it was served, or changes only what the family represented`, 'reg 14(1)');
    must(c.servedOn !== undefined || !isHeldElsewhere(draft.sections), 'draft-not-held', 'The text of this draft is not held here, so it cannot be served: prepare it first', 's38(2)');
    const missing = checksOutstanding(d.state);
    must(missing.length === 0, 'checks-outstanding', `Policy asks for checks that have not passed: ${missing.join(', ')}`);
    if (c.servedOn)
        d.mustHaveGone(c.servedOn);
    const served = c.servedOn ?? servedOn(d, d.today);
    const days = c.periodDays ?? 15;
    // Beginning with the day of service (reg 13(1)(a)); a longer period stated in the notice governs (s38(4)).
    const periodEndsOn = addDays(served, days - 1);
    const about = draft.version > 1 ? `v${draft.version}` : undefined;
    const { period } = limitsOf(d.state);
    const key = about ? `${period}:${about}` : period;
    for (const open of Object.keys(d.state.deadlines).filter((k) => k.startsWith(period)))
        d.voidClock(open, 'A new draft is served');
    d.emit('clock.started', {
        key,
        ruleId: period,
        triggeredOn: served,
        due: periodEndsOn,
        early: periodEndsOn,
        planBy: null,
        breachable: false,
    });
    d.emit('draft.served', {
        version: draft.version,
        sentOn: c.servedOn ?? d.today,
        servedOn: served,
        periodDays: days,
        periodEndsOn,
    });
    d.notice('draft', c.servedOn, {
        facts: { ...childName(d.state), respondBy: periodEndsOn },
        enclosures: draftWithAppendices(d.state),
    });
};
export const recordRepresentations = (d, c) => {
    must(d.state.stage === 'draft-with-family', 'wrong-stage', `Representations answer a served draft; this case is at ${d.state.stage}`, 'reg 13(1)');
    const ends = d.state.draft?.periodEndsOn ?? d.on;
    const first = d.state.disagreements.length + 1;
    const disagreements = [
        ...(c.agrees ? [] : [{ about: 'draft', text: c.views ?? 'The family disagrees with the draft' }]),
        ...(c.wantsAssessments ?? []).map((text) => ({ about: 'assessments', text })),
    ].map((x, i) => ({ disagreementId: `D${first + i}`, ...x }));
    d.emit('representations.made', {
        views: c.views ?? null,
        agrees: c.agrees,
        // After the period a requested school is considered under s40 rather than s39(3); late or not, it is recorded.
        inPeriod: d.on <= ends,
        requestedSchool: c.requestedSchool
            ? { urn: c.requestedSchool.urn ?? null, name: c.requestedSchool.name, section38: c.requestedSchool.section38 }
            : null,
        requiresMeeting: c.requiresMeeting ?? false,
        disagreements,
    });
};
export const holdOfficerMeeting = (d, c) => {
    must(d.state.meetingRequiredOn !== null && d.state.meetingHeldOn === null, 'no-meeting-required', 'The family has required no meeting that is still to be held', 'reg 13(1)(a)(ii)');
    d.emit('officerMeeting.held', { note: c.note ?? null });
};
export const resolveDisagreement = (d, c) => {
    const open = openDisagreements(d.state).map((x) => x.id);
    must(open.includes(c.disagreementId), 'unknown-disagreement', `disagreementId ${c.disagreementId} is not open; open are ${open.join(', ') || 'none'}`);
    d.emit('disagreement.resolved', { disagreementId: c.disagreementId, outcome: c.outcome, reasons: c.reasons });
};
const placementWords = (d) => {
    const { placement } = d.state;
    if (!placement)
        return '';
    if (placement.kind === 'type')
        return placement.typeOfProvision ?? '';
    return consultationById(d.state, placement.consultationId ?? '')?.to.name ?? '';
};
export const finalisePlan = (d, c) => {
    const { draft, placement } = d.state;
    must(d.state.stage === 'draft-with-family' && draft !== null, 'wrong-stage', `A plan is made final after its draft was served; this case is at ${d.state.stage}`, 'reg 13(2)');
    must(!draft.mustServe, 'not-served', `Draft ${draft.version} has not been served: it goes beyond the family's representations and needs its own 15 days`, 'reg 14(1)');
    must(!d.state.letters.some((l) => l.notice === 'draft' && (l.state === 'requested' || l.state === 'refused')), 'not-served', 'A letter with the draft has not gone to the family: see that it goes, or say what became of it', 'reg 13(1)');
    const unchecked = checksOutstanding(d.state);
    must(unchecked.length === 0, 'checks-outstanding', `Draft ${draft.version} was changed after it was served, and policy asks for checks that have not passed: ${unchecked.join(', ')}`);
    const ends = draft.periodEndsOn ?? d.on;
    const madeOn = c.noticeAlreadySentOn ? minDate(c.noticeAlreadySentOn, d.on) : d.on;
    must(madeOn > ends || c.earlyOverride !== undefined, 'period-running', `The family has until ${formatLong(ends)} to answer the draft; the plan can be made final the day after, or earlyOverride must name the officer and the reason`, 'reg 13(1)(a)');
    must(d.state.meetingRequiredOn === null || d.state.meetingHeldOn !== null || c.earlyOverride !== undefined, 'meeting-owed', 'The family required a meeting with an officer that has not been held', 'reg 13(1)(a)(ii)');
    must(placement !== null, 'no-placement', 'Nothing is decided for section I: name an institution, or a type where policy allows it', 's39, s40');
    must(c.noticeAlreadySentOn !== undefined || !isHeldElsewhere(c.sections), 'plan-not-held', 'The sections given only say that the text is in the earlier file: a final plan that is sent must hold it', 'reg 12');
    const words = placementWords(d);
    must(c.sections.I.includes(words), 'section-I', 'Section I must say what was decided: it does not contain the institution or type that was named', 's37(2)');
    const changed = SECTION_IDS.filter((id) => id !== 'I' && id !== 'K' && c.sections[id] !== draft.sections[id]);
    must(changed.length === 0, 'differs-from-draft', `Section ${changed.join(', ')} is not as in draft ${draft.version}: put the change on the case first (draft prepare, basis representations; or own, to serve it again)`, 'reg 14(1)');
    d.emit('plan.finalised', { sections: c.sections, earlyOverride: c.earlyOverride ?? null });
    const institution = placement.kind === 'institution' ? consultationById(d.state, placement.consultationId ?? '')?.to : undefined;
    const { final } = limitsOf(d.state);
    d.notice(d.state.reassesses ? 'reassessed-final' : 'final', c.noticeAlreadySentOn, {
        facts: { ...childName(d.state), placement: words },
        enclosures: [{ kind: 'final-plan', id: 'plan', version: finalVersionOf(d.state) }, ...appendices(d.state)],
        settles: [final],
    }, [...(institution ? [institution] : []), healthCommissioner(d.state)]);
    d.end('The plan is final', [final]);
};
/**
 * The draft goes again, or went later than was thought: its period begins again with the later service, so that nobody has
 * less than the law gives. Returns its new last day.
 */
export const servedAgain = (d, served) => {
    const { draft } = d.state;
    if (!draft?.servedOn || !draft.periodEndsOn || served <= draft.servedOn)
        return draft?.periodEndsOn ?? null;
    const days = daysBetween(draft.servedOn, draft.periodEndsOn) + 1;
    const periodEndsOn = addDays(served, days - 1);
    const dates = { triggeredOn: served, due: periodEndsOn, early: periodEndsOn, planBy: null };
    const { period } = limitsOf(d.state);
    const open = Object.values(d.state.deadlines).find((x) => x.ruleId === period && x.state === 'running');
    if (open) {
        d.emit('clock.recalculated', { key: open.key, ...dates, reason: 'A letter with the draft had not gone' });
    }
    else {
        const times = Object.values(d.state.deadlines).filter((x) => x.ruleId === period).length;
        const key = `${period}:v${draft.version}-${times + 1}`;
        d.emit('clock.started', { key, ruleId: period, ...dates, breachable: false });
    }
    d.emit('draft.served', { version: draft.version, sentOn: d.on, servedOn: served, periodDays: days, periodEndsOn });
    return periodEndsOn;
};
//# sourceMappingURL=draft.js.map