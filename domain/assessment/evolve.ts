/** Folds facts into what is known. Never refuses and never looks at a clock: what happened, happened. */
import { excepted } from '../deadline.js';
import type { Actor, Recorded } from '../events.js';
import type { Party } from '../letters.js';
import { childWith } from '../matter/corrections.js';
import { after, changeClock, changeOne, MATTER_FOLD } from '../matter/evolve.js';
import { CONSULTATION_FOLD } from '../matter/consultations.js';
import { REFERRAL_FOLD } from '../matter/referrals.js';
import { blankMatter, caseworkerOf, nothingMoreSent } from '../matter/state.js';
import { withSen2Facts } from '../sen2/facts.js';
import type { AssessmentEventData, AssessmentEventType, NewEvent } from './event-shapes.js';
import type { Advice, AssessmentState, Outcome, Stage } from './state.js';

export type AssessmentEvent = NewEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

type Fold = {
  [T in AssessmentEventType]: (s: AssessmentState, d: AssessmentEventData<T>, on: string) => Partial<AssessmentState>;
};

const advice = (
  s: AssessmentState,
  id: string,
  change: (a: Advice) => Partial<Advice>,
): Pick<AssessmentState, 'advice'> => ({
  advice: changeOne(s.advice, id, change),
});

const finish = (outcome: Outcome, on: string): Partial<AssessmentState> => ({
  stage: 'finished' as Stage,
  outcome,
  finishedOn: on,
  stuck: null,
});

const fold: Fold = {
  ...MATTER_FOLD,
  'request.received': (_s, d, on) => ({
    stage: 'intake',
    receivedOn: d.receivedOn,
    source: d.source,
    channel: d.channel,
    reassesses: d.reassesses ?? null,
    externalRef: d.externalRef ?? null,
    child: d.child,
    family: d.family,
    representations: d.representations ? [d.representations] : [],
    caseworker: caseworkerOf(d.caseworker),
    lawVersion: d.lawVersion,
    policyVersion: d.policyVersion,
    policy: d.policy,
    lastProgressOn: on,
  }),
  'intake.checked': (_s, d) => ({ stage: 'considering', lastAssessedOn: d.lastAssessedOn }),
  'request.turnedAway': (_s, d, on) => ({ ...finish('turned-away', on), turnedAway: d }),
  'exception.recorded': (s, d, on) => ({
    ...changeClock(s, d.key, (c) => excepted(c, d.ground)),
    exceptions: [...s.exceptions, { ...d, on }],
  }),
  'family.called': (s, d, on) => ({
    familyCall: d,
    familyCallOn: on,
    ...(d.outcome === 'held' ? { lastFamilyContactOn: on } : {}),
    lastProgressOn: on,
  }),
  'evidence.added': (s, d, on) => ({
    evidence: [
      ...s.evidence,
      {
        id: d.evidenceId,
        title: d.title,
        from: d.from,
        kind: d.kind,
        receivedOn: on,
        document: d.documentHash === null ? ('none' as const) : d.kept ? ('kept' as const) : ('elsewhere' as const),
      },
    ],
    lastProgressOn: on,
  }),
  'document.attached': (s, d, on) => ({
    ...(d.kind === 'evidence'
      ? { evidence: changeOne(s.evidence, d.id, () => ({ document: 'kept' })) }
      : advice(s, d.id, () => ({ held: 'document' }))),
    lastProgressOn: on,
  }),
  ...REFERRAL_FOLD,
  'panel.recommended': (s, d, on) => ({
    ...REFERRAL_FOLD['panel.recommended'](s, d, on),
    actions: [
      ...s.actions,
      ...d.actions.map((a) => ({
        id: a.actionId,
        referralId: d.referralId,
        what: a.what,
        owner: a.owner,
        ownerEmail: a.ownerEmail,
        dueOn: a.dueOn,
        chased: 0,
        doneOn: null,
        outcome: null,
      })),
    ],
  }),
  'action.chased': (s, d) => ({ actions: changeOne(s.actions, d.actionId, () => ({ chased: d.step })) }),
  'action.completed': (s, d, on) => ({
    actions: changeOne(s.actions, d.actionId, () => ({ doneOn: on, outcome: d.outcome })),
    lastProgressOn: on,
  }),
  'assessment.decided': (_s, d, on) => ({
    decidedToAssessOn: on,
    lastProgressOn: on,
    ...(d.outcome === 'assess' ? { stage: 'gathering-advice' as Stage } : finish('refused-to-assess', on)),
  }),
  'issue.decided': (_s, d, on) => ({
    decidedToIssueOn: on,
    issueReasons: d.reasons,
    lastProgressOn: on,
    ...(d.outcome === 'issue' ? { stage: 'drafting' as Stage } : finish('no-plan', on)),
  }),
  'reassessment.decided': (_s, d, on) => ({
    decidedToAssessOn: on,
    lastProgressOn: on,
    ...(d.outcome === 'reassess' ? { stage: 'gathering-advice' as Stage } : finish('not-reassessed', on)),
  }),
  'reassessment.concluded': (_s, d, on) => ({
    decidedToIssueOn: on,
    issueReasons: d.reasons,
    lastProgressOn: on,
    ...(d.outcome === 'amend' ? { stage: 'drafting' as Stage } : finish('plan-unchanged', on)),
  }),
  'reassessment.stopped': (_s, _d, on) => finish('plan-ended', on),
  'advice.requested': (s, d, on) => ({
    advice: [
      ...s.advice,
      {
        id: d.adviceId,
        kind: d.kind,
        basis: d.basis,
        service: d.service,
        serviceName: d.serviceName,
        statutory: d.statutory,
        route: d.route,
        to: d.to,
        manager: d.manager,
        requestedOn: on,
        acknowledgedOn: null,
        submittedOn: null,
        latestOn: null,
        acceptedOn: null,
        returnedOn: null,
        reviseBy: null,
        version: 0,
        afterDraft: false,
        state: 'requested' as const,
        held: 'nothing' as const,
        evidenceId: null,
        reminders: 0,
        chasers: 0,
        managerOn: null,
        panelOn: null,
      },
    ],
  }),
  'advice.reused': (s, d, on) => ({
    advice: [
      ...s.advice,
      {
        id: `R-${d.kind}`,
        kind: d.kind,
        basis: 'reg 6(4)',
        service: null,
        serviceName: 'advice already given',
        statutory: false,
        route: 'request' as const,
        to: { id: 'on-file', role: 'service' as const, name: 'advice already given' },
        manager: null,
        requestedOn: on,
        acknowledgedOn: on,
        submittedOn: on,
        latestOn: on,
        acceptedOn: on,
        returnedOn: null,
        reviseBy: null,
        version: 1,
        afterDraft: false,
        state: 'reused' as const,
        held: 'nothing' as const,
        evidenceId: d.evidenceId,
        reminders: 0,
        chasers: 0,
        managerOn: null,
        panelOn: null,
      },
    ],
    lastProgressOn: on,
  }),
  'advice.acknowledged': (s, d, on) => ({
    ...advice(s, d.adviceId, (a) => ({
      acknowledgedOn: on,
      state: a.state === 'requested' ? 'acknowledged' : a.state,
    })),
    lastProgressOn: on,
  }),
  'advice.reminded': (s, d) => advice(s, d.adviceId, () => ({ reminders: d.step })),
  'advice.chased': (s, d) => advice(s, d.adviceId, () => ({ chasers: d.step })),
  'advice.escalated': (s, d, on) =>
    advice(s, d.adviceId, () => (d.to === 'manager' ? { managerOn: on } : { panelOn: on })),
  'advice.submitted': (s, d, on) => ({
    ...advice(s, d.adviceId, (a) => ({
      submittedOn: a.submittedOn ?? on,
      latestOn: on,
      version: d.version,
      afterDraft: d.afterDraft,
      state: 'submitted',
      held: d.documentHash !== null && d.kept ? 'document' : d.findings === null ? 'nothing' : 'findings',
    })),
    lastProgressOn: on,
  }),
  'advice.checked': (s, d, on) => ({
    ...advice(s, d.adviceId, () =>
      d.outcome === 'accept'
        ? { state: 'accepted', acceptedOn: on, reviseBy: null }
        : {
            state: 'returned',
            returnedOn: on,
            reviseBy: d.reviseBy,
            chasers: 0,
            reminders: 0,
            managerOn: null,
            panelOn: null,
          },
    ),
    lastProgressOn: on,
  }),
  'advice.declined': (s, d, on) => ({ ...advice(s, d.adviceId, () => ({ state: 'declined' })), lastProgressOn: on }),
  'planning.held': (_s, _d, on) => ({ planningMeetingOn: on, lastProgressOn: on, lastFamilyContactOn: on }),
  'draft.prepared': (s, d, on) => ({
    draft: {
      version: d.version,
      sections: d.sections,
      preparedOn: on,
      basis: d.basis,
      mustServe: d.reserve,
      passed: [],
      returned: [],
      servedOn: d.reserve ? null : (s.draft?.servedOn ?? null),
      periodEndsOn: d.reserve ? null : (s.draft?.periodEndsOn ?? null),
    },
    lastProgressOn: on,
  }),
  'draft.checked': (s, d, on) => ({
    draft: s.draft
      ? {
          ...s.draft,
          passed:
            d.outcome === 'pass'
              ? [...new Set([...s.draft.passed, d.check])]
              : s.draft.passed.filter((c) => c !== d.check),
          returned:
            d.outcome === 'return'
              ? [...new Set([...s.draft.returned, d.check])]
              : s.draft.returned.filter((c) => c !== d.check),
        }
      : null,
    lastProgressOn: on,
  }),
  'draft.served': (s, d, on) => ({
    stage: 'draft-with-family',
    draft: s.draft ? { ...s.draft, mustServe: false, servedOn: d.servedOn, periodEndsOn: d.periodEndsOn } : null,
    firstServedOn: s.firstServedOn ?? d.servedOn,
    lastProgressOn: on,
  }),
  'representations.made': (s, d, on) => ({
    representationsOn: on,
    familyAgrees: d.agrees,
    requestedSchool: d.requestedSchool ?? s.requestedSchool,
    meetingRequiredOn: d.requiresMeeting ? on : s.meetingRequiredOn,
    meetingHeldOn: d.requiresMeeting ? null : s.meetingHeldOn,
    disagreements: [
      ...s.disagreements,
      ...d.disagreements.map((x) => ({ id: x.disagreementId, about: x.about, raisedOn: on, resolvedOn: null })),
    ],
    lastFamilyContactOn: on,
    lastProgressOn: on,
  }),
  'officerMeeting.held': (_s, _d, on) => ({ meetingHeldOn: on, lastFamilyContactOn: on, lastProgressOn: on }),
  'disagreement.resolved': (s, d, on) => ({
    disagreements: changeOne(s.disagreements, d.disagreementId, () => ({ resolvedOn: on })),
    lastProgressOn: on,
  }),
  ...CONSULTATION_FOLD,
  'plan.finalised': (s, d, on) => ({
    finalSections: d.sections,
    ...finish(s.reassesses ? 'reassessed' : 'final-plan', on),
    lastProgressOn: on,
  }),
  'request.withdrawn': (_s, _d, on) => finish('withdrawn', on),
  'child.movedAway': (_s, _d, on) => finish('moved-away', on),
  // Nothing more is sent to a bereaved family: not what was already written, nor what had come back.
  'child.died': (s, _d, on) => ({
    // One that was over by then ended as it ended.
    ...(s.stage === 'finished' ? {} : finish('died', on)),
    letters: nothingMoreSent(s.letters),
  }),
  'fact.corrected': (s, d) =>
    d.fact === 'receivedOn' ? { receivedOn: d.to } : { child: childWith(s.child, d.fact, d.to) },
  // Replaced whole: a consent that was withdrawn is not in what is given.
  'contact.corrected': (s, d) => ({
    family: s.family.map((p) => (p.id === d.to.id ? d.to : p)),
    ...addressedTo(s, d.to.id, d.to),
  }),
  'parent.added': (s, d) => ({ family: [...s.family, d.party] }),
  'parent.removed': (s, d) => {
    const family = s.family.filter((p) => p.id !== d.partyId);
    return { family, ...(family[0] ? addressedTo(s, d.partyId, family[0]) : {}) };
  },
  'sen2.recorded': (s, d) => ({ child: withSen2Facts(s.child, d) }),
  'setting.changed': (s, d) => ({ child: { ...s.child, setting: d.to ?? undefined } }),
  'case.stuck': (_s, d, on) => ({ stuck: { reason: d.reason, about: d.about, since: on } }),
  'case.unstuck': (_s, _d, on) => ({ stuck: null, unstuckOn: on }),
};

/** Advice is asked of the family as it is known now. */
const addressedTo = (s: AssessmentState, partyId: string, to: Party): Pick<AssessmentState, 'advice'> => ({
  advice: s.advice.map((a) => (a.to.id === partyId ? { ...a, to } : a)),
});

/** What is known before the first event. */
export const blank = (caseRef: string): AssessmentState => ({
  ...blankMatter(caseRef),
  stage: 'intake',
  outcome: null,
  finishedOn: null,
  lastAssessedOn: null,
  turnedAway: null,
  receivedOn: '',
  source: 'parent',
  channel: 'client',
  reassesses: null,
  externalRef: null,
  child: undefined as never,
  representations: [],
  familyCall: null,
  familyCallOn: null,
  evidence: [],
  referrals: [],
  actions: [],
  decidedToAssessOn: null,
  decidedToIssueOn: null,
  issueReasons: null,
  advice: [],
  planningMeetingOn: null,
  draft: null,
  firstServedOn: null,
  representationsOn: null,
  familyAgrees: null,
  requestedSchool: null,
  meetingRequiredOn: null,
  meetingHeldOn: null,
  disagreements: [],
  consultations: [],
  placement: null,
  finalSections: null,
  exceptions: [],
  stuck: null,
  unstuckOn: null,
});

export const evolve = (
  state: AssessmentState,
  event: NewEvent & { seq?: number; commandId?: string },
): AssessmentState => {
  const change = (fold[event.type] as (s: AssessmentState, d: unknown, on: string) => Partial<AssessmentState>)(
    state,
    event.data,
    event.occurredOn,
  );
  return after(state, change, event);
};

export const foldEvents = (caseRef: string, events: readonly AssessmentEvent[]): AssessmentState =>
  events.reduce<AssessmentState>((state, event) => evolve(state, event), blank(caseRef));

/** Nothing can be known of a case whose record was erased, but that it was. */
export class CaseErased extends Error {
  override readonly name = 'CaseErased';
  constructor(readonly erasedOn: string) {
    super(
      `The record of this case was erased on ${erasedOn}; that it was here, and when what happened, stays in the ledger.`,
    );
  }
}

/** The ledger holds events of every process; this says that these are an assessment's. */
export const asAssessmentEvents = (events: readonly Recorded<{ type: string; data: object }>[]): AssessmentEvent[] => {
  const erased = events.find((event) => event.erasedOn !== undefined);
  if (erased?.erasedOn !== undefined) throw new CaseErased(erased.erasedOn);
  return events as unknown as AssessmentEvent[];
};
