/** The server's own interface, as a program uses it that is none of ours: payloads of its own making, and no asking again. */
import { randomUUID } from 'node:crypto';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { ApplicationFailure } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { ASSESSMENT_COMMANDS, PANEL_COMMANDS } from '../../domain/generated/commands.js';
import { TASK_QUEUE } from '../../domain/ids.js';
import { clientConverter } from '../../keys/data-converter.js';
import type { World } from '../world.js';
import type { Payload } from './payloads.js';

const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;
const EXPECTED = [INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION];

/** Longer than anything takes on a slow machine: no answer by then is none. */
export const PATIENCE_MS = 90_000;

export type Counts = Record<
  'accepted' | 'refused' | 'signals' | 'queries' | 'starts' | 'turnedAwayByTheServer',
  number
>;

export interface Sent {
  workflowId: string;
  name: string;
  payloads: Payload[];
  header: Record<string, Payload>;
}

export interface Start extends Sent {
  memo: Record<string, Payload>;
  /** Comes in with the start. */
  signal: { name: string; payloads: Payload[] } | undefined;
}

type Outcome = temporal.api.update.v1.IOutcome;

export class Door {
  readonly counts: Counts = { accepted: 0, refused: 0, signals: 0, queries: 0, starts: 0, turnedAwayByTheServer: 0 };
  /** Reads what comes back. */
  private readonly converter;

  private constructor(
    private readonly world: World,
    private readonly connection: Connection,
  ) {
    this.converter = loadDataConverter(clientConverter(world.secrets.keys));
  }

  static async open(world: World): Promise<Door> {
    return new Door(world, await Connection.connect({ address: world.address, interceptors: [] }));
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** The facts it came to; undefined where it was refused, which must be in words. */
  async update({ workflowId, name, payloads, header }: Sent): Promise<string[] | undefined> {
    const request = {
      namespace: this.world.namespace,
      workflowExecution: { workflowId },
      waitPolicy: { lifecycleStage: 3 },
      request: {
        meta: { updateId: randomUUID(), identity: 'foreign' },
        input: { name, args: { payloads }, header: { fields: header } },
      },
    };
    let outcome: Outcome | null | undefined;
    // The server answers without an outcome where it takes long; the same update is then asked after once more.
    for (const until = Date.now() + PATIENCE_MS; !outcome && Date.now() < until; ) {
      const answer = await this.asked(() => this.connection.workflowService.updateWorkflowExecution(request));
      if (!answer) return undefined;
      ({ outcome } = answer);
    }
    if (!outcome?.success) return this.refused(workflowId, name, outcome?.failure);
    this.counts.accepted += 1;
    const result = await decodeFromPayloadsAtIndex(this.converter, 0, outcome.success.payloads);
    return (result as { events?: string[] } | null)?.events ?? [];
  }

  private async refused(workflowId: string, name: string, failure: Outcome['failure']): Promise<undefined> {
    this.counts.refused += 1;
    const error = await decodeOptionalFailureToOptionalError(this.converter, failure);
    const type = error instanceof ApplicationFailure ? (error.type ?? '') : '';
    const unknown = !Object.hasOwn(ASSESSMENT_COMMANDS, name) && !Object.hasOwn(PANEL_COMMANDS, name);
    // The case ended while it was asked.
    const over = type === 'AcceptedUpdateCompletedWorkflow';
    if (!type.startsWith('Refused:') && !unknown && !over)
      throw new Error(`${workflowId} answered ${name} with ${type}: ${error?.message.slice(0, 300)}`);
    if (!error?.message || error.message.length > 6_000) throw new Error(`${name} is not refused in words: ${type}`);
  }

  async signal({ workflowId, name, payloads, header }: Sent): Promise<void> {
    this.counts.signals += 1;
    await this.asked(() =>
      this.connection.workflowService.signalWorkflowExecution({
        namespace: this.world.namespace,
        workflowExecution: { workflowId },
        signalName: name,
        input: { payloads },
        header: { fields: header },
      }),
    );
  }

  async query({ workflowId, name, payloads, header }: Sent): Promise<void> {
    this.counts.queries += 1;
    await this.asked(() =>
      this.connection.workflowService.queryWorkflow({
        namespace: this.world.namespace,
        execution: { workflowId },
        query: { queryType: name, queryArgs: { payloads }, header: { fields: header } },
      }),
    );
  }

  /** Whether the server took it. */
  async start({ workflowId, name, payloads, header, memo, signal }: Start): Promise<boolean> {
    this.counts.starts += 1;
    const request = {
      namespace: this.world.namespace,
      workflowId,
      requestId: randomUUID(),
      workflowType: { name },
      taskQueue: { name: TASK_QUEUE },
      input: { payloads },
      header: { fields: header },
      memo: { fields: memo },
    };
    const service = this.connection.workflowService;
    const started = await this.asked(() =>
      signal
        ? service.signalWithStartWorkflowExecution({
            ...request,
            signalName: signal.name,
            signalInput: { payloads: signal.payloads },
          })
        : service.startWorkflowExecution(request),
    );
    return started !== undefined;
  }

  /** What the server itself turns away never reaches a process; anything else that it says is a fault. */
  private async asked<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.connection.withDeadline(Date.now() + PATIENCE_MS, ask);
    } catch (error) {
      const code = isGrpcServiceError(error) ? Number(error.code) : undefined;
      if (code === undefined || !EXPECTED.includes(code)) throw error;
      this.counts.turnedAwayByTheServer += 1;
      return undefined;
    }
  }
}
