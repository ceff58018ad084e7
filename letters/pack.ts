/** Which statutory information goes with a notice. What the family is told of its rights is for the family alone. */
import type { Notice, Party } from '../domain/letters.js';
import { isFamily } from './catalogue.js';

const TEMPLATES = {
  a: 'appeal',
  b: 'time-limits',
  c: 'mediation',
  d: 'disagreement-and-advice',
  e: 'recommendations',
} as const;

const PACKS: Partial<Record<Notice, (keyof typeof TEMPLATES)[]>> = {
  'refusal-to-assess': ['a', 'b', 'c', 'd'],
  'no-plan': ['a', 'b', 'c', 'd', 'e'],
  final: ['a', 'b', 'c', 'd', 'e'],
};

/** Names of the partial templates in letters/pack, in the order they are read. */
export const packFor = (notice: Notice, role: Party['role']): string[] =>
  isFamily(role) ? (PACKS[notice] ?? []).map((item) => TEMPLATES[item]) : [];
