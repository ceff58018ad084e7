/** What is wrong with records of the return, by our rules. A finding names rule, field and case, and never a value. */
import type { Role } from '../events.js';
import type { CaseRef } from '../ids.js';
import type { Module } from './fields.js';
import type { PersonRecord, RequestRecord } from './records.js';
import { mendedBy, SEN2_RULES } from './rules.js';
import type { Level, Sen2Rule } from './rules/rule.js';

export interface Finding {
  rule: string;
  caseRef: CaseRef;
  module: Module;
  field: string;
  level: Level;
  owner: Role;
  message: string;
  /** The command that mends it, as `ehcna` spells it. */
  closedBy: string;
}

/** What is over is spoken to by a manager: it has to be started again. */
const ownerOf = (rule: Sen2Rule, { overOn }: Pick<RequestRecord, 'overOn'>): Role =>
  overOn === null ? rule.owner : 'manager';

const findingOf = (rule: Sen2Rule, request: RequestRecord): Finding => {
  const { id, module, field, level, message } = rule;
  const { caseRef, hasPlan } = request;
  const owner = ownerOf(rule, request);
  return { rule: id, caseRef, module, field, level, owner, message, closedBy: mendedBy(rule, hasPlan) };
};

/** A person is spoken of where what is said of them can be put right: the plan, or the last case. */
const spokenOf = ({ requests }: PersonRecord): RequestRecord[] =>
  requests
    .filter((r) => r.hasPlan)
    .slice(-1)
    .concat(requests.slice(-1))
    .slice(0, 1);

/** Of one person, by the rules that need no other. */
export const findingsOf = (record: PersonRecord): Finding[] =>
  SEN2_RULES.flatMap((rule) => {
    if (rule.scope === 'person')
      return rule.isBroken(record.person) ? spokenOf(record).map((request) => findingOf(rule, request)) : [];
    if (rule.scope === 'request')
      return record.requests.filter(rule.isBroken).map((request) => findingOf(rule, request));
    return [];
  });

/** Of everyone, and of one beside another. */
export const validate = (persons: readonly PersonRecord[]): Finding[] => [
  ...persons.flatMap(findingsOf),
  ...SEN2_RULES.flatMap((rule) =>
    rule.scope === 'return' ? rule.find(persons).flatMap((p) => spokenOf(p).map((r) => findingOf(rule, r))) : [],
  ),
];

export interface RuleCount {
  rule: string;
  module: Module;
  field: string;
  level: Level;
  message: string;
  n: number;
}

/** How often each rule is broken; those that never are, left out. */
export const countByRule = (findings: readonly Finding[]): RuleCount[] =>
  SEN2_RULES.map(({ id, module, field, level, message }) => ({
    rule: id,
    module,
    field,
    level,
    message,
    n: findings.filter((f) => f.rule === id).length,
  })).filter(({ n }) => n > 0);
