/** The published measure, counted again from the records of the return, is what a count straight from the facts gives. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import { addDays, daysBetween } from '../../domain/civil-date.js';
import { censusOf } from '../../domain/sen2/census.js';
import { personRecords } from '../../domain/sen2/records.js';
import { timelinessOf } from '../../domain/sen2/timeliness.js';
import type { CaseFile } from '../../domain/sen2/values.js';
import { issuedCaseload } from './issued.js';
import type { IssuedCase } from './issued.js';

let cases: IssuedCase[];
beforeAll(() => {
  cases = issuedCaseload();
});

const filesOf = (list: readonly IssuedCase[]): CaseFile[] =>
  list.map(({ caseRef, events }) => ({ caseRef, assessment: foldEvents(caseRef, events), reviews: [] }));

/** Of the facts themselves: when it came in, when the final plan was made, whether an exception stands against the twenty weeks. */
const told = (events: readonly AssessmentEvent[]) => {
  const data = (type: AssessmentEvent['type']) => events.filter((e) => e.type === type);
  const [received] = data('request.received');
  const [made] = data('plan.finalised');
  return {
    receivedOn: String((received as { data: { receivedOn?: string } } | undefined)?.data.receivedOn),
    madeOn: made?.occurredOn ?? null,
    excepted: data('exception.recorded').some((e) => (e.data as { ruleId: string }).ruleId === 'plan-final-20w'),
  };
};

const counted = (year: number) => {
  const issued = cases.map(({ events }) => told(events)).filter(({ madeOn }) => madeOn?.startsWith(`${year}-`));
  const share = (list: typeof issued) => {
    const within20 = list.filter(({ receivedOn, madeOn }) => (madeOn ?? '') <= addDays(receivedOn, 140)).length;
    return { issued: list.length, within20, percent: Math.round((1_000 * within20) / list.length) / 10 };
  };
  return { year, including: share(issued), excluding: share(issued.filter(({ excepted }) => !excepted)) };
};

describe('timeliness from the return', () => {
  it.each([2024, 2025, 2026])('of %i is that of the facts, with and without exceptions', (year) => {
    const census = censusOf(year + 1);
    const measured = timelinessOf(personRecords(filesOf(cases), census), census);
    expect(measured).toEqual(counted(year));
    // Plans in time and late, some of each with an exception.
    expect(measured.including.within20).toBeGreaterThan(0);
    expect(measured.including.within20).toBeLessThan(measured.including.issued);
    expect(measured.excluding.issued).toBeLessThan(measured.including.issued);
  });

  it('takes the hundred and fortieth day for in time, and the next for late', () => {
    const days = new Set(cases.map(({ events }) => daysBetween(told(events).receivedOn, told(events).madeOn ?? '')));
    expect([days.has(140), days.has(141)]).toEqual([true, true]);
  });

  it('of a year in which no plan was issued is no share', () => {
    expect(timelinessOf([], censusOf(2026))).toEqual({
      year: 2025,
      including: { issued: 0, within20: 0, percent: null },
      excluding: { issued: 0, within20: 0, percent: null },
    });
  });
});
