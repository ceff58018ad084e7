import { finalVersionOf, limitsOf } from '../assessment/limits.js';
import { isFinished } from '../assessment/state.js';
import { maxDate } from '../civil-date.js';
import { reassessmentRef } from '../ids.js';
import { must } from '../matter/deciding.js';
import { isOwed } from '../matter/state.js';
import { institutionNamed } from './holding.js';
import { placeOn } from './places.js';
import { isPlanOver } from './state.js';
export const askReassessment = (d, c) => {
    const { reassessment, reassessments, caseRef } = d.state;
    must(reassessment === null, 'reassessment-open', `Reassessment ${reassessment?.caseRef ?? ''} of this plan is open already: add what came in to that case`, 's44(2)');
    const n = reassessments + 1;
    d.emit('reassessment.asked', {
        n,
        caseRef: reassessmentRef(caseRef, n),
        requestedBy: c.requestedBy,
        reason: c.reason ?? null,
        representations: c.representations ?? null,
    });
    // What was proposed to the family is under way by that. What a health commissioner asked for is by its own alone: one of
    // anybody else may still be refused (r23).
    const by = d.state.assessing?.by;
    if (by === 'authority' || by === c.requestedBy)
        d.emit('assessing.settled', {});
};
/** A plan is made of an assessment, so the child was assessed when it was made, if not since. */
const lastAssessedOn = ({ madeOn, assessedOn, reassessedOn }) => maxDate(madeOn, ...(assessedOn ? [assessedOn] : []), ...(reassessedOn ? [reassessedOn] : []));
const SOURCES = {
    institution: 'school',
    'health-commissioner': 'health',
    authority: 'authority',
};
/** What the case of the reassessment that is open begins with; undefined where none is. */
export const openingOfReassessment = (state) => {
    const { reassessment, child, family, healthCommissioner, caseworker } = state;
    if (reassessment === null || isPlanOver(state))
        return undefined;
    const { requestedBy, representations, askedOn } = reassessment;
    const { institution } = placeOn(state, askedOn);
    const ofFamily = family[0]?.role === 'young-person' ? 'young-person' : 'parent';
    return {
        source: requestedBy === 'family' ? ofFamily : SOURCES[requestedBy],
        channel: 'client',
        receivedOn: askedOn,
        // Advice is asked of the institution that has the child.
        child: { ...child, ...(institution ? { setting: institution } : {}) },
        family,
        ...(representations ? { representations } : {}),
        ...(caseworker
            ? {
                caseworker: {
                    id: caseworker.id,
                    name: caseworker.name,
                    ...(caseworker.telephone ? { telephone: caseworker.telephone } : {}),
                    ...(caseworker.email ? { email: caseworker.email } : {}),
                },
            }
            : {}),
        reassesses: {
            planRef: state.caseRef,
            planVersion: state.version,
            requestedBy,
            lastAssessedOn: lastAssessedOn(state),
            ...(healthCommissioner ? { healthCommissioner } : {}),
        },
    };
};
/** How a reassessment ended; undefined while it goes on, or its final plan has not gone to the family yet. */
export const endOfReassessment = (state) => {
    const { outcome, finishedOn, finalSections, deadlines, letters, caseRef } = state;
    if (!isFinished(state) || outcome === null || finishedOn === null || !state.reassesses)
        return undefined;
    const end = { caseRef, outcome: outcome, endedOn: finishedOn };
    if (outcome !== 'reassessed' || finalSections === null)
        return { ...end, final: null };
    const { final } = limitsOf(state);
    const owed = letters.some((l) => l.settles.includes(final) && isOwed(l));
    const sentOn = deadlines[final]?.doneOn ?? finishedOn;
    return owed
        ? undefined
        : {
            ...end,
            final: { version: finalVersionOf(state), sections: finalSections, sentOn, ...institutionNamed(state) },
        };
};
/** The child was assessed, whatever came of it. */
const ASSESSED = new Set(['reassessed', 'plan-unchanged']);
/** Said twice, it happens once. */
export const endReassessment = (d, reassessed) => {
    if (d.state.reassessment?.caseRef !== reassessed.caseRef || isPlanOver(d.state))
        return d.events;
    const before = d.state.version;
    d.emit('reassessment.ended', reassessed);
    if (d.state.assessing !== null && ASSESSED.has(reassessed.outcome))
        d.emit('assessing.settled', {});
    if (reassessed.final && reassessed.final.version <= before)
        mustBeCompared(d, reassessed);
    if (reassessed.outcome === 'died') {
        d.emit('plan.ended', { reason: 'died' });
        d.end('The child or young person has died');
    }
    else if (reassessed.outcome === 'moved-away' && d.state.moveOut === null)
        mustBeHandedOver(d, reassessed);
    return d.events;
};
/** Begun from the text before, its final plan lacks what was amended meanwhile. */
const mustBeCompared = (d, { caseRef }) => d.emit('fact.unexpected', {
    factId: `reassessed-${caseRef}-${d.state.version}`,
    what: 'reassessed',
    why: `Reassessment ${caseRef} made version ${d.state.version} of the plan, and the plan was amended while it was made: compare the two texts, and amend again where one lost what the other changed`,
});
/** s47, r15: the plan goes to the authority of the new home, and only a person knows which and when. */
const mustBeHandedOver = (d, { caseRef }) => d.emit('fact.unexpected', {
    factId: `moved-away-${caseRef}`,
    what: 'moved-away',
    why: `Reassessment ${caseRef} ended because the child moved away, and the plan knows of no move: record it (plan moved-out)`,
});
export const REASSESSMENT_FOLD = {
    'reassessment.asked': (_s, d, on) => ({
        reassessment: { ...d, askedOn: on },
        reassessments: d.n,
        lastProgressOn: on,
    }),
    'reassessment.ended': (s, d, on) => ({
        reassessment: null,
        lastProgressOn: on,
        ...(ASSESSED.has(d.outcome) ? { assessedOn: d.endedOn } : {}),
        ...(d.final ? asReassessed(s, d.final) : {}),
    }),
};
/** The review of a plan that is there by then goes on; whether it still has to, a person says. */
const asReassessed = (s, final) => {
    const { version, sections, sentOn, institution, regulation20 } = final;
    const stays = institution !== null && institution.urn !== undefined && institution.urn === s.institution?.urn;
    return {
        // A review may have amended it meanwhile.
        version: Math.max(version, s.version + 1),
        sections,
        textOn: sentOn,
        reassessedOn: sentOn,
        ...(stays ? {} : { institution, regulation20, lastYear: null, beforeTransfer: null }),
    };
};
/** R (LW) v Islington [2025] EWHC 703 (Admin): a review may not be needed beside a reassessment. It is shown, and not cleared by itself. */
export const reassessedDuringReview = ({ review, reassessedOn }) => review !== null && reassessedOn !== null && review.kind !== 'under-5' && reassessedOn >= review.startedOn
    ? [
        {
            key: `review-and-reassessment:${review.n}`,
            role: 'assessment-lead',
            title: `The plan was reassessed while review ${review.n} is open: settle what is left for the review to decide`,
            dueOn: null,
            closedBy: 'review decide',
        },
    ]
    : [];
//# sourceMappingURL=reassessment.js.map