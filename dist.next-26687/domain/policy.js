/**
 * Local practice, which an authority edits as one YAML file (policy/default.yaml, guide in docs/policy.md). Nothing here
 * can change a statutory date: it says when to remind, chase, escalate and who sits where. Pinned to a case when it
 * starts. Imports zod, so workflows take only its types.
 */
import { z } from 'zod';
import { CASE_REF_PATTERN } from './ids.js';
import { RECEIPT } from './plan/moves-policy.js';
const days = z.number().int().min(0).max(365);
const increasing = z.array(days).refine((list) => list.every((n, i) => i === 0 || n > (list[i - 1] ?? 0)), {
    message: 'must grow from one step to the next',
});
const decreasing = z.array(days).refine((list) => list.every((n, i) => i === 0 || n < (list[i - 1] ?? 0)), {
    message: 'must shrink from one step to the next (days before the date)',
});
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const contact = z.strictObject({
    name: z.string().min(1),
    email: z.email().optional(),
    address: z.string().optional(),
});
const civilDate = z.iso.date();
/** The reg 6(1) letters a service can answer for, and the kinds we ask under each. */
export const ADVICE_KINDS = [
    'parent',
    'education',
    'medical',
    'educational-psychology',
    'social-care',
    'sensory',
    'defence',
    'adulthood',
    'other',
];
export const DRAFT_CHECKS = ['assessment-lead', 'clinical-lead', 'educational-psychologist'];
export const PANEL_QUESTIONS = ['assess', 'issue', 'placement', 'funding', 'stuck'];
/**
 * What an authority may open to a call that proves no identity: each only brings something in, which an officer then looks
 * at, and none decides, stops or ends anything.
 */
export const OPENABLE = ['request', 'addEvidence', 'acknowledgeAdvice', 'submitAdvice'];
const closure = z
    .strictObject({ from: civilDate, reopens: civilDate })
    .refine((c) => c.reopens > c.from, { message: 'reopens must be after from' });
const weeks = z.number().int().min(0).max(51);
/** How reviews of plans are run. What is left out is as here. */
const reviews = z.strictObject({
    /** A review is opened so long before it is due. */
    openWeeksBefore: weeks.default(20),
    /** Its meeting is asked for so long before: the report and the decision take six weeks after it by law. */
    meetingWeeksBefore: weeks.default(8),
    /** A review before a transfer between phases is opened so long before 15 February or 31 March. */
    transferOpenWeeksBefore: weeks.default(22),
    /** Before the day by which the meeting is asked for, while none is arranged. */
    remindSchoolDaysBefore: decreasing.default([42, 14, 3]),
    report: z
        .strictObject({
        remindDaysBefore: decreasing.default([3]),
        chaseDaysAfter: increasing.default([1, 8]),
        managerDaysAfter: days.default(15),
        revisionDays: days.default(7),
    })
        .prefault({}),
    /** Who looks at a school's overdue reports; the manager of the service that gives education advice where it is left out. */
    schoolsManager: contact.optional(),
    attendance: z
        .strictObject({
        /** Years in which an officer is to attend, if only from afar. */
        keyYears: z.array(z.number().int().min(-2).max(14)).default([0, 2, 5, 6, 9, 10, 11]),
    })
        .prefault({}),
    /** A change of placement likely to cost so much a year, in whole pounds, is put to the placement panel. */
    highCostPoundsAYear: z.number().int().min(0).max(10_000_000).default(60_000),
    /** An institution is not named in an amended plan unless it was consulted in the review, or somebody says why not. */
    consultBeforeNaming: z.boolean().default(false),
    /** Code 9.178: children under five, every three to six months. */
    underFivesEveryMonths: z.number().int().min(3).max(6).default(6),
});
/** Plans that move to another authority. What is left out is as here. */
const moves = z.strictObject({
    receipt: z
        .strictObject({
        /** Days after the plan was sent, while its receipt is not confirmed. */
        chaseDaysAfter: increasing.default(RECEIPT.chaseDaysAfter),
        managerDaysAfter: days.default(RECEIPT.managerDaysAfter),
    })
        .prefault({}),
});
/** Before it is decided that a plan ceases. */
const ceasing = z.strictObject({
    /** For the family and the institution to say what they think of it (r31(1)). */
    consultationDays: z.number().int().min(1).max(90).default(15),
});
/** Funding that a provider asks for after 16. */
const postSixteen = z.strictObject({
    /** The placement panel where it is left out. */
    fundingPanel: id.optional(),
    monitorAfterWeeks: weeks.default(12),
    dueAgainWeeksBefore: weeks.default(12),
});
/** The yearly campaign of children who change phase (r18). What is left out is as here. */
const campaign = z.strictObject({
    /** Consultations of these reviews go out in batches: no school and no post room is flooded. */
    consultations: z
        .strictObject({
        perSchoolADay: z.number().int().min(1).default(5),
        lettersADay: z.number().int().min(1).default(40),
    })
        .prefault({}),
    /** So many weeks before the date, this share of the plans is to be done; between two points evenly. None: evenly throughout. */
    plan: z
        .array(z.strictObject({ weeksBefore: weeks, share: z.number().min(0).max(1) }))
        .refine((points) => points.every((p, i) => {
        const before = points[i - 1];
        return before === undefined || (p.weeksBefore < before.weeksBefore && p.share >= before.share);
    }), { message: 'must come nearer to the date and not fall from one point to the next' })
        .default([]),
    /** Extra staff, who take this work and no other. */
    officers: z
        .array(z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/),
        name: z.string().min(1),
        telephone: z.string().optional(),
        email: z.email().optional(),
    }))
        .default([]),
});
const contents = z.strictObject({
    authority: z.strictObject({
        name: z.string().min(1),
        code: z.string().regex(/^\d{3}$/, 'three digits'),
        contact: contact.extend({ telephone: z.string().optional() }),
        mediationAdviser: contact.extend({ telephone: z.string().optional() }),
        informationAndAdvice: contact.extend({ telephone: z.string().optional() }),
        disagreementResolution: contact.extend({ telephone: z.string().optional() }),
        healthCommissioner: contact,
        socialCare: contact,
    }),
    /** Who is asked for each kind of advice. `statutory`: a body bound by s31 and reg 8(1). */
    services: z.array(z.strictObject({
        id,
        name: z.string().min(1),
        kinds: z.array(z.enum(ADVICE_KINDS)).min(1),
        statutory: z.boolean(),
        contact,
        manager: contact,
    })),
    advice: z.strictObject({
        remindDaysBefore: decreasing,
        chaseDaysAfter: increasing,
        managerDaysAfter: days,
        panelDaysAfter: days,
        acknowledgeWithinDays: days,
        revisionDays: days,
        qualityCheckWithinDays: days,
    }),
    decisionToAssess: z.strictObject({ panel: id.nullable(), referAfterDays: days, panelRequired: z.boolean() }),
    decisionToIssue: z.strictObject({ panel: id.nullable(), referAfterWeeks: days, panelRequired: z.boolean() }),
    familyCallWithinDays: days,
    draft: z.strictObject({
        checks: z.array(z.enum(DRAFT_CHECKS)),
        planningMeetingWithinDays: days,
        writeWithinDays: days,
    }),
    consultation: z.strictObject({
        remindDaysBefore: decreasing,
        chaseDaysAfter: increasing,
        rounds: z.number().int().min(1).max(10),
        answerObjectionWithinDays: days,
        placementPanel: id,
        /** s39/s40: may the final plan name a type of provision only, when no institution is found? */
        allowType: z.boolean(),
    }),
    stuck: z.strictObject({ deadlineMissedDays: days, nothingHappenedDays: days, panel: id }),
    panels: z
        .array(z.strictObject({
        id,
        name: z.string().min(1),
        everyWeeks: z.number().int().min(1).max(12),
        /** The date of any one meeting; the rest follow from it. */
        anchor: civilDate,
        except: z.array(civilDate),
        /** A case referred later than this before a meeting goes to the next. */
        papersDaysBefore: days,
        recordWithinDays: days,
    }))
        .min(1),
    actions: z.strictObject({ chaseDaysAfter: increasing }),
    reviews: reviews.prefault({}),
    moves: moves.prefault({}),
    ceasing: ceasing.prefault({}),
    postSixteen: postSixteen.prefault({}),
    campaign: campaign.prefault({}),
    communication: z.strictObject({ familyEveryDays: days }),
    rag: z.strictObject({ amberDaysBefore: days }),
    /** The authority's retention schedule; without one nothing is due for erasure. */
    retention: z
        .strictObject({
        yearsAfterEnd: z.number().int().min(1).max(100),
        yearsAfter25: z.number().int().min(0).max(100),
        /** Cases that a complaint, claim or inquiry keeps. */
        legalHolds: z.array(z.string().regex(new RegExp(CASE_REF_PATTERN))),
    })
        .optional(),
    /** Left out: nothing is. */
    openToUnidentified: z.array(z.enum(OPENABLE)).default([]),
    closures: z.strictObject({
        authority: z.array(closure),
        schools: z.array(z.strictObject({ urn: z.string(), closures: z.array(closure) })),
    }),
});
/** What reg 6(1)-(2) may require beside the family's own advice: a decision to assess must not fail for want of an address. */
const NEEDED = ADVICE_KINDS.filter((kind) => kind !== 'parent' && kind !== 'other');
const repeated = (ids) => ids.filter((one, i) => ids.indexOf(one) !== i);
/** A case referred to a panel that does not exist would wait for ever. */
const panelFaults = (policy) => {
    const ids = policy.panels.map((p) => p.id);
    const { stuck, consultation, decisionToAssess, decisionToIssue, postSixteen: after16 } = policy;
    const named = [
        [['stuck', 'panel'], stuck.panel],
        [['consultation', 'placementPanel'], consultation.placementPanel],
        [['postSixteen', 'fundingPanel'], after16.fundingPanel ?? null],
        [['decisionToAssess', 'panel'], decisionToAssess.panel],
        [['decisionToIssue', 'panel'], decisionToIssue.panel],
    ];
    const unasked = Object.entries({ decisionToAssess, decisionToIssue }).filter(([, d]) => d.panelRequired && !d.panel);
    return [
        ...repeated(ids).map((id) => ({ path: ['panels'], message: `two panels have the id ${id}` })),
        ...named
            .filter(([, panel]) => panel !== null && !ids.includes(panel))
            .map(([path, panel]) => ({ path, message: `no panel has the id ${panel}; there are ${ids.join(', ')}` })),
        ...unasked.map(([name]) => ({ path: [name, 'panelRequired'], message: 'requires a panel, but names none' })),
    ];
};
const serviceFaults = (policy) => {
    const missing = NEEDED.filter((kind) => !policy.services.some((s) => s.kinds.includes(kind)));
    return [
        ...repeated(policy.services.map((s) => s.id)).map((id) => ({
            path: ['services'],
            message: `two services have the id ${id}`,
        })),
        ...missing.map((kind) => ({
            path: ['services'],
            message: `no service gives ${kind} advice, which reg 6 may require`,
        })),
    ];
};
export const policyShape = contents.superRefine((policy, context) => {
    for (const fault of [...panelFaults(policy), ...serviceFaults(policy)]) {
        context.addIssue({ code: 'custom', ...fault });
    }
});
//# sourceMappingURL=policy.js.map