/** Each kind of fact in a few words, for timelines, whichever process it is of. Holds no child's detail and nobody's name. */
import { ASSESSMENT_WORDS } from './assessment/words.js';
import { PLAN_WORDS } from './plan/words.js';
import { REVIEW_WORDS } from './review/words.js';
const WORDS = { ...ASSESSMENT_WORDS, ...REVIEW_WORDS, ...PLAN_WORDS };
export const inWords = (event) => {
    const words = WORDS[event.type];
    return words?.(event.data) ?? event.type;
};
//# sourceMappingURL=words.js.map