/**
 * The skeleton of a history: the same commands at the same workflow tasks after the same messages, with nothing in them.
 * What it costs on the same server is what the engine itself asks for such a case.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { cacheDir } from '../workers/platform/places.js';
const commandOf = (e) => {
    if (e.markerRecordedEventAttributes)
        return { do: 'local' };
    if (e.activityTaskScheduledEventAttributes)
        return { do: 'activity' };
    if (e.upsertWorkflowSearchAttributesEventAttributes)
        return { do: 'upsert' };
    if (e.timerStartedEventAttributes)
        return { do: 'timer', ms: optionalTsToMs(e.timerStartedEventAttributes.startToFireTimeout) ?? 1 };
    if (e.timerCanceledEventAttributes)
        return { do: 'cancel' };
    return undefined;
};
/** A cancelled timer is written after the one that takes its place; the workflow cancels first. */
const inOrder = (commands) => [
    ...commands.filter((c) => c.do === 'cancel'),
    ...commands.filter((c) => c.do !== 'cancel'),
];
export const programOf = (events) => {
    const seen = { signals: 0, updates: 0, timers: 0, activities: 0 };
    const tasks = [];
    let current;
    for (const e of events) {
        if (e.workflowExecutionSignaledEventAttributes)
            seen.signals += 1;
        if (e.timerFiredEventAttributes)
            seen.timers += 1;
        if (e.activityTaskCompletedEventAttributes)
            seen.activities += 1;
        if (e.workflowTaskStartedEventAttributes)
            current = { after: { ...seen }, commands: [], answers: 0 };
        if (e.workflowTaskCompletedEventAttributes && current)
            tasks.push(current);
        if (!current)
            continue;
        if (e.workflowExecutionUpdateAcceptedEventAttributes) {
            seen.updates += 1;
            current.after.updates = seen.updates;
        }
        if (e.workflowExecutionUpdateCompletedEventAttributes)
            current.answers += 1;
        const command = commandOf(e);
        if (command)
            current.commands.push(command);
    }
    return { tasks: tasks.map((t) => ({ ...t, commands: inOrder(t.commands) })) };
};
/** Packs the workflows that carry the program out, and the bare ones beside them; returns the path of the bundle. */
export const bundleSkeleton = async (program, folder) => {
    const workflows = fileURLToPath(new URL('skeleton-workflows.js', import.meta.url));
    // Inside the project, where the packages are found.
    const workshop = join(cacheDir(), `skeleton-${process.pid}`);
    await mkdir(workshop, { recursive: true });
    try {
        const entry = join(workshop, 'entry.mjs');
        await writeFile(entry, entryOf(JSON.stringify(workflows), program));
        const { code } = await bundleWorkflowCode({ workflowsPath: entry, logger: new DefaultLogger('ERROR') });
        const path = join(folder, 'skeleton-bundle.js');
        await writeFile(path, code);
        return path;
    }
    finally {
        await rm(workshop, { recursive: true, force: true });
    }
};
const entryOf = (workflows, program) => `
import { carryOut } from ${workflows};
export { bare, skeletonPlan } from ${workflows};
const PROGRAM = ${JSON.stringify(program)};
export async function skeleton() { await carryOut(PROGRAM); }
`;
//# sourceMappingURL=skeleton.js.map