/** Assessments that ended in a plan, in time, late and excepted, over three years: nobody in them exists. */
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import { addDays } from '../../domain/civil-date.js';
import { Case } from '../domain/case.js';
import { refOf } from '../ledger/ledger-fixture.js';

export interface IssuedCase {
  caseRef: string;
  events: AssessmentEvent[];
}

/** Received on 2 April 2025; the limit of twenty weeks is 20 August. */
const ISSUED_ON = ['2025-07-15', '2025-08-20', '2025-08-21', '2025-10-10', '2026-01-20'];

const played = (finalisedOn: string, excepted: boolean): Case => {
  const issued = new Case().withDraftServed().placed();
  if (excepted)
    issued.at('2025-07-10').do('recordException', {
      ruleId: 'plan-final-20w',
      ground: 'absence',
      evidence: 'Tickets',
      from: '2025-05-20',
      to: '2025-06-29',
      whose: 'child',
      madeImpractical: true,
    });
  return issued.finalised(finalisedOn);
};

/** Every date of it so many days later, whole weeks, so that weeks are counted alike. */
const moved = (events: readonly AssessmentEvent[], days: number): AssessmentEvent[] =>
  JSON.parse(
    JSON.stringify(events, (key, value: unknown) =>
      key === 'policy' || key === 'dateOfBirth' || typeof value !== 'string'
        ? value
        : value.replace(/^\d{4}-\d{2}-\d{2}/, (date) => addDays(date, days)),
    ),
  ) as AssessmentEvent[];

const WEEKS = [-62, -40, -26, -11, 0, 15, 31, 44];

export const issuedCaseload = (): IssuedCase[] => {
  const played_ = ISSUED_ON.flatMap((on) => [played(on, false), played(on, true)]);
  return WEEKS.flatMap((weeks, w) =>
    played_.map((one, i) => {
      const events = moved(one.events, 7 * weeks);
      const n = 100 + w * 10 + i;
      const [first, ...rest] = events as [AssessmentEvent, ...AssessmentEvent[]];
      const { child } = first.data as { child: object };
      const named = { ...first, data: { ...first.data, child: { ...child, name: `Testing Child${n}` } } };
      return { caseRef: refOf(n), events: [named as AssessmentEvent, ...rest] };
    }),
  );
};
