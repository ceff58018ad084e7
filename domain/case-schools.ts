/**
 * Which schools have to do with a case: the one that asked, those that the child attends, those that are consulted, and those
 * that its plan names. What a school may see of other people's children hangs on it, so it follows from facts alone.
 */
import type { CivilDate } from './civil-date.js';
import type { AssessmentEvent } from './assessment/evolve.js';
import type { Consulting } from './matter/consultations.js';
import { interimOf } from './plan/moves-state.js';
import { isPlanOver, type PlanState } from './plan/state.js';
import type { CaseSchoolRow } from './projection-rows.js';

/** Those who send what comes from outside the authority. */
const OUTSIDE: ReadonlySet<string> = new Set(['integrator', 'provider', 'adviser']);

type Place = { urn: string; until: CivilDate | null };

/** Rows over time of where a child is: opened by the fact after which it is so, closed by the one after which it is not. */
class Stays {
  readonly rows: CaseSchoolRow[] = [];

  constructor(private readonly how: 'attends' | 'placed') {}

  see(places: readonly Place[], on: CivilDate): void {
    const current = this.rows.filter(({ untilOn }) => untilOn === null || untilOn > on);
    for (const row of current) {
      const place = places.find(({ urn }) => urn === row.urn);
      row.untilOn = place ? place.until : on;
    }
    for (const { urn, until } of places) {
      if (current.some((row) => row.urn === urn)) continue;
      const key = `${this.how}:${this.rows.length + 1}`;
      this.rows.push(school({ key, how: this.how, urn, fromOn: on, untilOn: until }));
    }
  }
}

const school = (
  row: Pick<CaseSchoolRow, 'key' | 'how' | 'urn' | 'fromOn'> & Partial<CaseSchoolRow>,
): CaseSchoolRow => ({
  client: null,
  about: null,
  untilOn: null,
  ...row,
});

const consulted = ({ consultations }: Consulting): CaseSchoolRow[] =>
  consultations
    .filter(({ urn }) => urn !== null)
    .map(({ id, urn, consultedOn }) =>
      school({ key: `consulted:${id}`, how: 'consulted', urn, about: id, fromOn: consultedOn }),
    );

const askedIn = (event: AssessmentEvent): CaseSchoolRow[] => {
  if (event.type !== 'request.received') return [];
  const { data, by, occurredOn } = event;
  const client = OUTSIDE.has(by.role) ? `${by.role}:${by.id}` : null;
  const urn = data.source === 'school' ? (data.child.setting?.urn ?? null) : null;
  return client === null && urn === null
    ? []
    : [school({ key: 'asked', how: 'asked', urn, client, fromOn: occurredOn })];
};

/** Of an assessment, fact by fact. */
export class AssessmentSchools {
  private readonly asked: CaseSchoolRow[] = [];
  private readonly attends = new Stays('attends');

  see(child: { setting?: { urn?: string | undefined } | undefined } | undefined, event: AssessmentEvent): void {
    this.asked.push(...askedIn(event));
    const urn = child?.setting?.urn;
    this.attends.see(urn === undefined ? [] : [{ urn, until: null }], event.occurredOn);
  }

  rows(state: Consulting): CaseSchoolRow[] {
    return [...this.asked, ...this.attends.rows, ...consulted(state)];
  }
}

/** Of a plan, fact by fact: named in section I, the one that has the child until a transfer, the one meanwhile after a move. */
export class PlanSchools {
  private readonly placed = new Stays('placed');

  see(state: PlanState, { occurredOn }: { occurredOn: CivilDate }): void {
    const { institution, beforeTransfer } = state;
    const places = [
      { urn: institution?.urn, until: null },
      { urn: beforeTransfer?.institution?.urn, until: beforeTransfer?.until ?? null },
      { urn: interimOf(state)?.institution?.urn, until: null },
    ].filter((place): place is Place => place.urn !== undefined);
    this.placed.see(isPlanOver(state) ? [] : unique(places), occurredOn);
  }

  get rows(): CaseSchoolRow[] {
    return this.placed.rows;
  }
}

/** Of one that is named twice, the stay that has no end. */
const unique = (places: readonly Place[]): Place[] => [
  ...new Map(
    [...places].sort((a, b) => Number(a.until === null) - Number(b.until === null)).map((place) => [place.urn, place]),
  ).values(),
];

export const reviewSchools = (state: Consulting): CaseSchoolRow[] => consulted(state);
