/**
 * What may be said to a review of a plan (s44; regs 18-22 of SI 2014/1530), and the facts its ledger stream holds. Imports
 * zod: workflows take only the types.
 */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { ceasingWeighed, consultationOnCeasing, viewsOnCeasing } from '../matter/ceasing-shapes.js';
import { matterCommands } from '../matter/command-shapes.js';
import { reviewConsultationCommands } from './consultation-shapes.js';
import {
  aboutDocument,
  childShape,
  civilDate,
  earlyOverride,
  finalSections,
  id,
  line,
  noticeAlreadySentOn,
  officers,
  partyShape,
  requestedSchoolShape,
  sectionsShape,
  text,
  settingShape,
} from '../shared-shapes.js';

const command = commandsOf<'review'>();
const deciders = ['caseworker', 'assessment-lead', 'manager'] as const;

export const OUTCOMES = ['maintain', 'amend', 'cease'] as const;
/** What a young person is planned to go on to. */
export const DESTINATIONS = ['further-education', 'higher-education', 'apprenticeship', 'work', 'other'] as const;
export const DELIVERY = ['delivered', 'partly', 'not-delivered'] as const;
/** Those whom regs 20(2) and 21(2) have invited, and whoever else came. */
export const ATTENDEES = ['child', 'parent', 'school', 'authority', 'health', 'social-care', 'other'] as const;

/** To another school, college or provider, that section I names from now on. */
export const movesShape = z.strictObject({
  institution: settingShape,
  /** Of the kinds that reg 20(12) lists. */
  regulation20: z.boolean(),
  /** The last national curriculum year that it teaches. */
  lastYear: z.int().min(-2).max(14).optional(),
  /** In which it was asked. */
  consultationId: id.optional(),
});

/** The plan as it stands. */
export const planStandingShape = z.strictObject({
  version: z.int(),
  madeOn: civilDate,
  sections: sectionsShape.nullable(),
});

export const reviewCommands = {
  arrangeMeeting: command({
    group: 'review',
    verb: 'arrange',
    description: 'Say when and where the review meeting is to be, or move it (reg 20(1), 21(1))',
    roles: [...officers, 'provider', 'integrator'],
    shape: { meetingOn: civilDate, place: line.optional(), remote: z.boolean().optional() },
    example: { meetingOn: '2026-10-07', place: 'Millbrook Primary School' },
  }),
  recordInvitations: command({
    group: 'review',
    verb: 'invited',
    description:
      'Everyone whom the regulation names was invited, by whoever arranges the meeting (reg 20(2)-(3), 21(2)-(3))',
    roles: [...officers, 'provider', 'integrator'],
    shape: { sentOn: civilDate.optional() },
    example: { sentOn: '2026-09-14' },
  }),
  flagAttendance: command({
    group: 'review',
    verb: 'flag-attendance',
    description: 'The school says that an officer of the authority must be there',
    roles: [...officers, 'provider', 'integrator'],
    shape: { reason: line },
    example: { reason: 'The placement is close to breaking down.' },
  }),
  decideAttendance: command({
    group: 'review',
    verb: 'attend',
    description: 'Decide whether an officer attends the meeting, and how',
    roles: officers,
    shape: { mode: z.enum(['in-person', 'remote', 'none']), reason: line },
    example: { mode: 'remote', reason: 'Key year; no concern raised.' },
  }),
  addReviewAdvice: command({
    group: 'review',
    verb: 'add-advice',
    description: 'Advice or information obtained for the meeting (reg 20(4), 21(4))',
    roles: [...officers, 'adviser', 'provider', 'integrator', 'family'],
    shape: {
      adviceId: id,
      from: z.enum(['family', 'school', 'health', 'social-care', 'psychology', 'other']),
      title: line,
      /** What it says, where it comes in words and not as a document. */
      findings: text.optional(),
      ...aboutDocument,
    },
    example: { adviceId: 'A1', from: 'school', title: 'Progress towards the outcomes' },
  }),
  circulatePapers: command({
    group: 'review',
    verb: 'circulate',
    description: 'The advice was sent to everyone invited (reg 20(4), 21(4))',
    roles: [...officers, 'provider', 'integrator'],
    shape: { sentOn: civilDate.optional() },
    example: { sentOn: '2026-09-22' },
  }),
  holdMeeting: command({
    group: 'review',
    verb: 'hold',
    description:
      'Record that the review meeting was held (reg 20(5)-(6), 21(5)-(6)); from year 9 on, whether adulthood was discussed',
    roles: [...officers, 'provider', 'integrator'],
    shape: {
      attended: z.array(z.enum(ATTENDEES)).min(1).max(ATTENDEES.length),
      adulthoodDiscussed: z.boolean().optional(),
      placementAtRisk: z.boolean().optional(),
      note: text.optional(),
    },
    example: { attended: ['parent', 'school'] },
  }),
  submitReport: command({
    group: 'review',
    verb: 'report',
    description: 'The report of the meeting, sent to everyone invited (reg 20(7)-(9), 21(7)-(8))',
    roles: [...officers, 'provider', 'integrator'],
    shape: { author: line, recommendation: z.enum(OUTCOMES), findings: text.optional(), ...aboutDocument },
    example: { author: 'The SENCO', recommendation: 'maintain', findings: 'Outcomes 1 and 2 are met.' },
  }),
  returnReport: command({
    group: 'review',
    verb: 'return-report',
    description: 'Send an incomplete report back to its author, who is chased for it again',
    roles: officers,
    shape: { reasons: text },
    example: { reasons: 'Nothing is said of section F.' },
  }),
  readReport: command({
    group: 'review',
    verb: 'read',
    description:
      'What the review officer read: provision in section F, the next placement planned, what it is likely to cost',
    roles: officers,
    shape: {
      provision: z.enum(DELIVERY),
      plannedTransition: line.optional(),
      destination: z.enum(DESTINATIONS).optional(),
      outcomesAchieved: z.boolean().optional(),
      /** The last day of the course that the young person is on. */
      courseEndsOn: civilDate.optional(),
      /** A change of placement, with what it is likely to cost a year, in whole pounds. */
      placementChange: z.strictObject({ to: line, poundsAYear: z.int().min(0).max(10_000_000) }).optional(),
      personalBudget: z.enum(['none', 'checked', 'concern']).optional(),
      note: text.optional(),
    },
    example: { provision: 'partly', plannedTransition: 'Sixth form college' },
  }),
  consultOnCeasing: command({
    group: 'review',
    verb: 'consult-ceasing',
    description:
      'Tell the family that it is considered to cease to maintain the plan, and consult it and the head of the institution, before anything is decided (reg 31(1))',
    roles: deciders,
    shape: consultationOnCeasing,
    example: { ground: 'no-longer-necessary', reasons: 'The outcomes are achieved.' },
  }),
  recordCeasingViews: command({
    group: 'review',
    verb: 'ceasing-views',
    description: 'What the family or the head says of ceasing to maintain the plan (reg 31(1))',
    roles: [...officers, 'family', 'provider', 'integrator'],
    shape: viewsOnCeasing,
    example: { from: 'family', agrees: true },
  }),
  decideReview: command({
    group: 'review',
    verb: 'decide',
    description:
      'Decide to maintain, amend or cease the plan, and notify (reg 20(10), 21(9)); with an amendment the papers of reg 22(2) go too',
    roles: deciders,
    shape: {
      outcome: z.enum(OUTCOMES),
      reasons: text,
      /** What is proposed to be changed, where the outcome is amend. */
      amendments: text.optional(),
      /** Days for representations, from service: 15 at least. */
      periodDays: z.int().min(15).max(90).optional(),
      /** Why nothing is to be amended though the child changes phase (r18). */
      noTransfer: line.optional(),
      /** Why it is decided without the school's report. */
      withoutReport: line.optional(),
      ...ceasingWeighed,
      noticeAlreadySentOn,
    },
    example: { outcome: 'maintain', reasons: 'The provision meets the needs and the outcomes still stand.' },
  }),
  ...reviewConsultationCommands,
  recordReviewRepresentations: command({
    group: 'review',
    verb: 'representations',
    description: 'What the family says of the proposed amendments (reg 22(2)(c))',
    roles: [...officers, 'family', 'integrator'],
    shape: { agrees: z.boolean(), views: text.optional(), requestedSchool: requestedSchoolShape.optional() },
    example: { agrees: true },
  }),
  finaliseAmendment: command({
    group: 'review',
    verb: 'finalise',
    description:
      'Make the amended plan and send it to the family, the institution and the health commissioner (reg 22(3))',
    roles: deciders,
    shape: {
      sections: sectionsShape,
      moves: movesShape.optional(),
      /** Why the institution was not consulted here, or how it was consulted elsewhere (s39(2), s40(3)). */
      notConsulted: line.optional(),
      /** The institution is the same, however section I spells it. */
      stays: z.boolean().optional(),
      /** The version of the plan that this is made of: to be said where another was made while this was open. */
      builtOn: z.int().min(1).optional(),
      earlyOverride: earlyOverride.optional(),
      noticeAlreadySentOn,
    },
    example: {
      sections: finalSections,
    },
  }),
  abandonAmendment: command({
    group: 'review',
    verb: 'no-amendment',
    description: 'Decide after all not to amend the plan, and notify with reasons (reg 22(4))',
    roles: deciders,
    shape: { reasons: text, noticeAlreadySentOn },
    example: { reasons: 'The representations show that the provision as it stands is right.' },
  }),
  stopReview: command({
    group: 'review',
    verb: 'stop',
    description: 'End a lighter look at a child under five without a meeting; or, where its plan has ended, any review',
    roles: [...officers, 'system'],
    shape: { reason: z.enum(['not-needed', 'gives-way', 'plan-ended', 'died']) },
    example: { reason: 'not-needed' },
  }),
  followPlan: command({
    group: 'review',
    verb: 'follow-plan',
    description: 'The plan says how it stands by now, where it was amended or corrected while this is open',
    roles: ['system'],
    shape: {
      plan: planStandingShape.optional(),
      family: z.array(partyShape).min(1).optional(),
      child: childShape.optional(),
      setting: z.strictObject({ institution: settingShape.nullable(), regulation20: z.boolean() }).optional(),
      yearGroup: z.int().optional(),
    },
    example: { yearGroup: 5 },
  }),
  assignCaseworker: command({
    group: 'review',
    description: 'Give the review to a caseworker',
    ...matterCommands.assignCaseworker,
  }),
  recordContact: command({ group: 'review', ...matterCommands.recordContact }),
  resolveUnexpected: command({ group: 'review', ...matterCommands.resolveUnexpected }),
  resolveLetter: command({ group: 'review', ...matterCommands.resolveLetter }),
  letterUndelivered: command({ group: 'review', ...matterCommands.letterUndelivered }),
} as const;

export type ReviewCommandType = keyof typeof reviewCommands;
export type ReviewCommandOf<T extends ReviewCommandType> = z.infer<(typeof reviewCommands)[T]['shape']>;
