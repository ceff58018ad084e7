/**
 * Deliberate faults, one at a time, to see whether the model finds them: text of the domain that is replaced while it is
 * loaded, for `npm run soak -- --mutants`. One that is not found says what the model does not look at.
 */
import type { Plugin } from 'vitest/config';

interface Mutant {
  what: string;
  file: string;
  from: string;
  to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    what: 'the decision to assess is due a week late',
    file: 'domain/law/table/assessment.ts',
    from: "limit: { n: 6, unit: 'weeks' },\n    timing: 'as soon as practicable',\n    count: 'W',\n    exceptions",
    to: "limit: { n: 7, unit: 'weeks' },\n    timing: 'as soon as practicable',\n    count: 'W',\n    exceptions",
  },
  {
    what: 'a day late counts as in time',
    file: 'domain/deadline.ts',
    from: 'deadline.due === null || on <= deadline.due',
    to: 'deadline.due === null || on.slice(0, 9) <= deadline.due',
  },
  {
    what: 'an excused limit that passes counts as missed',
    file: 'domain/deadline.ts',
    from: "state: deadline.exceptionGround ? 'excepted' : 'missed'",
    to: "state: 'missed'",
  },
  {
    what: 'a notice is given when its first letter goes',
    file: 'domain/assessment/correspondence.ts',
    from: "if (notices.some((l) => l.state === 'requested' || l.state === 'refused')) continue;",
    to: '',
  },
  {
    what: 'the end leaves the clocks running',
    file: 'domain/assessment/deciding.ts',
    from: 'if (!owed.includes(key)) this.voidClock(key, reason);',
    to: 'if (owed.includes(key)) this.voidClock(key, reason);',
  },
  {
    what: 'a breach is forgotten at the end',
    file: 'domain/assessment/deciding.ts',
    from: "isOpen(deadline) && deadline.state !== 'missed'",
    to: 'isOpen(deadline)',
  },
  {
    what: 'a corrected date of receipt moves no clock',
    file: 'domain/assessment/corrections.ts',
    from: "if (c.fact === 'receivedOn') recalculate(d, from, c.value);",
    to: "if (c.fact === 'receivedOn') return;",
  },
  {
    what: 'a parent who is added is not sent the draft',
    file: 'domain/assessment/corrections.ts',
    from: 'if (!draft?.servedOn) return;',
    to: 'if (draft) return;',
  },
  {
    what: 'the head who is asked instead is not asked',
    file: 'domain/assessment/corrections.ts',
    from: "if (owed.length > 0) askAgain(d, 'education', 'reg 6(1)(b)');",
    to: '',
  },
  {
    what: 'advice on adulthood from year 8',
    file: 'domain/assessment/advice.ts',
    from: 'const YEAR_9 = 9;',
    to: 'const YEAR_9 = 8;',
  },
  {
    what: 'a draft that goes beyond the representations is not served again',
    file: 'domain/assessment/draft.ts',
    from: '    reserve,\n',
    to: '    reserve: served === null,\n',
  },
  {
    what: 'a period of 14 days',
    file: 'domain/assessment/draft.ts',
    from: 'const periodEndsOn = addDays(served, days - 1);\n  const about',
    to: 'const periodEndsOn = addDays(served, days - 2);\n  const about',
  },
  {
    what: 'advice returned is not chased, for it counts as in',
    file: 'domain/assessment/state.ts',
    from: "advice.state === 'requested' || advice.state === 'acknowledged' || advice.state === 'returned'",
    to: "advice.state === 'requested' || advice.state === 'acknowledged'",
  },
  {
    what: 'whoever was consulted is not told of a withdrawal',
    file: 'domain/assessment/letter-facts.ts',
    from: '...state.consultations.map((c) => c.to),\n  ];\n  return all.filter',
    to: '];\n  return all.filter',
  },
  {
    what: 'a letter sent again goes to the old address',
    file: 'domain/assessment/correspondence.ts',
    from: 'd.letter(letter.notice, asItStands(d, letter), {',
    to: 'd.letter(letter.notice, letter.to, {',
  },
  {
    what: 'a death leaves letters to be sent',
    file: 'domain/assessment/evolve.ts',
    from: "l.state === 'requested' || l.state === 'refused' ? { ...l, state: 'resolved' as const, letter: null } : l",
    to: 'l',
  },
  {
    what: 'a fact typed in late sets progress back',
    file: 'domain/assessment/evolve.ts',
    from: 'next.lastProgressOn = later(state.lastProgressOn, next.lastProgressOn);',
    to: '',
  },
];

/** The plugin that makes the fault whose number is in SOAK_MUTANT; none without it. */
export const mutation = (): Plugin => {
  const mutant = process.env.SOAK_MUTANT ? MUTANTS[Number(process.env.SOAK_MUTANT)] : undefined;
  return {
    name: 'mutation',
    enforce: 'pre',
    transform: (code, id) => {
      if (!mutant || !id.split('?')[0]?.endsWith(`/${mutant.file}`)) return undefined;
      if (!code.includes(mutant.from)) throw new Error(`${mutant.what}: its text is not in ${mutant.file}`);
      return code.replace(mutant.from, mutant.to);
    },
  };
};
