/** What may be said to a plan between its reviews. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { matterCommands } from '../matter/command-shapes.js';
import { civilDate, line, officers } from '../shared-shapes.js';
import { amendingCommands } from './amending-shapes.js';
import { planCorrectionCommands } from './corrections-shapes.js';
import { leavingCommands } from './leaving-shapes.js';
import { moveCommands } from './moves-shapes.js';
import { planReassessmentCommands } from './reassessment-shapes.js';
const command = commandsOf();
export const planCommands = {
    startReview: command({
        group: 'plan',
        verb: 'review',
        description: 'Begin a review before it is due: the placement is at risk, or somebody asks for it with reason',
        roles: officers,
        shape: { reason: line },
        example: { reason: 'The school says that it can no longer meet need.' },
    }),
    ...planReassessmentCommands,
    considerCeasing: command({ group: 'plan', ...leavingCommands.considerCeasing }),
    recordViewsOnCeasing: command({ group: 'plan', ...leavingCommands.recordViewsOnCeasing }),
    decideCeasing: command({ group: 'plan', ...leavingCommands.decideCeasing }),
    dropCeasing: command({ group: 'plan', ...leavingCommands.dropCeasing }),
    discloseToHigherEducation: command({ group: 'plan', ...leavingCommands.discloseToHigherEducation }),
    requestFunding: command({ group: 'plan', ...leavingCommands.requestFunding }),
    decideFunding: command({ group: 'plan', ...leavingCommands.decideFunding }),
    monitorFunding: command({ group: 'plan', ...leavingCommands.monitorFunding }),
    endFunding: command({ group: 'plan', ...leavingCommands.endFunding }),
    recordListing: command({ group: 'plan', ...leavingCommands.recordListing }),
    recordRecommendation: command({ group: 'plan', ...leavingCommands.recordRecommendation }),
    ...amendingCommands,
    planTransition: command({
        group: 'plan',
        verb: 'transition',
        description: 'Say when the young person is to go from one post-16 institution to another: its review is opened in time (r18(2))',
        roles: officers,
        shape: { transferOn: civilDate, to: line.optional() },
        example: { transferOn: '2027-09-01', to: 'Harbour College' },
    }),
    recordCeaseAppeal: command({
        group: 'plan',
        verb: 'appealed',
        description: 'The family appeals against the decision to cease: the plan is maintained until the appeal is determined (s45(4))',
        roles: officers,
        shape: { note: line.optional() },
        example: { note: 'Registered by the tribunal.' },
    }),
    confirmCeased: command({
        group: 'plan',
        verb: 'cease',
        description: 'Confirm that the plan ends: no appeal was brought in time, or it was finally determined (s45(4))',
        roles: ['assessment-lead', 'manager'],
        shape: { basis: z.enum(['no-appeal', 'appeal-dismissed']), note: line.optional() },
        example: { basis: 'no-appeal' },
    }),
    endPlan: command({
        group: 'plan',
        verb: 'end',
        description: 'The child or young person has died: the plan ends, its review stops, and nothing more is sent',
        roles: officers,
        shape: { reason: z.enum(['died']) },
        example: { reason: 'died' },
    }),
    keepPlan: command({
        group: 'plan',
        verb: 'keep',
        description: 'The plan is maintained after all: the appeal was allowed, or the decision to cease is withdrawn',
        roles: ['assessment-lead', 'manager'],
        shape: { reason: line },
        example: { reason: 'The tribunal allowed the appeal.' },
    }),
    ...moveCommands,
    ...planCorrectionCommands,
    assignCaseworker: command({
        group: 'plan',
        description: 'Give the plan to a caseworker',
        ...matterCommands.assignCaseworker,
    }),
    recordContact: command({ group: 'plan', ...matterCommands.recordContact }),
    resolveUnexpected: command({ group: 'plan', ...matterCommands.resolveUnexpected }),
    resolveLetter: command({ group: 'plan', ...matterCommands.resolveLetter }),
};
//# sourceMappingURL=command-shapes.js.map