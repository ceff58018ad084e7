/** Workflows that do as a history did, and nothing besides. */
import {
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { KEYS } from '../workflows/search-attributes.js';

export type Command =
  | { do: 'local' }
  | { do: 'activity' }
  | { do: 'upsert' }
  | { do: 'cancel' }
  | { do: 'timer'; ms: number };

export interface Task {
  /** How much of each kind had come in when the task was done. */
  after: { signals: number; updates: number; timers: number; activities: number };
  commands: Command[];
  /** Updates that it answered. */
  answers: number;
}

export interface Program {
  tasks: Task[];
}

interface Nothing {
  nothing(x: string): Promise<string>;
}

const local = proxyLocalActivities<Nothing>({ scheduleToCloseTimeout: '4 seconds' });
const { nothing } = proxyActivities<Nothing>({ startToCloseTimeout: '30 seconds' });

export const carryOut = async ({ tasks }: Program): Promise<void> => {
  const seen = { signals: 0, updates: 0, timers: 0, activities: 0 };
  let answered = 0;
  let timer = new CancellationScope();
  setHandler(defineSignal<[string]>('s'), () => {
    seen.signals += 1;
  });
  setHandler(defineUpdate<string, [string]>('u'), async () => {
    const own = (seen.updates += 1);
    await condition(() => answered >= own);
    return '1';
  });
  const act = async (command: Command): Promise<void> => {
    switch (command.do) {
      case 'local':
        await local.nothing('1');
        break;
      case 'activity':
        void nothing('1').then(() => (seen.activities += 1));
        break;
      case 'upsert':
        upsertSearchAttributes([{ key: KEYS.stage, value: '1' }]);
        break;
      case 'cancel':
        timer.cancel();
        break;
      case 'timer':
        timer = new CancellationScope();
        void timer
          .run(() => sleep(command.ms))
          .then(
            () => (seen.timers += 1),
            () => undefined,
          );
    }
  };
  for (const { after, commands, answers } of tasks) {
    await condition(() => (Object.keys(after) as (keyof typeof after)[]).every((kind) => seen[kind] >= after[kind]));
    for (const command of commands) await act(command);
    answered += answers;
  }
};

/** A plan that is held, without the plan. */
export async function skeletonPlan(): Promise<void> {
  setHandler(defineQuery<string>('state'), () => '1');
  upsertSearchAttributes([{ key: KEYS.stage, value: '1' }]);
  await condition(() => false);
}

/** The least there is: takes an update and answers it. */
export async function bare(): Promise<void> {
  setHandler(defineUpdate<string, [string]>('u'), () => '1');
  await condition(() => false);
}
