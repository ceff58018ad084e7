/**
 * One decision being made: the state as it stands after what has been decided so far, and the events that came of it.
 * Steps of the process (intake.ts, advice.ts …) speak to it; decide.ts hands back its events.
 */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { clockDates } from '../law/counting.js';
import type { Enclosure, Notice, Party } from '../letters.js';
import { causeOf } from './cause.js';
import type { AssessmentEventData, AssessmentEventType, NewEvent } from './event-shapes.js';
import { evolve } from './evolve.js';
import { commonFacts } from './letter-facts.js';
import type { AssessmentState } from './state.js';
import type { PanelQuestion } from '../policy.js';

/** A refusal raised from within a step; decide() turns it into its result. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly rule?: string,
  ) {
    super(message);
  }
}

/** Refuses unless it holds. The words must name what was given and expected, never a child's detail. */
export function must(holds: boolean, code: string, reason: string, rule?: string): asserts holds {
  if (!holds) throw new Refused(code, reason, rule);
}

/** What a command says of the document that it is about, as its event keeps it. */
export const aboutDocument = (c: { documentHash?: string | undefined; documentKept?: boolean | undefined }) => {
  must(
    c.documentKept !== true || c.documentHash !== undefined,
    'document-missing',
    'documentKept says that the document is on the case, and documentHash does not say which one it is',
  );
  return { documentHash: c.documentHash ?? null, ...(c.documentKept ? { kept: true } : {}) };
};

export interface LetterOrder {
  facts?: Record<string, unknown>;
  enclosures?: Enclosure[];
  /** Clocks that are met on the day this letter is sent. */
  settles?: string[];
}

export class Deciding {
  readonly events: NewEvent[] = [];

  constructor(
    public state: AssessmentState,
    /** Today in London. */
    readonly today: CivilDate,
    /** When the matter at hand happened. */
    readonly on: CivilDate,
  ) {}

  emit<T extends AssessmentEventType>(type: T, data: AssessmentEventData<T>, on: CivilDate = this.on): void {
    const event = { type, data, occurredOn: on } as unknown as NewEvent;
    this.events.push(event);
    this.state = evolve(this.state, event);
  }

  /** Starts the clock of a rule by the law version the case is pinned to. Returns the last lawful date, if there is one. */
  startClock(
    ruleId: string,
    trigger: CivilDate,
    options: { about?: string; breachable?: boolean } = {},
  ): CivilDate | null {
    const dates = clockDates(ruleId, trigger, ENGLAND_AND_WALES, this.state.lawVersion);
    const key = options.about ? `${ruleId}:${options.about}` : ruleId;
    this.emit('clock.started', { key, ruleId, triggeredOn: trigger, ...dates, breachable: options.breachable ?? true });
    return dates.due;
  }

  settle(key: string, on: CivilDate = this.on): void {
    const deadline = this.state.deadlines[key];
    if (!deadline || !isOpen(deadline)) return;
    const { due, breachable, state } = deadline;
    if (breachable && state === 'running' && due !== null && on > due) {
      this.emit('clock.missed', { key, cause: causeOf(this.state, key, this.today) }, addDays(due, 1));
    }
    this.emit('clock.settled', { key, on });
    if (this.state.stuck?.about === deadline.ruleId) this.unstick('What was late is done');
  }

  /** What the case was stuck for is there: its panel need not hear it. Actions that it named are chased all the same. */
  unstick(why: string): void {
    this.closeReferrals(why, 'stuck');
    this.emit('case.unstuck', { reason: why });
  }

  /** Ends a clock whose duty no longer arises; it is neither met nor missed. A breach that happened stays one. */
  voidClock(key: string, reason: string): void {
    const deadline = this.state.deadlines[key];
    if (deadline && isOpen(deadline) && deadline.state !== 'missed') this.emit('clock.voided', { key, reason });
  }

  /** Once a question is decided its panel need not hear it. The panel keeps its own record; here it is closed. */
  closeReferrals(why: string, question?: PanelQuestion): void {
    for (const { id, ...r } of this.state.referrals) {
      if (r.closedOn !== null || (question && r.question !== question)) continue;
      this.emit('panel.notNeeded', { referralId: id, reason: why });
    }
  }

  /** The case is over: nothing is counted or heard any more, but for the clocks of a notice that is still owed. */
  end(reason: string, owed: readonly string[] = []): void {
    for (const key of Object.keys(this.state.deadlines)) if (!owed.includes(key)) this.voidClock(key, reason);
    this.closeReferrals(reason);
  }

  /** A notice cannot have gone out in the future, nor before there was a case. */
  mustHaveGone(sentOn: CivilDate): void {
    must(sentOn <= this.today, 'in-the-future', `It cannot have been sent on ${sentOn}: today is ${this.today}`);
    must(
      sentOn >= this.state.receivedOn,
      'before-the-request',
      `It cannot have been sent on ${sentOn}: the request was received on ${this.state.receivedOn}`,
    );
  }

  letter(notice: Notice, to: Party, order: LetterOrder = {}): void {
    const id = `L${this.state.letters.length + 1}`;
    this.emit(
      'letter.requested',
      {
        letter: {
          id,
          notice,
          to,
          on: this.today,
          facts: { ...commonFacts(this.state), ...order.facts },
          enclosures: order.enclosures ?? [],
        },
        settles: order.settles ?? [],
      },
      this.today,
    );
  }

  letters(notice: Notice, to: readonly Party[], order: LetterOrder = {}): void {
    for (const party of to) this.letter(notice, party, order);
  }

  /**
   * Sends a statutory notice to the family, whose dispatch meets the clocks named; or, where it already went out by other
   * means, meets them on that date and writes nothing.
   */
  notice(
    notice: Notice,
    alreadySentOn: CivilDate | undefined,
    order: LetterOrder,
    others: readonly Party[] = [],
  ): void {
    if (alreadySentOn) {
      this.mustHaveGone(alreadySentOn);
      for (const key of order.settles ?? []) this.settle(key, alreadySentOn);
      return;
    }
    this.letters(notice, this.state.family, order);
    this.letters(notice, others, { ...order, settles: [] });
  }
}
