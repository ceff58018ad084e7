/** Which statutory information goes with a notice. What the family is told of its rights is for the family alone. */
import { isStatutoryNotice, noticeLaw } from '../domain/law/notices.js';
import { isFamily } from './catalogue.js';
const TEMPLATES = {
    a: 'appeal',
    b: 'time-limits',
    c: 'mediation',
    d: 'disagreement-and-advice',
    e: 'recommendations',
};
/** Names of the partial templates in letters/pack, in the order they are read. */
export const packFor = (notice, role) => isFamily(role) && isStatutoryNotice(notice) ? noticeLaw(notice).pack.map((item) => TEMPLATES[item]) : [];
//# sourceMappingURL=pack.js.map