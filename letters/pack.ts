/** Which statutory information goes with a notice. What the family is told of its rights is for the family alone. */
import { isStatutoryNotice, noticeLaw, type PackItem } from '../domain/law/notices.js';
import type { Notice, Party } from '../domain/letters.js';
import { isFamily } from './catalogue.js';

const TEMPLATES: Record<PackItem, string> = {
  a: 'appeal',
  b: 'time-limits',
  c: 'mediation',
  d: 'disagreement-and-advice',
  e: 'recommendations',
};

/** Names of the partial templates in letters/pack, in the order they are read. */
export const packFor = (notice: Notice, role: Party['role']): string[] =>
  isFamily(role) && isStatutoryNotice(notice) ? noticeLaw(notice).pack.map((item) => TEMPLATES[item]) : [];
