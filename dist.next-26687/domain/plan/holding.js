/** The plan that an assessment ended in, as it begins its life. */
import { isFinished } from '../assessment/state.js';
/** What section I of a final plan names; null where it names a type alone. */
export const institutionNamed = ({ placement, consultations, child: { setting }, }) => {
    const named = placement?.kind === 'institution' ? consultations.find((c) => c.id === placement.consultationId) : undefined;
    const stays = named !== undefined && setting?.urn !== undefined && setting.urn === named.urn;
    const institution = named
        ? {
            kind: stays ? setting.kind : 'school',
            name: named.to.name,
            ...(named.urn ? { urn: named.urn } : {}),
            ...(named.to.email ? { email: named.to.email } : {}),
            ...(named.to.address ? { address: named.to.address } : {}),
        }
        : null;
    // What s38(3) lists is, but for colleges, what reg 20(12) lists.
    return { institution, regulation20: named?.section38 === true && institution?.kind === 'school' };
};
/** Null where the assessment did not end in a plan. */
export const holdingOf = (state, rules) => {
    const { outcome, finalSections, finishedOn, child, family, caseworker, externalRef } = state;
    if (!isFinished(state) || outcome !== 'final-plan' || finishedOn === null)
        return null;
    return {
        source: 'assessment',
        child,
        family,
        ...institutionNamed(state),
        lastYear: null,
        yearsAhead: 0,
        madeOn: finishedOn,
        version: 1,
        sections: finalSections,
        lastReviewOn: null,
        reassessedOn: null,
        externalRef,
        caseworker,
        ...rules,
    };
};
//# sourceMappingURL=holding.js.map