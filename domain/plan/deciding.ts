/** One decision being made on a plan. */
import type { CivilDate } from '../civil-date.js';
import { MatterDeciding } from '../matter/deciding.js';
import type { Opening } from '../review/event-shapes.js';
import { nextReview, nextTransfer } from './dates.js';
import type { NewPlanEvent, PlanEventData, PlanEventType } from './event-shapes.js';
import { evolvePlan } from './evolve.js';
import type { PlanState } from './state.js';

export class PlanDeciding extends MatterDeciding<PlanState, NewPlanEvent> {
  /** A case numbers its letters; those of its plan are told apart. */
  protected override get letterPrefix(): string {
    return 'P-';
  }

  protected override evolve(state: PlanState, event: NewPlanEvent): PlanState {
    return evolvePlan(state, event);
  }

  protected override causeOf(): string {
    return 'authority';
  }

  protected override get begunOn(): CivilDate {
    return this.state.madeOn;
  }

  emit<T extends PlanEventType>(type: T, data: PlanEventData<T>, on: CivilDate = this.on): void {
    this.put(type, data, on);
  }

  /** A review that is open while a transfer comes near prepares for that too. */
  start(kind: PlanEventData<'review.started'>['kind'], reason: string | null, anchor: Opening['anchor']): void {
    const transfer = kind === 'under-5' ? null : nextTransfer(this.state, this.today);
    const lasts = kind === 'annual' ? (nextReview(this.state).early ?? this.on) : this.on;
    const phase = transfer && transfer.opensOn <= lasts ? { ruleId: transfer.ruleId, on: transfer.on } : null;
    const instead = this.state.review?.n ?? null;
    this.emit('review.started', { n: this.state.reviews + 1, kind, reason, anchor, phase, instead });
  }
}
