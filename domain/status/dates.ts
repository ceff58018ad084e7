/** The clocks of a matter as a status page tells them: what is next and what it means, what is late and why. */
import { daysBetween, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Deadline } from '../deadline.js';
import { rule } from '../law/rules.js';
import type { Coming, Late } from './page.js';
import { DATES, groundInWords, whyInWords } from './words.js';
import type { DateWords, Duty } from './words.js';

/** What of a clock is particular to a matter: who gives the advice, how often they were asked again. */
export interface About {
  what?: string;
  means?: string;
  chased?: string;
  /** Whose duty it is here, where that is another's than the words say. */
  duty?: Duty;
  /** Nobody's duty: asked for by that day, and never told as late. */
  isFree?: boolean;
}

export interface Reading {
  deadlines: Record<string, Deadline>;
  lawVersion: string;
  today: CivilDate;
  about?: (clock: Deadline) => About;
}

const UNITS: Record<string, string> = { 'working-days': 'working days' };

/** `6 weeks, from 2 April 2025`; null where the limit is no time from a day. */
const lawInWords = ({ ruleId, triggeredOn }: Deadline, lawVersion: string): string | null => {
  const { limit, count } = rule(ruleId, undefined, lawVersion);
  if (!limit || count === 'A' || count === 'F') return null;
  const unit = UNITS[limit.unit] ?? limit.unit;
  return `The law gives ${limit.n} ${unit} for this, counted from ${formatLong(triggeredOn)}.`;
};

/** A date that somebody owes, and that a family is told of. */
const isTold = ({ ruleId, due, breachable }: Deadline): boolean =>
  breachable && due !== null && Object.hasOwn(DATES, ruleId);

const wordsOf = ({ ruleId }: Deadline): DateWords => DATES[ruleId] as DateWords;

const byDue = (a: Deadline, b: Deadline): number => ((a.due ?? '') < (b.due ?? '') ? -1 : 1);

/** Where the law gives one thing two days, the first of them. */
const firstOfEach = (coming: Coming[]): Coming[] =>
  coming.filter(({ what }, i) => coming.findIndex((one) => one.what === what) === i);

export const comingOf = ({ deadlines, lawVersion, about }: Reading): Coming[] =>
  firstOfEach(
    Object.values(deadlines)
      .filter((d) => d.state === 'running' && isTold(d))
      .sort(byDue)
      .map((d) => ({
        by: d.due,
        what: about?.(d).what ?? wordsOf(d).what,
        means: about?.(d).means ?? wordsOf(d).means,
        law: about?.(d).isFree ? null : lawInWords(d, lawVersion),
      })),
  );

const DUTIES: Record<Duty, { open: string; done: string }> = {
  council: {
    open: 'It is our duty to do this in time. That others were late does not take the duty away from us. We are sorry.',
    done: 'It was our duty to do this in time. That others were late did not take the duty away from us. We are sorry.',
  },
  school: {
    open: 'The school has to do this. It is our job to keep asking.',
    done: 'The school had to do this. It was our job to keep asking.',
  },
  adviser: {
    open: 'Those we asked have to do this. It is our job to keep asking.',
    done: 'Those we asked had to do this. It was our job to keep asking.',
  },
};

const NOT_BINDING = {
  open: 'The day no longer binds us, and we do it as soon as we can.',
  done: 'The day did not bind us.',
};

const dutyOf = ({ exceptionGround, doneOn }: Deadline, duty: Duty, chased: string | undefined): string => {
  const words = exceptionGround ? NOT_BINDING : DUTIES[duty];
  return [doneOn === null ? words.open : words.done, chased].filter(Boolean).join(' ');
};

const isLate = ({ state }: Deadline): boolean => state === 'missed' || state === 'late' || state === 'excepted';

const whyOf = ({ cause, exceptionGround }: Deadline): string => {
  if (exceptionGround) return groundInWords(exceptionGround);
  return cause ? whyInWords(cause) : 'The reason is not written down.';
};

/** What is still owed first, ours before others'; what was done late stays told. */
const byWeight = (a: Deadline, b: Deadline): number =>
  Number(a.doneOn !== null) - Number(b.doneOn !== null) ||
  Number(wordsOf(a).duty !== 'council') - Number(wordsOf(b).duty !== 'council') ||
  byDue(a, b);

/** `oursAlone`: where a matter is over, how late others were is told by what it made late. */
export const lateOf = ({ deadlines, today, about }: Reading, oursAlone = false): Late[] =>
  Object.values(deadlines)
    .filter((d) => isLate(d) && isTold(d) && !about?.(d).isFree && !(oursAlone && wordsOf(d).duty !== 'council'))
    .sort(byWeight)
    .map((d) => {
      const particular = about?.(d) ?? {};
      const { what, duty } = wordsOf(d);
      return {
        what: particular.what ?? what,
        due: d.due as CivilDate,
        doneOn: d.doneOn,
        days: Math.max(0, daysBetween(d.due as CivilDate, d.doneOn ?? today)),
        why: duty === 'adviser' && !d.exceptionGround ? 'It had not come by that day.' : whyOf(d),
        duty: dutyOf(d, particular.duty ?? duty, particular.chased),
      };
    });
