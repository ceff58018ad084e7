/** A worker for the diaries, and worlds to run them in. */
import { fileURLToPath } from 'node:url';
import { Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Rehearsal, WorldClock, type WorldClockOptions, withTimeSkipping } from '../../client/clock/test-clock.js';
import { temporalAddress, temporalNamespace } from '../environment.js';
import type { DiaryInput, Entry } from './fixture-workflows.js';

export const DAY = 86_400_000;
export const TASK_QUEUE = 'clock-test';

export const createActivities = (client: () => Client) => ({
  tell: async (workflowId: string): Promise<void> => {
    const teller = Context.current().info.workflowExecution?.workflowId ?? '';
    await client().workflow.getHandle(workflowId).signal('letter', teller);
  },
  open: async (workflowId: string, failsFirst: number): Promise<void> => {
    if (Context.current().info.attempt <= failsFirst) throw new Error('not yet');
    const args: [DiaryInput] = [{ everyDays: 3, times: 2, stays: true }];
    await client().workflow.start('diary', { taskQueue: TASK_QUEUE, workflowId, args });
  },
  failFirst: async (times: number): Promise<number> => {
    const { attempt } = Context.current().info;
    if (attempt <= times) throw new Error('not yet');
    return attempt;
  },
});

export type DiaryActivities = ReturnType<typeof createActivities>;

export interface Stage {
  client: Client;
  rehearsal: Rehearsal;
  world(options?: WorldClockOptions): WorldClock;
  entries(workflowId: string): Promise<Entry[]>;
  close(): Promise<void>;
}

export const openStage = async (): Promise<Stage> => {
  // Activities and workflows that fail on purpose are not news.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const server = { address: temporalAddress(), namespace: temporalNamespace() };
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection, namespace: server.namespace });
  const rehearsal = await Rehearsal.open(client, server);
  const activityClient = new Client({ ...server, connection: withTimeSkipping(connection, rehearsal) });
  const native = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection: native,
    namespace: server.namespace,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./fixture-workflows.ts', import.meta.url)),
    activities: createActivities(() => activityClient),
  });
  const running = worker.run();
  const worlds: WorldClock[] = [];
  return {
    client,
    rehearsal,
    world: (options = {}) => {
      const clock = new WorldClock(rehearsal, { patienceMs: 20_000, ...options });
      worlds.push(clock);
      return clock;
    },
    entries: (workflowId) => client.workflow.getHandle(workflowId).query<Entry[]>('entries'),
    close: async () => {
      for (const clock of worlds) clock.close();
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
};
