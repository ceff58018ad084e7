/**
 * One decision being made on a matter: the state as it stands after what has been decided so far, and the events that came
 * of it. Steps of a process speak to it; its decide() hands back the events, or the refusal that a step raised.
 */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { refuse } from '../events.js';
import type { Refusal } from '../events.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { clockDates } from '../law/counting.js';
import type { Enclosure, Notice, Party } from '../letters.js';
import type { MatterEventData, MatterEventType } from './event-shapes.js';
import { isUnreachable } from './reaching.js';
import type { MatterState } from './state.js';

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

/** Runs a step, and turns a refusal raised within it into a result. */
export const attempt = <E>(step: () => E[]): E[] | Refusal => {
  try {
    return step();
  } catch (error) {
    if (error instanceof Refused) return refuse(error.code, error.message, error.rule);
    // A calendar that ends, a year that is none: what cannot be counted is refused, and stops no case.
    if (error instanceof RangeError) return refuse('out-of-range', 'It gives a date from which nothing can be counted');
    throw error;
  }
};

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

export abstract class MatterDeciding<
  S extends MatterState,
  E extends { type: string; data: object; occurredOn: CivilDate },
> {
  readonly events: E[] = [];

  constructor(
    public state: S,
    /** Today in London. */
    readonly today: CivilDate,
    /** When the matter at hand happened. */
    readonly on: CivilDate,
  ) {}

  protected abstract evolve(state: S, event: E): S;
  /** Why the date of a clock passes. */
  protected abstract causeOf(key: string): string;
  /** The day before which nothing of this matter can have happened. */
  protected abstract readonly begunOn: CivilDate;
  /** Letters of a case are numbered within each of its matters: this tells the matters apart. */
  protected get letterPrefix(): string {
    return '';
  }

  protected put(type: E['type'], data: object, on: CivilDate): void {
    const event = { type, data, occurredOn: on } as unknown as E;
    this.events.push(event);
    this.state = this.evolve(this.state, event);
  }

  /** Takes a step that may be refused: then all is as it was, and the answer false. */
  tentatively(step: () => void): boolean {
    const { state } = this;
    const events = this.events.length;
    try {
      step();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.state = state;
      this.events.length = events;
      return false;
    }
  }

  /** Of the facts that every matter has. */
  protected note<T extends MatterEventType>(type: T, data: MatterEventData<T>, on: CivilDate = this.on): void {
    this.put(type, data, on);
  }

  /** Starts the clock of a rule by the law version the case is pinned to. Returns the last lawful date, if there is one. */
  startClock(
    ruleId: string,
    trigger: CivilDate,
    options: { about?: string; breachable?: boolean } = {},
  ): CivilDate | null {
    const dates = clockDates(ruleId, trigger, ENGLAND_AND_WALES, this.state.lawVersion);
    const key = options.about ? `${ruleId}:${options.about}` : ruleId;
    this.note('clock.started', { key, ruleId, triggeredOn: trigger, ...dates, breachable: options.breachable ?? true });
    return dates.due;
  }

  settle(key: string, on: CivilDate = this.on): void {
    const deadline = this.state.deadlines[key];
    if (!deadline || !isOpen(deadline)) return;
    const { due, breachable, state } = deadline;
    if (breachable && state === 'running' && due !== null && on > due) {
      this.miss(key, addDays(due, 1));
    }
    this.note('clock.settled', { key, on });
  }

  /** The clock runs from another day than was thought. */
  recalculate(key: string, trigger: CivilDate, reason: string): void {
    const deadline = this.state.deadlines[key];
    if (!deadline) return;
    const dates = clockDates(deadline.ruleId, trigger, ENGLAND_AND_WALES, this.state.lawVersion);
    this.note('clock.recalculated', { key, triggeredOn: trigger, ...dates, reason });
  }

  /** The date of a clock has passed, and what it asks for is not done. */
  miss(key: string, on: CivilDate): void {
    this.note('clock.missed', { key, cause: this.causeOf(key) }, on);
  }

  /** Ends a clock whose duty no longer arises; it is neither met nor missed. A breach that happened stays one. */
  voidClock(key: string, reason: string): void {
    const deadline = this.state.deadlines[key];
    if (deadline && isOpen(deadline) && deadline.state !== 'missed') this.note('clock.voided', { key, reason });
  }

  /** A notice cannot have gone out in the future, nor before there was a case. */
  mustHaveGone(sentOn: CivilDate): void {
    must(sentOn <= this.today, 'in-the-future', `It cannot have been sent on ${sentOn}: today is ${this.today}`);
    must(
      sentOn >= this.begunOn,
      'before-the-request',
      `It cannot have been sent on ${sentOn}: it began on ${this.begunOn}`,
    );
  }

  letter(notice: Notice, to: Party, order: LetterOrder = {}): void {
    const id = `${this.letterPrefix}L${this.state.letters.length + 1}`;
    this.note(
      'letter.requested',
      {
        letter: {
          id,
          notice,
          to,
          on: this.today,
          ...(isUnreachable(this.state, to, this.today) ? { by: 'post' as const } : {}),
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

/** What every letter says: which case it is, and whom to reach. */
export const commonFacts = ({ caseRef, policy, caseworker }: MatterState): Record<string, unknown> => {
  const { contact } = policy.authority;
  return {
    caseRef,
    caseworker: caseworker?.name ?? contact.name,
    caseworkerContact: [caseworker?.telephone ?? contact.telephone, caseworker?.email ?? contact.email]
      .filter(Boolean)
      .join(', '),
  };
};
