/** When a habit is followed, and what is said then. */
import { addDays } from '../../domain/civil-date.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { firstWorkingDayOnOrAfter } from '../../domain/law/counting.js';
import { SECTIONS } from './steps.js';
/** Whether the review stands as the habit asks, on the day of the step. */
export const holds = ({ when }, review) => {
    if (when === undefined)
        return true;
    if (review === null)
        return false;
    const is = {
        keyYear: review.policy.reviews.attendance.keyYears.includes(review.yearGroup),
        flagged: review.flagged !== null,
        caredFor: review.child.socialWorker,
        transfer: review.phase !== null,
        heldBy: review.convenedBy,
    };
    const { kinds, ...asked } = when;
    return ((kinds === undefined || kinds.includes(review.kind)) &&
        Object.entries(asked).every(([what, wanted]) => is[what] === wanted));
};
/**
 * `meetingInDays: [28, 63]` stands for a working day so many days on; `attended` with `as decided` for the authority where an
 * officer attends; `by: priority` for how an officer attends; `sections: amended` for the plan's with another provision, and
 * `moves: next` for the institution that the child goes to.
 */
export const resolve = (fields, { life, on, draw }) => {
    const { meetingInDays, attended, by, sections, moves, ...rest } = fields;
    const { next, holding } = life.part;
    const named = moves === 'next' ? next : null;
    return {
        ...rest,
        ...(meetingInDays === undefined ? {} : { meetingOn: meetingDay(meetingInDays, on, draw) }),
        ...(attended === undefined ? {} : { attended: present(attended, life.review) }),
        ...(by === 'priority' ? (life.attends ?? { mode: 'none', reason: 'Nothing asks for an officer.' }) : {}),
        ...(sections === 'amended'
            ? {
                sections: {
                    ...SECTIONS,
                    F: 'Twelve hours a week of support by a trained assistant, as it will be given there.',
                    I: named?.institution.name ?? holding.institution?.name ?? 'Education otherwise than at school',
                },
            }
            : sections === undefined
                ? {}
                : { sections }),
        ...(named ? { moves: movesTo(named) } : moves === undefined || moves === 'next' ? {} : { moves }),
    };
};
const movesTo = ({ institution, regulation20, lastYear }) => ({
    institution,
    regulation20,
    ...(lastYear === null ? {} : { lastYear }),
});
const meetingDay = (inDays, on, draw) => {
    const [from, to] = Array.isArray(inDays) ? inDays : [Number(inDays), Number(inDays)];
    return firstWorkingDayOnOrAfter(addDays(on, draw.whole(from, to)), ENGLAND_AND_WALES);
};
const present = (attended, review) => {
    const there = review?.attendance === 'in-person' || review?.attendance === 'remote';
    return attended.flatMap((who) => (who !== 'as decided' ? [who] : there ? ['authority'] : []));
};
//# sourceMappingURL=habits.js.map