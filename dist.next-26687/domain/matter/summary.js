/** What a manager sees of a matter's clocks in the Temporal UI. */
import { daysBetween } from '../civil-date.js';
const days = (deadline, today) => {
    if (deadline.doneOn)
        return `done ${deadline.doneOn}`;
    const left = daysBetween(today, deadline.due ?? today);
    return left >= 0 ? `${left} left` : `**${-left} over**`;
};
/** The Temporal UI draws tables without space between their columns, and breaks dates at their hyphens. */
const row = (...cells) => `| ${cells.map((cell) => `${cell.replaceAll('-', '\u2011')}\u00a0\u00a0\u00a0`).join(' | ')} |`;
const inState = (d) => `${d.contested ? `${d.state}, contested day` : d.state}${d.exceptionGround ? ` (${d.exceptionGround})` : ''}`;
/** Every clock that is not void, as a table of markdown. */
export const clockTable = (state, today) => {
    const rows = Object.values(state.deadlines).filter((d) => d.state !== 'void');
    return [
        row('Clock', 'Due', 'Days', 'State'),
        '|---|---|---|---|',
        ...rows.map((d) => row(d.key, d.due ?? '-', days(d, today), inState(d))),
    ];
};
//# sourceMappingURL=summary.js.map