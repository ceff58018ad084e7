/**
 * The one door to moving time. Whoever can skip time can make real deadlines pass, so nothing in this folder works
 * without a `Rehearsal`, and a `Rehearsal` is only given for a server and namespace that the caller names as a place for
 * rehearsals, that the client really is connected to, and on which the server's own switch for skipping is on. No
 * installation that holds real cases has that switch on (it is off by default).
 */
import type { Client, Connection } from '@temporalio/client';
import { isNotFound, isUnimplemented } from './execution.js';

export interface RehearsalServer {
  /** `host:port` of a server that holds nothing but rehearsals and tests. */
  address: string;
  namespace: string;
}

/** What joins new executions to the time of those that are there: a clock implements it. */
export interface World {
  has(workflowId: string): boolean;
  add(...workflowIds: string[]): void;
}

export class Rehearsal {
  readonly #worlds = new Set<World>();

  private constructor(readonly client: Client) {}

  static async open(client: Client, server: RehearsalServer): Promise<Rehearsal> {
    refuseAnotherPlace(client, server);
    await refuseWithoutSkipping(client);
    return new Rehearsal(client);
  }

  enter(world: World): void {
    this.#worlds.add(world);
  }

  leave(world: World): void {
    this.#worlds.delete(world);
  }

  /** A workflow started by an activity of another lives from then on in the same worlds. */
  follow(starter: string, started: string): void {
    for (const world of this.#worlds) if (world.has(starter)) world.add(started);
  }
}

const refuseAnotherPlace = (client: Client, server: RehearsalServer): void => {
  const { namespace } = client.options;
  if (namespace !== server.namespace) {
    throw new Error(
      `Time can only be moved in the rehearsal namespace ${server.namespace}; this client is in ${namespace}.`,
    );
  }
  const address = (client.connection as Partial<Connection>).options?.address;
  if (address !== server.address) {
    throw new Error(
      `Time can only be moved on the rehearsal server ${server.address}; this client is connected to ${address}.`,
    );
  }
};

/** Waiting for a fast-forward of an execution that does not exist changes nothing, and tells whether skipping is on. */
const refuseWithoutSkipping = async (client: Client): Promise<void> => {
  try {
    await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: 'no-such-workflow' },
      fastForwardId: 'none',
    });
  } catch (e) {
    if (isNotFound(e)) return;
    if (isUnimplemented(e)) {
      throw new Error(
        `The server does not allow time skipping in namespace ${client.options.namespace}: a rehearsal needs one started with frontend.WorkflowTimeSkippingEnabled=true.`,
        { cause: e },
      );
    }
    throw e;
  }
};
