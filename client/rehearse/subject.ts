/** What a story is about: a case from its request, or a plan through its reviews. */
import type { CivilDate } from '../../domain/civil-date.js';
import type { Deadline } from '../../domain/deadline.js';
import type { StreamId } from '../../domain/ids.js';
import type { Step } from './scenario.js';

/** How it stands in the end. */
export interface Told {
  outcome: string | null;
  finishedOn: CivilDate | null;
  lettersSent: number;
  /** Workflow IDs of every process that took part, the story's own first. */
  processes: string[];
  deadlines: Record<string, Deadline>;
}

export interface Subject {
  /** Begins it on the day the story begins, and answers with its reference. */
  open(today: CivilDate): Promise<string>;
  /** Where its facts are, the oldest process first. */
  streams(): Promise<StreamId[]>;
  carryOut(step: Step, on: CivilDate): Promise<void>;
  /** When the panel meets that is to hear a question. */
  meetingOn(question: string): Promise<CivilDate | undefined>;
  told(): Promise<Told>;
  /** What the story expected of this subject alone and did not come true. */
  faults(told: Told): string[];
}
