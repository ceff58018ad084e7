import { SKELETON_QUEUE } from '../queues.js';
import { quantile, rowOf } from '../row.js';
const AT_ONCE = 10;
export const latencyRows = async (ground, sizes) => {
    const { caller } = await ground.staff();
    const refs = await caller.ask('open', 'ours', sizes.commands, 5);
    const bare = await caller.ask('startBare', sizes.commands, SKELETON_QUEUE, 5);
    // Once to warm up, then measured.
    await caller.ask('bareUpdate', bare, AT_ONCE);
    const reference = await caller.ask('bareUpdate', bare, AT_ONCE);
    await caller.ask('commands', refs, AT_ONCE, 'warm', 0);
    const times = await caller.ask('commandToRow', refs, AT_ONCE);
    const name = `latency: a command to its row in the list, ${AT_ONCE} at once (${refs.length})`;
    return [
        rowOf(`${name}: p95 (reference: a bare update's p50)`, quantile(times, 0.95), 'ms', quantile(reference, 0.5), {
            ratio: 3,
        }),
        rowOf(`${name}: p50`, quantile(times, 0.5), 'ms', quantile(reference, 0.5)),
    ];
};
//# sourceMappingURL=latency.js.map