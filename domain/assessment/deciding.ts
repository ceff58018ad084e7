/**
 * One decision being made: the state as it stands after what has been decided so far, and the events that came of it.
 * Steps of the process (intake.ts, advice.ts …) speak to it; decide.ts hands back its events.
 */
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { MatterDeciding } from '../matter/deciding.js';
import { closeReferrals } from '../matter/referrals.js';
import type { PanelQuestion } from '../policy.js';
import { causeOf } from './cause.js';
import type { AssessmentEventData, AssessmentEventType, NewEvent } from './event-shapes.js';
import { evolve } from './evolve.js';
import type { AssessmentState } from './state.js';

export class Deciding extends MatterDeciding<AssessmentState, NewEvent> {
  protected override evolve(state: AssessmentState, event: NewEvent): AssessmentState {
    return evolve(state, event);
  }

  protected override causeOf(key: string): string {
    return causeOf(this.state, key, this.today);
  }

  protected override get begunOn(): CivilDate {
    return this.state.receivedOn;
  }

  emit<T extends AssessmentEventType>(type: T, data: AssessmentEventData<T>, on: CivilDate = this.on): void {
    this.put(type, data, on);
  }

  /** What the case was stuck for is there once its clock is settled. */
  override settle(key: string, on: CivilDate = this.on): void {
    const deadline = this.state.deadlines[key];
    const wasOpen = deadline !== undefined && isOpen(deadline);
    super.settle(key, on);
    if (wasOpen && this.state.stuck?.about === deadline.ruleId) this.unstick('What was late is done');
  }

  /** What the case was stuck for is there: its panel need not hear it. Actions that it named are chased all the same. */
  unstick(why: string): void {
    this.closeReferrals(why, 'stuck');
    this.emit('case.unstuck', { reason: why });
  }

  closeReferrals(why: string, question?: PanelQuestion): void {
    closeReferrals(this, why, question);
  }

  /** The case is over: nothing is counted or heard any more, but for the clocks of a notice that is still owed. */
  end(reason: string, owed: readonly string[] = []): void {
    for (const key of Object.keys(this.state.deadlines)) if (!owed.includes(key)) this.voidClock(key, reason);
    this.closeReferrals(reason);
  }
}
