/** Every fact that a review's ledger stream can hold, and its shape. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { ceasingEventShapes, weighedShape } from '../matter/ceasing-shapes.js';
import { matterEventShapes } from '../matter/event-shapes.js';
import { reviewConsultationEventShapes } from './consultation-shapes.js';
import { policyShape } from '../policy.js';
import { childShape, contactShape, partyShape, sectionsShape, settingShape } from '../shared-shapes.js';
import { ATTENDEES, DELIVERY, DESTINATIONS, movesShape, OUTCOMES, planStandingShape } from './command-shapes.js';

const date = z.iso.date();
const text = z.string();
const id = z.string();
const count = z.number().int();

export const REVIEW_KINDS = [
  'annual',
  'early',
  'under-5',
  'after-reassessment',
  'phase-transfer',
  'amendment',
] as const;

/** What a review is counted from. `reviewedOrMade`: of a plan that came from another authority, the other day of r15(5). */
export const anchorShape = z.strictObject({ ruleId: text, on: date, reviewedOrMade: date.optional() });

/** What a review is opened with: the plan as it stands, and whose duty it is to hold the meeting. */
export const openingShape = z.strictObject({
  n: count,
  kind: z.enum(REVIEW_KINDS),
  reason: text.nullable(),
  child: childShape,
  family: z.array(partyShape),
  /** Named in section I; null where no institution is. */
  institution: settingShape.nullable(),
  /** Reg 20(12): its head may be required to hold the meeting and to report. Else the authority does (reg 21). */
  convenedBy: z.enum(['school', 'authority']),
  /** National curriculum year on the day it opens; 0 is reception, below it under compulsory school age. */
  yearGroup: count,
  plan: planStandingShape,
  /** The rule and the day that the review is counted from; null for one that no limit asks for. */
  anchor: anchorShape.nullable(),
  /** The transfer between phases that it must be over before, and the day of it; null where none is near (r18). */
  phase: z.strictObject({ ruleId: text, on: date }).nullable(),
  /** Of an amendment without a review (r28): what is proposed. */
  amendment: z.strictObject({ amendments: text, periodDays: count, noticeAlreadySentOn: date.nullable() }).optional(),
  caseworker: z.strictObject({ id, name: text, telephone: text.nullable(), email: text.nullable() }).nullable(),
  /** Of this plan, where it is another than the authority's own. */
  healthCommissioner: contactShape.optional(),
  lawVersion: text,
  policyVersion: text,
  policy: policyShape,
});
export type Opening = z.infer<typeof openingShape>;

export const reviewEventShapes = {
  ...matterEventShapes,
  ...ceasingEventShapes,
  ...reviewConsultationEventShapes,
  'review.opened': openingShape,
  'meeting.arranged': z.strictObject({
    meetingOn: date,
    place: text.nullable(),
    remote: z.boolean(),
    arrangedBy: z.enum(['school', 'authority']),
  }),
  'school.reminded': z.strictObject({ about: z.enum(['meeting', 'report']), step: count }),
  'report.chased': z.strictObject({ step: count }),
  'report.escalated': z.strictObject({}),
  'attendance.flagged': z.strictObject({ reason: text }),
  'attendance.decided': z.strictObject({ mode: z.enum(['in-person', 'remote', 'none']), reason: text }),
  'reviewAdvice.added': z.strictObject({
    adviceId: id,
    from: text,
    title: text,
    findings: text.optional(),
    documentHash: text.nullable(),
    kept: z.boolean().optional(),
  }),
  'meeting.held': z.strictObject({
    attended: z.array(z.enum(ATTENDEES)),
    adulthoodDiscussed: z.boolean().nullable(),
    placementAtRisk: z.boolean(),
    note: text.nullable(),
  }),
  'report.submitted': z.strictObject({
    version: count,
    author: text,
    recommendation: z.enum(OUTCOMES),
    findings: text.nullable(),
    documentHash: text.nullable(),
    kept: z.boolean().optional(),
  }),
  'report.returned': z.strictObject({ version: count, reasons: text, reviseBy: date }),
  'report.read': z.strictObject({
    version: count,
    provision: z.enum(DELIVERY),
    plannedTransition: text.nullable(),
    destination: z.enum(DESTINATIONS).optional(),
    outcomesAchieved: z.boolean().optional(),
    courseEndsOn: date.optional(),
    placementChange: z.strictObject({ to: text, poundsAYear: count }).nullable(),
    personalBudget: z.enum(['none', 'checked', 'concern']).nullable(),
    note: text.nullable(),
  }),
  'review.decided': z.strictObject({
    outcome: z.enum(OUTCOMES),
    reasons: text,
    amendments: text.nullable(),
    periodDays: count,
    withoutReport: text.nullable(),
    noTransfer: text.nullable(),
    /** Of a decision to cease. */
    weighed: weighedShape.optional(),
  }),
  /** Proposed without a review (r28). */
  'amendment.begun': z.strictObject({ reasons: text, amendments: text, periodDays: count }),
  /** What of the plan has changed while this is open; null where it has not. */
  'plan.followed': z.strictObject({
    plan: planStandingShape.nullable(),
    family: z.array(partyShape).nullable(),
    child: childShape.nullable(),
    setting: z.strictObject({ institution: settingShape.nullable(), regulation20: z.boolean() }).nullable(),
    yearGroup: count.nullable(),
  }),
  /** The papers of reg 22(2) went with the notice. */
  'amendment.proposed': z.strictObject({ sentOn: date, servedOn: date, periodEndsOn: date }),
  'amendment.answered': z.strictObject({
    agrees: z.boolean(),
    views: text.nullable(),
    requestedSchool: z.strictObject({ urn: text.nullable(), name: text, section38: z.boolean() }).nullable(),
    inPeriod: z.boolean(),
  }),
  'amendment.made': z.strictObject({
    version: count,
    sections: sectionsShape,
    earlyOverride: z.strictObject({ officer: id, reason: text }).nullable(),
    /** Where section I names another than before. */
    moves: movesShape.nullable(),
    notConsulted: text.optional(),
    /** What is open to challenge all the same. */
    legalRisk: text.optional(),
  }),
  'review.stopped': z.strictObject({ reason: z.enum(['not-needed', 'gives-way', 'plan-ended', 'died']) }),
  'amendment.abandoned': z.strictObject({ reasons: text }),
} as const;

export type ReviewEventType = keyof typeof reviewEventShapes;
export type ReviewEventData<T extends ReviewEventType> = z.infer<(typeof reviewEventShapes)[T]>;
export type NewReviewEvent = {
  [T in ReviewEventType]: { type: T; data: ReviewEventData<T>; occurredOn: string };
}[ReviewEventType];
