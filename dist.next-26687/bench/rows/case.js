/** What one whole assessment costs, beside its skeleton: processor time, events, actions, bytes and replay. */
import { countsOf } from '../counts.js';
import { median, rowOf } from '../row.js';
const historyOf = async (ground, workflowId) => (await ground.client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
/** A and B in turn; a case of each is played before, which warms things up. */
export const caseRows = async (ground, sizes) => {
    const staff = await ground.staff();
    const whole = await ground.wholeCases();
    const cpu = { ours: [], skeleton: [] };
    const wall = { ours: [], skeleton: [] };
    const block = async (kind) => {
        const from = Date.now();
        const shares = await ground.sharesOf([staff.caller, staff[kind]], () => staff.caller.ask('playWhole', kind, sizes.casesABlock));
        const [server, database, client, worker] = shares.map((ms) => Math.round(ms / sizes.casesABlock));
        cpu[kind].push(shares.reduce((sum, ms) => sum + ms, 0) / sizes.casesABlock);
        ground.progress.line(`${kind}: ${Math.round(cpu[kind].at(-1) ?? 0)} ms a case; server ${server}, database ${database}, worker ${worker}, client ${client}`);
        wall[kind].push((Date.now() - from) / sizes.casesABlock);
    };
    for (let n = 0; n < sizes.blocks; n += 1) {
        await block('ours');
        await block('skeleton');
    }
    const rows = [
        rowOf(`case: processor time of one whole assessment (${sizes.blocks} x ${sizes.casesABlock}, in turn)`, median(cpu.ours), 'ms', median(cpu.skeleton), { ratio: 1.25 }),
        rowOf('case: wall time of one whole assessment', median(wall.ours), 'ms', median(wall.skeleton)),
        ...countRows(ground, await historyOf(ground, whole.ours), await historyOf(ground, whole.skeleton)),
    ];
    return rows;
};
/** Of the golden case itself, which its panels hear, with what is played of it as a check. */
const countRows = (ground, played, skeleton) => {
    const { golden } = ground;
    const own = countsOf(golden.events);
    const other = countsOf(skeleton);
    const messages = own.updates - 1 + own.signals;
    const sent = golden.letters + tellings(golden.events);
    // The request, each command and fact, each wake, and each letter or word that leaves.
    const steps = 1 + messages + own.timersFired + sent;
    return [
        rowOf('case: events in all (reference: its skeleton)', own.events, 'events', other.events, { value: 400 }),
        rowOf('case: events in all as played for this bench', countsOf(played).events, 'events', own.events),
        rowOf(`case: events a step (${steps} steps)`, own.events / steps, 'events', other.events / steps, { value: 4.5 }),
        rowOf(`case: billable actions a step (${steps} steps)`, own.actions / steps, 'actions', other.actions / steps, {
            value: 1.4,
        }),
        rowOf(`case: events a command, fact or wake (${1 + messages + own.timersFired}), letters not counted`, own.events / (1 + messages + own.timersFired), 'events', other.events / (1 + messages + own.timersFired)),
    ];
};
/** Words to panels, and the plan that is started. */
const tellings = (events) => events.filter((e) => ['tellPanel', 'startPlan'].includes(e.activityTaskScheduledEventAttributes?.activityType?.name ?? '')).length;
//# sourceMappingURL=case.js.map