/** What comes back after a power cut, how soon, and whether all of it does. */
import { jump, look, pause } from '../../client/clock/execution.js';
import { assessmentId } from '../../domain/ids.js';
import { rowOf } from '../row.js';
const AT_ONCE = 20;
const lastOf = (times) => times.at(-1) ?? 0;
/** The worker dies in the middle of a round of commands; the round goes on under the next one. */
const killedWorker = async (ground, sizes) => {
    const caller = await ground.caller();
    let worker = await ground.worker('ours');
    const refs = await caller.ask('open', 'ours', sizes.killed, 5);
    const warmFrom = Date.now();
    const warm = lastOf(await caller.ask('commands', refs, AT_ONCE, 'warm', warmFrom));
    const round = caller.ask('commands', refs, AT_ONCE, 'cut', Date.now());
    await pause(Math.min(500, warm / 4));
    await worker.kill();
    const bootedAt = Date.now();
    worker = await ground.worker('ours');
    const killedAfter = bootedAt;
    const answered = (await round).length;
    const drain = Date.now() - killedAfter;
    const { lost, doubled } = await caller.ask('carriedOut', refs, 'cut');
    // The first answer after a boot, from the moment that the process begins; of a case with which nobody had begun anything.
    const [one = ''] = refs;
    while ((await look(ground.client, assessmentId(one))).busy !== null)
        await pause(60);
    await worker.kill();
    const again = Date.now();
    const [first] = await Promise.all([
        caller.ask('commands', [one], 1, 'first', again),
        ground.worker('ours').then((next) => (worker = next)),
    ]);
    await Promise.all([worker.stop(), caller.stop()]);
    const of = `${refs.length} open, kill -9 of the worker`;
    return [
        rowOf(`recovery: first result after boot (${of})`, lastOf(first), 'ms', null, { value: 3_000 }),
        rowOf(`recovery: ${answered} commands drained (${of}; reference: warm)`, drain, 'ms', warm, { ratio: 3.5 }),
        rowOf(`recovery: commands lost or doubled (${of})`, lost + doubled, 'commands', answered, { value: 0 }),
    ];
};
const ordinaryStart = async (ground, caller, ref, name) => {
    const from = Date.now();
    const [times] = await Promise.all([caller.ask('commands', [ref], 1, name, from), ground.powerCut()]);
    return lastOf(times);
};
/** The servers die and come back; first with next to nothing open, then with many. */
const killedServers = async (ground, sizes) => {
    const caller = await ground.caller();
    const worker = await ground.worker('ours');
    const [ref = ''] = await caller.ask('open', 'ours', 1, 1);
    const few = await ordinaryStart(ground, caller, ref, 'few');
    await caller.ask('open', 'ours', sizes.powerCut, 5);
    const many = await ordinaryStart(ground, caller, ref, 'many');
    await Promise.all([worker.stop(), caller.stop()]);
    return [
        rowOf(`recovery: first result after kill -9 of both servers, ${sizes.powerCut} open (reference: as it was)`, many, 'ms', few, { ratio: 2 }),
    ];
};
/** The next date of every case is reached at once, and one after another. */
const herd = async (ground, sizes) => {
    const caller = await ground.caller();
    const worker = await ground.worker('ours');
    const skipAll = (refs, atOnce) => ground.cpuOf([worker], async () => {
        const wake = async (ref) => {
            const id = assessmentId(ref);
            const { at } = await ground.client.workflow.getHandle(id).query('nextWake');
            await jump(ground.client, id, at + 1_000);
            for (;;) {
                const { busy, now } = await look(ground.client, id);
                if (busy === null && now >= at)
                    break;
                await pause(60);
            }
        };
        if (atOnce)
            await Promise.all(refs.map(wake));
        else
            for (const ref of refs)
                await wake(ref);
    });
    const steady = await caller.ask('open', 'ours', Math.ceil(sizes.deadlines / 5), 5);
    const steadyCost = (await skipAll(steady, false)) / steady.length;
    const all = await caller.ask('open', 'ours', sizes.deadlines, 5);
    const cost = (await skipAll(all, true)) / all.length;
    await Promise.all([worker.stop(), caller.stop()]);
    return [
        rowOf(`recovery: processor time a case of ${all.length} deadlines in one instant (reference: one after another)`, cost, 'ms', steadyCost, { ratio: 1.2 }),
    ];
};
export const recoveryRows = async (ground, sizes) => {
    await ground.dismiss();
    return [
        ...(await killedWorker(ground, sizes)),
        ...(await herd(ground, sizes)),
        ...(await killedServers(ground, sizes)),
    ];
};
//# sourceMappingURL=recovery.js.map