/** What became of letters: their dispatch is what meets a duty to notify, on the day they went. */
import { maxDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { MatterEventData, MatterEventType } from './event-shapes.js';
import { isOwed } from './state.js';
import type { MatterState } from './state.js';

/** What this room needs of a decision, whichever matter it is on. */
export interface Corresponding {
  readonly state: MatterState;
  emit(type: MatterEventType, data: MatterEventData<MatterEventType>): void;
  settle(key: string, on?: CivilDate): void;
}

export interface Dispatched {
  letterId: string;
  channel: string;
  documentHash: string;
  version: number;
}

/** A clock met by notice is met when the last of the letters that give that notice has gone. */
export const settleIfAllSent = (d: Corresponding, letterId: string): void => {
  const letter = d.state.letters.find((l) => l.id === letterId);
  for (const key of letter?.settles ?? []) {
    const notices = d.state.letters.filter((l) => l.settles.includes(key));
    if (notices.some(isOwed)) continue;
    const [first, ...rest] = notices.flatMap((l) => l.dispatchedOn ?? []);
    if (first) d.settle(key, maxDate(first, ...rest));
  }
};

export const letterDispatched = (d: Corresponding, sent: Dispatched): void => {
  const letter = d.state.letters.find((l) => l.id === sent.letterId);
  if (letter?.state !== 'requested') return;
  d.emit('letter.dispatched', sent);
  settleIfAllSent(d, sent.letterId);
};

export const letterRefused = (d: Corresponding, letterId: string, reason: string): void => {
  const letter = d.state.letters.find((l) => l.id === letterId);
  if (letter?.state === 'requested') d.emit('letter.refused', { letterId, reason });
};
