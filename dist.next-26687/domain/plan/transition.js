/** A transfer between post-16 institutions has no day of its own until one is planned (r18(2)). */
import { addDays } from '../civil-date.js';
import { must } from '../matter/deciding.js';
import { yearGroupOf } from '../school-year.js';
import { lastDayOf25, LAST_OF_SECONDARY } from './dates.js';
export const planTransition = (d, c) => {
    const { child, yearsAhead, institution } = d.state;
    const lastDay = lastDayOf25(child.dateOfBirth, institution?.kind);
    const year = yearGroupOf(child.dateOfBirth, addDays(c.transferOn, -1)) + yearsAhead;
    must(c.transferOn > d.today, 'transition-past', `A transfer is planned for a day to come: ${c.transferOn} is not after ${d.today}`);
    must(c.transferOn <= lastDay, 'after-the-plan', `By age this plan lasts until ${lastDay} at most, and ${c.transferOn} is after that`, 's46, r46');
    must(year > LAST_OF_SECONDARY, 'phase-known', `Before ${c.transferOn} it is year ${year}: up to year ${LAST_OF_SECONDARY} the transfers follow from the school year, and nobody plans them here`, 'r18(1)');
    d.emit('transition.planned', { on: c.transferOn, to: c.to ?? null });
};
//# sourceMappingURL=transition.js.map