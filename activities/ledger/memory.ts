/**
 * What a worker remembers of the streams that it wrote to last, so that the next event of a case does not read and write
 * all of it again. It is believed only while the head of the stream has the hash it had.
 */
import type { AnyEvent } from '../../domain/events.js';
import { caseRefOf } from '../../domain/ids.js';
import type { CaseRef, StreamId } from '../../domain/ids.js';
import type { StreamProjection } from './projections.js';

export interface Remembered {
  head: { seq: number; hash: string; writer: string | null };
  events: AnyEvent[];
  /** What its rows are. */
  projection: StreamProjection;
}

/** A case that is at work is written to several times within minutes; more than these are not at work at once. */
const MOST_STREAMS = 200;

export class Memory {
  private readonly streams = new Map<StreamId, Remembered>();

  recall(stream: StreamId): Remembered | undefined {
    return this.streams.get(stream);
  }

  keep(stream: StreamId, remembered: Remembered): void {
    this.streams.delete(stream);
    this.streams.set(stream, remembered);
    const [oldest] = this.streams.keys();
    if (this.streams.size > MOST_STREAMS && oldest !== undefined) this.streams.delete(oldest);
  }

  forget(stream: StreamId): void {
    this.streams.delete(stream);
  }

  forgetCase(caseRef: CaseRef): void {
    for (const stream of this.streams.keys()) if (caseRefOf(stream) === caseRef) this.streams.delete(stream);
  }
}
