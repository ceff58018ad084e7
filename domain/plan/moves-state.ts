/** What is known of a plan's moves: where it came from, where it goes, who commissions health provision. */
import type { CivilDate } from '../civil-date.js';
import type { Deadline } from '../deadline.js';
import type { MoveEventData, MoveEventType } from './moves-shapes.js';
import type { PlanState } from './state.js';

export interface Moves {
  /** The notice of r15(4). */
  transferNotice: { on: CivilDate; reviewBy: CivilDate } | null;
  /** Whether the institution named can be attended after the move; null until somebody has looked. */
  practicable: { is: boolean; version: number } | null;
  interim: (NonNullable<MoveEventData<'interim.decided'>['interim']> & { version: number }) | null;
  /** The old health commissioner is to tell the new one; the clock of it, where it can be counted. */
  telling: { ruleId: 'move-icb' | 'icb-change'; clock: string | null; out: boolean } | null;
  /** One has become responsible since the plan was made, and may ask for an assessment or a review. */
  commissionerIsNew: boolean;
  /** An assessment that was proposed to the family, or that the law asks for, and is not under way yet. */
  assessing: { by: 'authority' | 'health-commissioner'; on: CivilDate } | null;
  /** The authority that it goes, or was to go, to. */
  movesTo: MoveEventData<'move.known'>['to'] | null;
  /** On its way to another authority. */
  moveOut:
    | (MoveEventData<'move.known'> & {
        /** The version that was sent last. */
        sentVersion: number | null;
        chasers: number;
        managerOn: CivilDate | null;
        tellingBefore: Moves['telling'];
      })
    | null;
}

export const NO_MOVES: Moves = {
  transferNotice: null,
  practicable: null,
  interim: null,
  telling: null,
  commissionerIsNew: false,
  assessing: null,
  movesTo: null,
  moveOut: null,
};

type Fold = { [T in MoveEventType]: (s: PlanState, d: MoveEventData<T>, on: string) => Partial<PlanState> };

export const MOVES_FOLD: Fold = {
  'transfer.notified': (s, d, on) => ({
    transferNotice: { on, reviewBy: d.reviewBy },
    // What the health commissioner asks for already must be made, and is not only proposed.
    assessing: s.assessing ?? (d.proposesToAssess ? { by: 'authority', on } : null),
    lastProgressOn: on,
  }),
  'interim.decided': (_s, d, on) => ({
    practicable: { is: d.practicable, version: d.version },
    interim: d.interim && { ...d.interim, version: d.version },
    lastProgressOn: on,
  }),
  'commissioner.changed': (_s, d, on) => ({
    healthCommissioner: d.to,
    telling: { ruleId: 'icb-change', clock: d.clock, out: false },
    commissionerIsNew: true,
    lastProgressOn: on,
  }),
  'commissioner.told': (_s, _d, on) => ({ telling: null, lastProgressOn: on }),
  'commissioner.asked': (s, d, on) => ({
    assessing: d.asks === 'assess' ? { by: 'health-commissioner', on } : s.assessing,
    lastProgressOn: on,
  }),
  'assessing.settled': (_s, _d, on) => ({ assessing: null, lastProgressOn: on }),
  'move.known': (s, d, on) => ({
    movesTo: d.to,
    moveOut: { ...d, sentVersion: null, chasers: 0, managerOn: null, tellingBefore: s.telling },
    telling: { ruleId: 'move-icb', clock: d.telling, out: true },
    lastProgressOn: on,
  }),
  'file.sent': (s, d, on) => ({
    moveOut: s.moveOut && { ...s.moveOut, sentVersion: d.version },
    lastProgressOn: on,
  }),
  'receipt.chased': (s, d) => ({ moveOut: s.moveOut && { ...s.moveOut, chasers: d.step } }),
  'receipt.escalated': (s, _d, on) => ({ moveOut: s.moveOut && { ...s.moveOut, managerOn: on } }),
  // A change of commissioner that was to be told before the move is so again.
  'move.cancelled': (s, _d, on) => ({ moveOut: null, telling: s.moveOut?.tellingBefore ?? null, lastProgressOn: on }),
  'plan.transferred': (_s, _d, on) => ({ stage: 'transferred', endedOn: on, lastProgressOn: on }),
};

/** What a plan that came from another authority begins with. */
export const cameFromElsewhere = ({ transfer }: Pick<PlanState, 'transfer'>): Partial<Moves> =>
  transfer && !transfer.sameCommissioner
    ? {
        telling: { ruleId: 'move-icb', clock: transfer.awareOn === null ? null : 'move-icb', out: false },
        commissionerIsNew: true,
      }
    : {};

/** Lasts until the plan is amended (r15(6)), in whatever way. */
export const interimOf = ({ interim, version }: Pick<PlanState, 'interim' | 'version'>): Moves['interim'] =>
  interim?.version === version ? interim : null;

/** The day on which the plan that is on its way was sent; null while it is not. */
export const sentOnOf = ({ moveOut, deadlines }: Pick<PlanState, 'moveOut' | 'deadlines'>): CivilDate | null =>
  (moveOut && deadlines[moveOut.clock]?.doneOn) ?? null;

/** Duties of health commissioners (r15(7)-(8), r16): shown, and never a breach of the authority's. */
export const COMMISSIONERS_DUTIES: readonly string[] = [
  'move-icb',
  'move-icb-request',
  'icb-change',
  'icb-change-request',
];

/** Nobody here can say that it is done but by hearing of it: the clock runs on past its date. */
export const runsOn = ({ ruleId }: Deadline): boolean => ruleId === 'move-icb' || ruleId === 'icb-change';
