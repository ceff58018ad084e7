/** Each kind of fact in a few words, for timelines, whichever process it is of. Holds no child's detail and nobody's name. */
import { ASSESSMENT_WORDS } from './assessment/words.js';
import type { AnyEvent } from './events.js';
import { PLAN_WORDS } from './plan/words.js';
import { REVIEW_WORDS } from './review/words.js';

const WORDS: Readonly<Record<string, unknown>> = { ...ASSESSMENT_WORDS, ...REVIEW_WORDS, ...PLAN_WORDS };

export const inWords = (event: Pick<AnyEvent, 'type' | 'data'>): string => {
  const words = WORDS[event.type] as ((data: unknown) => string) | undefined;
  return words?.(event.data) ?? event.type;
};
