import { holdingShape } from '../../domain/plan/event-shapes.js';
import { caseworkerOf, childOf, familyOf, parentsLeftOut, settingOf } from './people.js';
const numberIn = (row, column) => {
    const given = row.get(column);
    return given === undefined ? undefined : Number(given);
};
/** Once a review has followed it, the twelve months run from that review (reg 27(4)). */
const reassessedOn = (row) => {
    const [reassessed, reviewed] = [row.get('reassessed_on'), row.get('last_review_on')];
    return reassessed === undefined || (reviewed !== undefined && reviewed > reassessed) ? null : reassessed;
};
const heldBy = (row) => {
    const caseworker = caseworkerOf(row);
    return caseworker
        ? { ...caseworker, telephone: caseworker.telephone ?? null, email: caseworker.email ?? null }
        : null;
};
const holding = (row, { lawVersion, policyVersion, policy }) => {
    const institution = settingOf(row, 'institution') ?? null;
    return {
        source: 'import',
        child: childOf(row),
        family: familyOf(row, policy.authority.name),
        institution,
        regulation20: row.has('regulation_20') ? row.yes('regulation_20') : institution?.kind === 'school',
        lastYear: numberIn(row, 'last_year') ?? null,
        yearsAhead: numberIn(row, 'years_ahead') ?? 0,
        madeOn: row.must('plan_made_on'),
        version: numberIn(row, 'plan_version') ?? 1,
        sections: null,
        lastReviewOn: row.get('last_review_on') ?? null,
        reassessedOn: reassessedOn(row),
        externalRef: row.must('external_ref'),
        caseworker: heldBy(row),
        lawVersion,
        policyVersion,
        policy,
    };
};
/** Faults name the field, never its value. */
export const holdingOf = (row, rules) => {
    const held = holding(row, rules);
    const issues = holdingShape.safeParse(held).error?.issues ?? [];
    return issues.length === 0
        ? held
        : issues.map(({ path, code }) => ({ reason: `the plan cannot be recorded: ${path.join('.')}, ${code}` }));
};
export const notesOnPlan = (row, { reassessedOn: kept }) => [
    ...parentsLeftOut(row),
    ...(row.has('reassessed_on') && kept === null
        ? ['reassessed_on is left out: a review has followed it, and the next is counted from that']
        : []),
];
//# sourceMappingURL=plan-holding.js.map