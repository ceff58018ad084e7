/** Workflows that do as a history did, and nothing besides. */
import { CancellationScope, condition, defineQuery, defineSignal, defineUpdate, proxyActivities, proxyLocalActivities, setHandler, sleep, upsertSearchAttributes, } from '@temporalio/workflow';
import { KEYS } from '../workflows/search-attributes.js';
const local = proxyLocalActivities({ scheduleToCloseTimeout: '4 seconds' });
const { nothing } = proxyActivities({ startToCloseTimeout: '30 seconds' });
export const carryOut = async ({ tasks }) => {
    const seen = { signals: 0, updates: 0, timers: 0, activities: 0 };
    let answered = 0;
    let timer = new CancellationScope();
    setHandler(defineSignal('s'), () => {
        seen.signals += 1;
    });
    setHandler(defineUpdate('u'), async () => {
        const own = (seen.updates += 1);
        await condition(() => answered >= own);
        return '1';
    });
    const act = async (command) => {
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
                    .then(() => (seen.timers += 1), () => undefined);
        }
    };
    for (const { after, commands, answers } of tasks) {
        await condition(() => Object.keys(after).every((kind) => seen[kind] >= after[kind]));
        for (const command of commands)
            await act(command);
        answered += answers;
    }
};
/** A plan that is held, without the plan. */
export async function skeletonPlan() {
    setHandler(defineQuery('state'), () => '1');
    upsertSearchAttributes([{ key: KEYS.stage, value: '1' }]);
    await condition(() => false);
}
/** The least there is: takes an update and answers it. */
export async function bare() {
    setHandler(defineUpdate('u'), () => '1');
    await condition(() => false);
}
//# sourceMappingURL=skeleton-workflows.js.map