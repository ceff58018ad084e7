/** Something that runs, may be killed at any moment, and is there again as soon as it can be. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '../../../workers/platform/supervision.js';
import { childrenOf } from '../../command.js';

export class Kept<S extends Service> {
  private service: S | undefined;
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();
  /** How often it was started again. */
  returns = 0;

  constructor(private readonly start: (nth: number) => Promise<S>) {}

  static async running<S extends Service>(start: (nth: number) => Promise<S>): Promise<Kept<S>> {
    const kept = new Kept(start);
    kept.service = await start(0);
    kept.watching = kept.watch();
    return kept;
  }

  /** Undefined while it is away. */
  get current(): S | undefined {
    return this.service;
  }

  /** As a power cut would, with everything it has started; says whether there was anything to kill. */
  async kill(): Promise<boolean> {
    const pid = this.service?.pid;
    if (pid === undefined) return false;
    const pids = [pid, ...(await childrenOf(pid))];
    if (this.service?.pid !== pid) return false;
    this.service = undefined;
    for (const one of pids) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // It has gone by itself meanwhile.
      }
    }
    return true;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.service?.stop();
    await this.watching;
    await this.service?.stop();
  }

  private async watch(): Promise<void> {
    let last = this.service;
    while (last && !this.stopping) {
      await last.exited;
      this.service = undefined;
      if (this.stopping) return;
      last = await this.startAgain();
      this.service = last;
    }
  }

  private async startAgain(): Promise<S | undefined> {
    while (!this.stopping) {
      try {
        this.returns += 1;
        return await this.start(this.returns);
      } catch {
        await pause(500);
      }
    }
    return undefined;
  }
}
