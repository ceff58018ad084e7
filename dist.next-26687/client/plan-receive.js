/** Takes over a plan that another authority hands over (r15): the child must be free here, and the plan keeps its day. */
import { createHash } from 'node:crypto';
import { childIdentity } from '../domain/assessment/identity.js';
import { mustBe } from '../domain/caller.js';
import { caseRefFrom, planId } from '../domain/ids.js';
import { caseworkerOf } from '../domain/matter/state.js';
import { MAY_RECEIVE, transferFault } from '../domain/plan/moves-in.js';
import { Refused } from './ehcna.js';
import { against } from './plan-import.js';
const holdingOf = (receipt, rules) => {
    const { institution, regulation20, lastYear, yearsAhead, version, sections, lastReviewOn, externalRef, ...rest } = receipt;
    const { caseworker, transfer, ...known } = rest;
    return {
        ...known,
        source: 'transfer',
        transfer: { ...transfer, awareOn: transfer.awareOn ?? null },
        institution: institution ?? null,
        regulation20: regulation20 ?? institution?.kind === 'school',
        lastYear: lastYear ?? null,
        yearsAhead: yearsAhead ?? 0,
        version: version ?? 1,
        sections: sections ?? null,
        lastReviewOn: lastReviewOn ?? null,
        // What it was made by is the other authority's past: the day it was made or last reviewed is what counts (r15(5)).
        reassessedOn: null,
        externalRef: externalRef ?? null,
        caseworker: caseworkerOf(caseworker),
        ...rules,
    };
};
export const receivePlan = async (ehcna, receipt, { rules, by, today, requestId }) => {
    const refusal = mustBe({ actor: by }, MAY_RECEIVE, 'Taking over a plan from another authority');
    if (refusal)
        throw new Refused(refusal);
    const holding = holdingOf(receipt, rules);
    const fault = transferFault(holding, today);
    if (fault)
        throw new Refused({ code: 'malformed', reason: fault });
    const caseRef = caseRefFrom(createHash('sha256').update(`transfer ${requestId}`).digest());
    const { ledger } = ehcna;
    if ((await ledger.read(planId(caseRef))).length > 0)
        return { caseRef, started: false };
    const taken = against(await ledger.claimChild(caseRef, childIdentity(holding.child)));
    if (taken) {
        await ledger.releaseChild(caseRef);
        throw new Refused({ code: 'child-known', reason: taken.reason });
    }
    await ledger.recordPolicy(rules.policyVersion, rules.policy);
    return { caseRef, ...(await ehcna.holdPlan(caseRef, holding, by)) };
};
//# sourceMappingURL=plan-receive.js.map