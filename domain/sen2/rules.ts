/**
 * What is wrong with a return, each rule once: the field, how bad it is, who mends it and with which command. A rule names what it
 * is about, and never what stands there.
 */
import { PERSON_RULES } from './rules/person.js';
import { PLAN_RULES } from './rules/plan.js';
import { REQUEST_RULES } from './rules/request.js';
import type { PersonRule, RequestRule, ReturnRule, Sen2Rule } from './rules/rule.js';
import { RETURN_RULES } from './rules/whole.js';

export const SEN2_RULES: readonly Sen2Rule[] = [
  ...PERSON_RULES.map((rule): PersonRule => ({ ...rule, scope: 'person' })),
  ...[...REQUEST_RULES, ...PLAN_RULES].map((rule): RequestRule => ({ ...rule, scope: 'request' })),
  ...RETURN_RULES.map((rule): ReturnRule => ({ ...rule, scope: 'return' })),
];

/** The fields that the command of a rule is to say. */
export const saidFor = (rule: string): readonly string[] => SEN2_RULES.find(({ id }) => id === rule)?.say ?? [];

/** The command that mends it: of the plan where there is one. */
export const mendedBy = ({ mend }: Pick<Sen2Rule, 'mend'>, hasPlan: boolean): string =>
  `${hasPlan ? 'plan' : 'case'} ${mend}`;
