/** A process that serves many cases and never ends by itself, such as a panel: what it does over and over. */
import { mustBe } from '../domain/caller.js';
import { beginNewRun, isNewRun, MAY_RESTORE, refusalFailure, shouldContinueAsNew, starterOf } from './desk.js';

export interface Service<Input> {
  /** Opens every door: before anything is awaited, so that what comes in with the start finds one. */
  listen(): void;
  open(input: Input): Promise<void>;
  passTime(): void;
  followThrough(): Promise<void>;
  show(): void;
  windUp(): Promise<void>;
  sleep(): Promise<void>;
}

/** `what` names the start to whoever may not give it. */
export const serve = async <Input extends object>(
  service: Service<Input>,
  input: Input,
  assertion: unknown,
  what: string,
): Promise<void> => {
  const starter = starterOf(assertion);
  if (!isNewRun()) {
    const refusal = mustBe(starter, MAY_RESTORE, what);
    if (refusal) throw refusalFailure(refusal);
  }
  service.listen();
  await service.open(input);
  for (;;) {
    service.passTime();
    await service.followThrough();
    service.show();
    if (shouldContinueAsNew()) {
      await service.windUp();
      await beginNewRun(input);
    }
    await service.sleep();
  }
};
