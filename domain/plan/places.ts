/**
 * Where the child goes. A plan that is amended before a transfer between phases names the next institution from that day on,
 * and the present one until then (r18).
 */
import type { CivilDate } from '../civil-date.js';
import type { Holding, Reviewed } from './event-shapes.js';
import { interimOf } from './moves-state.js';
import type { PlanState } from './state.js';

type Place = Pick<Holding, 'institution' | 'regulation20'>;

export interface Places {
  /** Where the child goes until a transfer that the plan is amended for already. */
  beforeTransfer: (Place & { until: CivilDate }) | null;
}

type Known = Place & Places;

/** The institution that section I names for that day. */
export const namedOn = (plan: Known, on: CivilDate): Place =>
  plan.beforeTransfer && on < plan.beforeTransfer.until ? plan.beforeTransfer : plan;

/** The institution that has the child on that day, and knows it (r20(1)). */
export const placeOn = (plan: Known & Pick<PlanState, 'interim' | 'version'>, on: CivilDate): Place =>
  interimOf(plan) ?? namedOn(plan, on);

type Moves = NonNullable<NonNullable<Reviewed['amended']>['moves']>;

/** Section I names another. An amendment between one for a transfer and that transfer is taken to be of the next. */
export const movedBy = (
  s: PlanState,
  { moves, on }: { moves: Moves; on: CivilDate },
  phase: Reviewed['phase'],
): Partial<PlanState> => {
  const { institution, regulation20 } = placeOn(s, on);
  return {
    institution: moves.institution,
    regulation20: moves.regulation20,
    lastYear: moves.lastYear ?? null,
    ...(phase && on < phase.on ? { beforeTransfer: { institution, regulation20, until: phase.on } } : {}),
  };
};
