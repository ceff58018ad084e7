/**
 * A statutory clock as an object: started, met, late, missed and still open, excepted, void. Timeliness is a comparison of
 * dates and nothing else: what was done on or before `due` was in time however late anyone typed it in.
 */
import type { CivilDate } from './civil-date.js';

export type DeadlineState = 'running' | 'met' | 'late' | 'missed' | 'excepted' | 'void';

export interface Deadline {
  /** Rule id, or rule id and the object it is about: `advice-6w:A3`. */
  key: string;
  ruleId: string;
  triggeredOn: CivilDate;
  /** The later reading: breach only after it. Null where the law sets no date. */
  due: CivilDate | null;
  /** The cautious reading: what planning shows. */
  early: CivilDate | null;
  planBy: CivilDate | null;
  /** False for a period that protects someone (the 15 days for representations): it ends, it cannot be breached. */
  breachable: boolean;
  state: DeadlineState;
  doneOn: CivilDate | null;
  /** Done on the day that one reading counts and the other does not. */
  contested: boolean;
  /** What the case waited on when the date passed. */
  cause: string | null;
  exceptionGround: string | null;
}

export type Started = Pick<Deadline, 'key' | 'ruleId' | 'triggeredOn' | 'due' | 'early' | 'planBy' | 'breachable'>;

export const started = (clock: Started): Deadline => ({
  ...clock,
  state: 'running',
  doneOn: null,
  contested: false,
  cause: null,
  exceptionGround: null,
});

/** The duty was done `on` that date. An excepted limit does not bind, so a late one stays excepted. */
export const settled = (deadline: Deadline, on: CivilDate): Deadline => {
  const inTime = deadline.due === null || on <= deadline.due;
  const state = inTime ? 'met' : deadline.exceptionGround ? 'excepted' : 'late';
  return {
    ...deadline,
    state,
    doneOn: on,
    contested: inTime && deadline.early !== null && on > deadline.early,
    cause: inTime ? null : deadline.cause,
  };
};

export const missed = (deadline: Deadline, cause: string): Deadline => ({
  ...deadline,
  state: deadline.exceptionGround ? 'excepted' : 'missed',
  cause,
});

/** An exception disapplies the limit and puts no date in its place: the duty stays open, as soon as practicable. */
export const excepted = (deadline: Deadline, ground: string): Deadline => ({
  ...deadline,
  exceptionGround: ground,
  state: deadline.state === 'missed' || deadline.state === 'late' ? 'excepted' : deadline.state,
});

/** Not yet done: running, missed, or excepted and still owed. */
export const isOpen = (deadline: Deadline): boolean => deadline.doneOn === null && deadline.state !== 'void';

export const isBreached = (deadline: Deadline): boolean => deadline.state === 'missed' || deadline.state === 'late';
