/**
 * Plays many plans at once. Each is in a world of its own, with its reviews, so that only those are moved and asked in which
 * something is due; all are kept to the same day, on which whoever attends which meeting is decided for all together.
 */
import { londonDate } from '../../domain/civil-date.js';
import { Officiating } from './attendance.js';
import { castOf } from './cast.js';
import { Tally } from './cohort-tally.js';
import { dayOf, faultsOf, toldOf } from './cohort-verdict.js';
import { PlanLife } from './plan-life.js';
/** Plans that are at work at once: more would wait for the worker, fewer would let it wait. */
const AT_ONCE = 12;
export const playCohort = async (scenario, options) => {
    const { cohort, habits } = scenario;
    const count = Math.min(options.count ?? cohort.count, cohort.count);
    const worlds = Array.from({ length: count }, options.openWorld);
    const beganOn = londonDate((await worlds[0]?.clock.now()) ?? 0);
    const until = dayOf(cohort.until, beganOn);
    const lives = [];
    const tally = new Tally(scenario, () => lives, beganOn, options.tell);
    const parts = castOf(scenario, count, beganOn, options.rules);
    for (const [i, { clock, ehcna }] of worlds.entries()) {
        const part = parts[i];
        if (part)
            lives.push(new PlanLife(part, cohort.seed, habits, clock, ehcna, (heard) => tally.hear(heard)));
    }
    const officiating = cohort.attendance && new Officiating(cohort.attendance, count / cohort.count);
    try {
        await each(lives, (life) => life.begin());
        tally.begin();
        for (let day = earliest(lives); day !== null && day <= until; day = earliest(lives)) {
            const today = day;
            tally.turnTo(today);
            officiating?.decide(lives.filter((life) => life.waitingOn(today, 'decideAttendance')));
            await each(lives.filter((life) => life.nextOn !== null && life.nextOn <= today), (life) => life.live(today));
        }
        tally.closeWeek();
    }
    finally {
        for (const life of lives)
            life.close();
    }
    const told = toldOf(scenario, lives, tally);
    const letters = lives.flatMap((life) => life.reviews.flatMap((r) => r.letters));
    return {
        caseRef: lives[0]?.caseRef ?? '',
        timeline: tally.timeline,
        outcome: null,
        finishedOn: null,
        lettersSent: letters.filter((l) => l.state === 'dispatched').length,
        processes: lives.flatMap((life) => life.processes),
        deadlines: {},
        faults: [...tally.faults, ...faultsOf(scenario, told, tally.lines, beganOn)],
        cohort: told,
    };
};
const earliest = (lives) => lives.reduce((first, { nextOn }) => (nextOn !== null && (first === null || nextOn < first) ? nextOn : first), null);
/** A few at a time, the next as soon as one is done. */
const each = async (lives, work) => {
    const queue = [...lives];
    const takeTurns = async () => {
        for (let life = queue.shift(); life; life = queue.shift())
            await work(life);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
};
//# sourceMappingURL=cohort.js.map