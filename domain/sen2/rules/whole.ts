/** What can be wrong with one person beside another. */
import type { PersonRecord } from '../records.js';
import { correction } from './rule.js';
import type { ReturnRule } from './rule.js';

const repeated = (persons: readonly PersonRecord[], keyOf: (p: PersonRecord) => string | undefined): PersonRecord[] => {
  const times = new Map<string, number>();
  for (const key of persons.flatMap((p) => keyOf(p) ?? [])) times.set(key, (times.get(key) ?? 0) + 1);
  return persons.filter((p) => (times.get(keyOf(p) ?? '') ?? 0) > 1);
};

export const RETURN_RULES: readonly Omit<ReturnRule, 'scope'>[] = [
  {
    ...correction,
    id: 'upn-twice',
    module: 'Person',
    field: 'UPN',
    message: 'Two persons have one pupil number',
    source: 'list',
    find: (persons) => repeated(persons, ({ person }) => person.UPN),
  },
  {
    ...correction,
    level: 'query',
    id: 'person-twice',
    module: 'Person',
    field: 'Surname',
    message: 'Two persons have one name and date of birth',
    find: (persons) => repeated(persons, ({ identity }) => identity.nameAndBirth),
  },
  {
    ...correction,
    id: 'two-plans',
    module: 'ActivePlans',
    field: 'StartDate',
    message: 'One person has two plans at once',
    find: (persons) => persons.filter(({ requests }) => requests.filter((r) => r.activePlan).length > 1),
  },
];
