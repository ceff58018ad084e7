/** The days on which a case took its steps, and its three limits: what the clinic counts cases by, on any day that is past. */
import { movesOn } from './actions.js';
import { nextFamilyContactOn } from '../assessment/agenda.js';
import type { AssessmentEvent } from '../assessment/evolve.js';
import { isFinished } from '../assessment/state.js';
import type { AssessmentState } from '../assessment/state.js';
import { firstOfMonth } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { ContactRow, StepsRow } from './rows.js';
import { LIMIT_RULES } from './figures.js';
import type { Limit } from './figures.js';

/** Of the two rules of week sixteen the one that it came to be counted by (reg 10(1), or the same week for a plan). */
const clockOfLimit = (s: AssessmentState, limit: Limit) =>
  LIMIT_RULES[limit].flatMap((rule) => s.deadlines[rule] ?? []).at(-1);

/** Of one assessment, fact by fact. */
export class CaseSteps {
  private checkedOn: CivilDate | null = null;
  private draftOn: CivilDate | null = null;
  private stuckAbout: string | null = null;
  private lastAction = 'request.received';
  private lastActionOn: CivilDate | null = null;
  private readonly voided = new Map<string, CivilDate>();
  private readonly declined = new Map<string, CivilDate>();

  see(event: AssessmentEvent): void {
    const { type, data, occurredOn: on } = event;
    if (type === 'intake.checked') this.checkedOn = on;
    if (type === 'draft.served') this.draftOn ??= on;
    if (type === 'case.stuck') this.stuckAbout = data.about;
    if (type === 'clock.voided') this.voided.set(data.key, on);
    if (type === 'advice.declined') this.declined.set(data.adviceId, on);
    if (movesOn(type) && on >= (this.lastActionOn ?? on)) {
      this.lastAction = type;
      this.lastActionOn = on;
    }
  }

  declinedOn(adviceId: string): CivilDate | null {
    return this.declined.get(adviceId) ?? null;
  }

  row(s: AssessmentState): StepsRow {
    return {
      receivedOn: s.receivedOn,
      month: firstOfMonth(s.receivedOn),
      source: s.source,
      caseworker: s.caseworker?.id ?? null,
      locality: s.child.locality ?? null,
      reassesses: s.reassesses?.planRef ?? null,
      checkedOn: this.checkedOn,
      assessedOn: s.decidedToAssessOn,
      issuedOn: s.decidedToIssueOn,
      draftOn: this.draftOn,
      servedOn: s.firstServedOn,
      planOn: s.outcome === 'final-plan' || s.outcome === 'reassessed' ? s.finishedOn : null,
      endedOn: s.finishedOn,
      outcome: s.outcome,
      ...this.limits(s),
      stuckOn: s.stuck?.since ?? null,
      stuckAbout: s.stuck ? this.stuckAbout : null,
      lastAction: this.lastAction,
      lastActionOn: this.lastActionOn ?? s.receivedOn,
      nextContactOn: isFinished(s) ? null : nextFamilyContactOn(s),
    };
  }

  private limits(s: AssessmentState) {
    const of = (limit: Limit) => clockOfLimit(s, limit);
    const voidOn = (limit: Limit): CivilDate | null => {
      const clock = of(limit);
      return clock?.state === 'void' ? (this.voided.get(clock.key) ?? s.receivedOn) : null;
    };
    const [six, sixteen, twenty] = [of('decision-6w'), of('decision-16w'), of('final-20w')];
    return {
      decisionDueOn: six?.due ?? null,
      decisionDoneOn: six?.doneOn ?? null,
      decisionVoidOn: voidOn('decision-6w'),
      decisionGround: six?.exceptionGround ?? null,
      decisionCause: six?.cause ?? null,
      issueDueOn: sixteen?.due ?? null,
      issueDoneOn: sixteen?.doneOn ?? null,
      issueVoidOn: voidOn('decision-16w'),
      issueGround: sixteen?.exceptionGround ?? null,
      issueCause: sixteen?.cause ?? null,
      finalDueOn: twenty?.due ?? null,
      finalDoneOn: twenty?.doneOn ?? null,
      finalVoidOn: voidOn('final-20w'),
      finalGround: twenty?.exceptionGround ?? null,
      finalCause: twenty?.cause ?? null,
    };
  }
}

interface Matter {
  caseworker: { id: string } | null;
  child: { locality?: string | undefined };
}

/** What was said with families, whichever process it stands in. What was said is not in it. */
export const contactRows = (
  events: readonly { type: string; data: object; occurredOn: CivilDate; seq: number }[],
  { caseworker, child }: Matter,
): ContactRow[] =>
  events
    .filter((e) => e.type === 'contact.made')
    .map(({ seq, occurredOn, data }) => {
      const { channel, direction } = data as { channel: string; direction: string };
      return {
        seq,
        madeOn: occurredOn,
        channel,
        direction,
        caseworker: caseworker?.id ?? null,
        locality: child.locality ?? null,
      };
    });
