import { isNotFound, isUnimplemented } from './execution.js';
export class Rehearsal {
    client;
    #worlds = new Set();
    constructor(client) {
        this.client = client;
    }
    static async open(client, server) {
        refuseAnotherPlace(client, server);
        await refuseWithoutSkipping(client);
        return new Rehearsal(client);
    }
    enter(world) {
        this.#worlds.add(world);
    }
    leave(world) {
        this.#worlds.delete(world);
    }
    /** A workflow started by an activity of another lives from then on in the same worlds. */
    follow(starter, started) {
        for (const world of this.#worlds)
            if (world.has(starter))
                world.add(started);
    }
}
const refuseAnotherPlace = (client, server) => {
    const { namespace } = client.options;
    if (namespace !== server.namespace) {
        throw new Error(`Time can only be moved in the rehearsal namespace ${server.namespace}; this client is in ${namespace}.`);
    }
    const address = client.connection.options?.address;
    if (address !== server.address) {
        throw new Error(`Time can only be moved on the rehearsal server ${server.address}; this client is connected to ${address}.`);
    }
};
/** Waiting for a fast-forward of an execution that does not exist changes nothing, and tells whether skipping is on. */
const refuseWithoutSkipping = async (client) => {
    try {
        await client.workflowService.pollWorkflowExecutionTimeSkipping({
            namespace: client.options.namespace,
            workflowExecution: { workflowId: 'no-such-workflow' },
            fastForwardId: 'none',
        });
    }
    catch (e) {
        if (isNotFound(e))
            return;
        if (isUnimplemented(e)) {
            throw new Error(`The server does not allow time skipping in namespace ${client.options.namespace}: a rehearsal needs one started with frontend.WorkflowTimeSkippingEnabled=true.`, { cause: e });
        }
        throw e;
    }
};
//# sourceMappingURL=rehearsal.js.map