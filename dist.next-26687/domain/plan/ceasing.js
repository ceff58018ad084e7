/** The end of a plan that was decided to cease: it is maintained while an appeal can be brought or is (s45(4)). */
import { formatLong } from '../civil-date.js';
import { must } from '../matter/deciding.js';
import { appealTimeEndsOn } from './dates.js';
import { mustNotBeMoving } from './moves-out.js';
const ceasing = (d) => must(d.state.stage === 'ceasing', 'not-ceasing', 'No decision to cease to maintain this plan stands', 's45(4)');
export const recordCeaseAppeal = (d, c) => {
    ceasing(d);
    d.emit('cease.appealed', { note: c.note ?? null });
};
export const confirmCeased = (d, c) => {
    ceasing(d);
    mustNotBeMoving(d);
    must(d.state.ceaseNoticeOn !== null, 'notice-owed', 'The notice that the plan is to cease has not gone to the family yet: the time for an appeal does not run', 'r31(2), s45(4)');
    const ends = appealTimeEndsOn(d.state);
    must(c.basis !== 'no-appeal' || d.state.appealedOn === null, 'appealed', `An appeal was brought on ${d.state.appealedOn ?? ''}: the plan is maintained until it is finally determined`, 's45(4)');
    must(c.basis !== 'appeal-dismissed' || d.state.appealedOn !== null, 'no-appeal-recorded', 'No appeal against ceasing is recorded, so none was dismissed: record it first, or say no-appeal', 's45(4)');
    must(c.basis !== 'no-appeal' || ends === null || d.on > ends, 'appeal-time-runs', `An appeal can be brought until ${ends === null ? '' : formatLong(ends)}, and longer where a mediation certificate is issued: the plan is maintained until then`, 's45(4)');
    d.emit('cease.confirmed', { basis: c.basis, note: c.note ?? null });
    d.end('The plan has ceased');
};
export const keepPlan = (d, c) => {
    ceasing(d);
    d.emit('cease.withdrawn', { reason: c.reason });
};
//# sourceMappingURL=ceasing.js.map