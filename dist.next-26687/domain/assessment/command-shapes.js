/**
 * Every command a person or a system may give a running assessment: its shape, who may give it, what it means. The one
 * source from which the update handlers, the command line's options, the worklist's hints and the sandbox's own check
 * (domain/generated/commands.ts, made by scripts/generate.mjs) are derived. Imports zod: workflows never load this file.
 */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { CHILD_FACTS, familyCommands } from '../matter/corrections-shapes.js';
import { matterCommands } from '../matter/command-shapes.js';
import { consultationCommands, providerShape } from '../matter/consultation-shapes.js';
import { referralCommands } from '../matter/referral-shapes.js';
import { GROUND_IDS, WHOSE } from '../law/exceptions.js';
import { SECTION_IDS } from '../law/sections.js';
import { ADVICE_KINDS, DRAFT_CHECKS, PANEL_QUESTIONS } from '../policy.js';
import { reassessesShape, reassessmentCommands } from './reassessment-shapes.js';
import { aboutDocument, childShape, civilDate, documentHash, earlyOverride, finalSections, id, line, noticeAlreadySentOn, officers, partyShape, requestedSchoolShape, sectionsShape, settingShape, text, } from '../shared-shapes.js';
const command = commandsOf();
export const assessmentCommands = {
    recordFamilyCall: command({
        group: 'assessment',
        verb: 'family-call',
        description: 'Record the telephone call to the family: consent, section A and the outcomes that matter most to them',
        roles: officers,
        shape: {
            outcome: z.enum(['held', 'no-answer', 'declined']),
            consentToShare: z.boolean().optional(),
            sectionA: text.optional(),
            keyOutcomes: z.array(line).max(20).optional(),
        },
        example: {
            outcome: 'held',
            consentToShare: true,
            sectionA: 'Likes trains and quiet rooms.',
            keyOutcomes: ['To have one good friend'],
        },
    }),
    addEvidence: command({
        group: 'assessment',
        verb: 'add-evidence',
        description: 'Add a document received for the decision to assess or for the assessment',
        roles: [...officers, 'adviser', 'provider', 'integrator', 'family'],
        shape: {
            evidenceId: id,
            kind: z.enum(['report', 'school-record', 'family-views', 'medical', 'care', 'other']),
            from: z.enum(['family', 'school', 'health', 'social-care', 'other']),
            title: line,
            ...aboutDocument,
        },
        example: {
            evidenceId: 'E1',
            kind: 'school-record',
            from: 'school',
            title: 'Two cycles of assess, plan, do, review',
        },
    }),
    decideToAssess: command({
        group: 'assessment',
        verb: 'decide',
        description: 'Decide whether to assess (s36(8)): both questions yes means the authority must assess',
        roles: ['assessment-lead', 'manager'],
        shape: {
            outcome: z.enum(['assess', 'refuse']),
            mayHaveSen: z.boolean(),
            mayNeedPlan: z.boolean(),
            reasons: text,
            /** Why the officer decides before the panel has recommended, where policy asks for a panel. */
            withoutPanel: line.optional(),
            noticeAlreadySentOn,
            /** Late keying: advice that was asked for on another day than that of the decision. */
            adviceAlreadyRequested: z
                .array(z.strictObject({ kind: z.enum(ADVICE_KINDS), on: civilDate }))
                .max(ADVICE_KINDS.length)
                .optional(),
            /** Late keying: whatever else reg 6 requires was asked for too, on the day of the decision; nothing is sent for it. */
            allAdviceRequested: z.boolean().optional(),
        },
        example: {
            outcome: 'assess',
            mayHaveSen: true,
            mayNeedPlan: true,
            reasons: 'Two cycles of support and little progress.',
        },
    }),
    requestAdvice: command({
        group: 'advice',
        verb: 'request',
        description: 'Seek further advice: a person the authority chooses (reg 6(1)(f)) or the family reasonably requests (reg 6(1)(h))',
        roles: officers,
        shape: {
            kind: z.enum(ADVICE_KINDS),
            service: id.optional(),
            person: z.strictObject({ name: line, email: z.email().optional(), address: line.optional() }).optional(),
            basis: z.enum(['f', 'h']),
            reason: line,
        },
        example: {
            kind: 'other',
            person: { name: 'Speech and language therapist', email: 'salt@health.example' },
            basis: 'h',
            reason: 'Asked for by the family',
        },
    }),
    reuseAdvice: command({
        group: 'advice',
        verb: 'reuse',
        description: 'Use advice already given instead of asking again (reg 6(4)): only with all three agreements',
        roles: officers,
        shape: {
            kind: z.enum(ADVICE_KINDS),
            evidenceId: id,
            writtenOn: civilDate,
            agreedByAdviserOn: civilDate.optional(),
            agreedByAuthorityOn: civilDate.optional(),
            agreedByFamilyOn: civilDate.optional(),
        },
        example: {
            kind: 'medical',
            evidenceId: 'E2',
            writtenOn: '2026-09-01',
            agreedByAdviserOn: '2026-11-02',
            agreedByAuthorityOn: '2026-11-02',
            agreedByFamilyOn: '2026-11-03',
        },
    }),
    acknowledgeAdvice: command({
        group: 'advice',
        verb: 'acknowledge',
        description: 'The service says that it has the request',
        roles: [...officers, 'ep-admin', 'adviser', 'integrator'],
        shape: { adviceId: id },
        example: { adviceId: 'A2' },
    }),
    submitAdvice: command({
        group: 'advice',
        verb: 'submit',
        description: 'Advice has come in; it may be late, and it may be attached after drafting',
        roles: [...officers, 'ep-admin', 'adviser', 'integrator', 'family', 'provider'],
        shape: {
            adviceId: id,
            author: line,
            findings: text.optional(),
            ...aboutDocument,
        },
        example: { adviceId: 'A2', author: 'Educational psychologist', findings: 'Needs visual structure.' },
    }),
    checkAdvice: command({
        group: 'advice',
        verb: 'quality-check',
        description: 'Accept the advice or return it for revision with reasons',
        roles: [...officers, 'clinical-lead', 'ep-admin'],
        shape: { adviceId: id, outcome: z.enum(['accept', 'return']), reasons: text.optional() },
        example: { adviceId: 'A2', outcome: 'accept' },
    }),
    declineAdvice: command({
        group: 'advice',
        verb: 'decline',
        description: 'The body refuses to advise, with its written reasons (s31(2)-(3))',
        roles: [...officers, 'ep-admin', 'adviser', 'integrator'],
        shape: { adviceId: id, reasons: text },
        example: { adviceId: 'A3', reasons: 'Not known to this service.' },
    }),
    excuseAdvice: command({
        group: 'advice',
        verb: 'excuse',
        description: 'Record that an exception of reg 8(2) applies to the body asked; it excuses the body alone and moves no date',
        roles: ['assessment-lead', 'manager'],
        shape: {
            adviceId: id,
            ground: z.enum(GROUND_IDS),
            evidence: line,
            from: civilDate,
            to: civilDate.optional(),
            whose: z.enum(WHOSE).optional(),
            madeImpractical: z.boolean(),
        },
        example: {
            adviceId: 'A2',
            ground: 'missed-examination',
            evidence: 'Hospital confirms missed appointment of 3 November',
            from: '2026-11-03',
            to: '2026-11-03',
            whose: 'child',
            madeImpractical: true,
        },
    }),
    decideToIssue: command({
        group: 'assessment',
        verb: 'decide-issue',
        description: 'Decide after the assessment whether a plan is needed (s37(1), reg 10, s36(9))',
        roles: ['assessment-lead', 'manager'],
        shape: {
            outcome: z.enum(['issue', 'no-plan']),
            reasons: text,
            /** Why the decision is taken with advice outstanding: it is attached when it comes. */
            outstandingAdvice: line.optional(),
            withoutPanel: line.optional(),
            noticeAlreadySentOn,
        },
        example: { outcome: 'issue', reasons: 'Provision needed exceeds what is ordinarily available.' },
    }),
    ...reassessmentCommands,
    holdPlanningMeeting: command({
        group: 'draft',
        verb: 'planning-meeting',
        description: 'Record the meeting at which the family and the caseworker wrote the plan together',
        roles: officers,
        shape: { outcome: z.enum(['held', 'declined']), note: text.optional() },
        example: { outcome: 'held', note: 'Outcomes agreed; school not discussed.' },
    }),
    prepareDraft: command({
        group: 'draft',
        verb: 'prepare',
        description: 'Put a version of the draft plan on the case: sections A to K each present, section I blank (s38(5))',
        roles: officers,
        shape: {
            sections: sectionsShape,
            /** What the change rests on: reg 14(1) lets a final differ from the draft only for the family's representations. */
            basis: z.enum(['first', 'representations', 'own', 'returned']),
            /** For representations on a draft that was served: each section that changes, and what the family said that it follows. */
            follows: z
                .array(z.strictObject({ section: z.enum(SECTION_IDS), representation: line }))
                .max(SECTION_IDS.length)
                .optional(),
        },
        example: {
            basis: 'first',
            sections: { ...finalSections, I: '' },
        },
    }),
    checkDraft: command({
        group: 'draft',
        verb: 'check',
        description: 'Pass or return the draft on one of the checks that policy names',
        roles: ['assessment-lead', 'manager', 'clinical-lead', 'ep-admin', 'adviser'],
        shape: { check: z.enum(DRAFT_CHECKS), outcome: z.enum(['pass', 'return']), notes: text.optional() },
        example: { check: 'assessment-lead', outcome: 'pass' },
    }),
    serveDraft: command({
        group: 'draft',
        verb: 'serve',
        description: 'Send the draft to the family with notice of their rights; at least 15 days run from service (reg 13(1))',
        roles: officers,
        shape: {
            periodDays: z.number().int().min(15).max(90).optional(),
            /** Served by other means already: the date it was served on. */
            servedOn: civilDate.optional(),
        },
        example: { periodDays: 15 },
    }),
    recordRepresentations: command({
        group: 'draft',
        verb: 'representations',
        description: 'What the family says of the draft: views, a school requested, a meeting required, further assessments wanted',
        roles: [...officers, 'family', 'integrator'],
        shape: {
            views: text.optional(),
            agrees: z.boolean(),
            requestedSchool: requestedSchoolShape.optional(),
            requiresMeeting: z.boolean().optional(),
            wantsAssessments: z.array(line).max(10).optional(),
        },
        example: {
            agrees: false,
            views: 'Section F is not specific.',
            requestedSchool: { urn: '999901', name: 'Hillside School', section38: true },
            requiresMeeting: true,
        },
    }),
    holdOfficerMeeting: command({
        group: 'draft',
        verb: 'meeting',
        description: 'Record the meeting with an officer that the family required (reg 13(1)(a)(ii))',
        roles: officers,
        shape: { note: text.optional() },
        example: { note: 'Agreed to quantify speech and language therapy.' },
    }),
    resolveDisagreement: command({
        group: 'draft',
        verb: 'resolve',
        description: 'Close a disagreement about the draft or a request for more assessments',
        roles: officers,
        shape: {
            disagreementId: id,
            outcome: z.enum(['agreed', 'changed', 'not-agreed', 'assessments-made', 'assessments-declined']),
            reasons: text,
        },
        example: { disagreementId: 'D1', outcome: 'changed', reasons: 'Section F now gives hours.' },
    }),
    consultProviders: command({
        group: 'consult',
        verb: 'send',
        description: 'Consult one or more providers together as the next round (s39(2), Code 9.83: 15 days each)',
        roles: officers,
        shape: { providers: z.array(providerShape).min(1).max(30), noticeAlreadySentOn },
        example: {
            providers: [
                {
                    urn: '999901',
                    name: 'Hillside School',
                    section38: true,
                    requestedByFamily: true,
                    email: 'office@hillside.example',
                },
            ],
        },
    }),
    recordReply: command({ group: 'consult', ...consultationCommands.recordReply }),
    answerObjection: command({ group: 'consult', verb: 'answer', ...consultationCommands.answerObjection }),
    namePlacement: command({
        group: 'consult',
        verb: 'name',
        ...consultationCommands.namePlacement,
        roles: ['assessment-lead', 'manager', 'caseworker'],
    }),
    finalisePlan: command({
        group: 'draft',
        verb: 'finalise',
        description: 'Make the final plan and send it to the family, the institution and the health commissioner (reg 13(2), 14)',
        roles: ['assessment-lead', 'manager', 'caseworker'],
        shape: {
            sections: sectionsShape,
            earlyOverride: earlyOverride.optional(),
            noticeAlreadySentOn,
        },
        example: {
            sections: finalSections,
        },
    }),
    referToPanel: command({
        group: 'panel',
        verb: 'refer',
        description: "Put the case on a panel's next meeting",
        roles: officers,
        shape: { panel: id, question: z.enum(PANEL_QUESTIONS), reason: line },
        example: { panel: 'stuck-cases', question: 'stuck', reason: 'No psychologist allocated' },
    }),
    recordListing: command({ group: 'panel', verb: 'listed', ...referralCommands.recordListing }),
    recordRecommendation: command({ group: 'panel', verb: 'recommended', ...referralCommands.recordRecommendation }),
    completeAction: command({
        group: 'panel',
        verb: 'action-done',
        description: 'An action that a panel named is done',
        roles: [...officers, 'panel-clerk', 'ep-admin', 'adviser'],
        shape: { actionId: id, outcome: text },
        example: { actionId: 'X1', outcome: 'Locum psychologist allocated.' },
    }),
    recordException: command({
        group: 'assessment',
        verb: 'except',
        description: 'Record a statutory exception (reg 5(4), 10(4)) with its evidence and dates; it moves no date and is never "busy"',
        roles: ['assessment-lead', 'manager'],
        shape: {
            ruleId: line,
            ground: z.enum(GROUND_IDS),
            evidence: line,
            from: civilDate,
            to: civilDate.optional(),
            whose: z.enum(WHOSE).optional(),
            /** The decider finds that the event, and nothing else, makes meeting the limit impractical. */
            madeImpractical: z.boolean(),
            /** For a closure: the request for advice to the school; found by itself if left out. */
            adviceId: id.optional(),
        },
        example: {
            ruleId: 'plan-final-20w',
            ground: 'absence',
            evidence: 'Tickets and school absence record',
            from: '2026-07-01',
            to: '2026-08-10',
            whose: 'child',
            madeImpractical: true,
        },
    }),
    withdraw: command({
        group: 'case',
        verb: 'withdraw',
        description: 'The person who asked withdraws the request: not a refusal, and not a lapse',
        roles: [...officers, 'family'],
        shape: { reason: line },
        example: { reason: 'The family asked in writing to withdraw.' },
    }),
    recordMove: command({
        group: 'case',
        verb: 'move-away',
        description: 'The child now belongs to another authority',
        roles: officers,
        shape: { toAuthority: line },
        example: { toAuthority: 'Southmere Council' },
    }),
    recordDeath: command({
        group: 'case',
        verb: 'record-death',
        description: 'The child has died: everything stops and nothing more is sent',
        roles: officers,
        shape: {},
        example: {},
    }),
    assignCaseworker: command({
        group: 'case',
        description: 'Give the case to a caseworker',
        ...matterCommands.assignCaseworker,
    }),
    correctFact: command({
        group: 'case',
        verb: 'correct',
        description: 'Correct a wrong fact with evidence; a corrected date of receipt recalculates the clocks in the open',
        roles: ['assessment-lead', 'manager'],
        shape: {
            fact: z.enum(['receivedOn', ...CHILD_FACTS]),
            value: line,
            evidence: line,
        },
        example: { fact: 'receivedOn', value: '2026-11-02', evidence: 'Date stamp on the paper form' },
    }),
    correctContact: command({ group: 'case', ...familyCommands.correctContact }),
    addParent: command({
        group: 'case',
        description: 'Add somebody with parental responsibility or care who was not known; they are told what a parent had to be told so far',
        ...familyCommands.addParent,
    }),
    removeParent: command({ group: 'case', ...familyCommands.removeParent }),
    changeSetting: command({
        group: 'case',
        verb: 'change-school',
        description: "Correct or change the child's school, early-years provider or college; the new head is told, and asked for the advice that the old one still owes",
        roles: officers,
        shape: {
            setting: settingShape.optional(),
            /** The child attends none. */
            none: z.boolean().optional(),
            evidence: line,
        },
        example: {
            setting: { kind: 'school', name: 'Valley School', urn: '999902', email: 'office@valley.example' },
            evidence: 'Admission confirmed by the school',
        },
    }),
    attachDocument: command({
        group: 'case',
        verb: 'attach',
        description: 'Put the document itself to evidence or advice that is recorded without it; advisers get a copy of what the family gave (reg 6(3))',
        roles: [...officers, 'ep-admin', 'integrator'],
        shape: { evidenceId: id.optional(), adviceId: id.optional(), documentHash },
        example: { evidenceId: 'E1', documentHash: 'a3'.repeat(32) },
    }),
    recordContact: command({ group: 'case', ...matterCommands.recordContact }),
    resolveUnexpected: command({ group: 'case', ...matterCommands.resolveUnexpected }),
    resolveLetter: command({ group: 'case', ...matterCommands.resolveLetter }),
    changePolicy: command({
        group: 'case',
        verb: 'change-policy',
        description: 'Move the case to another recorded version of the local policy',
        roles: ['manager'],
        shape: { version: id, reason: line },
        example: { version: '0123456789ab', reason: 'New chasing rules from January' },
    }),
};
/** What a request for an assessment brings: the input from which the case starts. */
export const requestShape = z.strictObject({
    source: z.enum(['parent', 'young-person', 'school', 'health', 'social-care']),
    channel: z.enum(['paper', 'file', 'client', 'import', 'portal']),
    receivedOn: civilDate,
    externalRef: id.optional(),
    child: childShape,
    /** Parents (everyone with parental responsibility or care: several may be served) or the young person. */
    family: z.array(partyShape).min(1).max(6),
    representations: text.optional(),
    caseworker: z.strictObject({ id, name: line, telephone: line.optional(), email: z.email().optional() }).optional(),
});
/** What a case may start from: somebody's request or, sent by a plan alone, a reassessment of it. */
export const openingShape = requestShape.extend({
    /** The authority itself, of its own motion (s44(3)). */
    source: z.enum([...requestShape.shape.source.options, 'authority']),
    reassesses: reassessesShape.optional(),
});
//# sourceMappingURL=command-shapes.js.map