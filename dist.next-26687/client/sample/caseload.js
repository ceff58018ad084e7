/**
 * A caseload as a council's: open assessments at every stage, about half of them past a limit, late for the reasons that
 * councils give. Every fact went through decide(). The same seed and day give the same caseload; a case's reference
 * depends on the seed and its place alone, so that a caseload loaded once is known again on another day.
 */
import { createHash } from 'node:crypto';
import { addDays } from '../../domain/civil-date.js';
import { caseRefFrom } from '../../domain/ids.js';
import { closuresFor } from '../../domain/law/calendars/closures.js';
import { closureWindow } from '../../domain/law/exceptions.js';
import { actsOf } from './acts/acts.js';
import { diaryOf, isLate, stageOn, workday } from './diary.js';
import { Draw } from './draw.js';
import { Past } from './past.js';
import { CASEWORKERS, personAt } from './people.js';
import { paceOf, STORIES } from './stories.js';
export const SAMPLE_SIZE = 199;
export const SAMPLE_SEED = 'northmere';
/** The references of a caseload, without making it. */
export const sampleRefs = ({ size = SAMPLE_SIZE, seed = SAMPLE_SEED, } = {}) => Array.from({ length: size }, (_, i) => caseRefFrom(createHash('sha256').update(`sample ${seed} ${i}`).digest()));
/** A story a place: each as often as its share, in an order that the seed gives. */
const storiesFor = (size, seed) => {
    const all = STORIES.flatMap((story) => Array.from({ length: story.share }, () => story));
    const order = new Draw(`${seed} stories`).shuffled(all);
    return Array.from({ length: size }, (_, i) => order[i % order.length]);
};
const castOn = ({ index, seed, story, pace, closures }, receivedOn) => {
    const person = personAt(index, seed, receivedOn, story.closure !== undefined);
    return { receivedOn, person, diary: diaryOf(receivedOn, pace, person, closures) };
};
/** Beyond this a case taken up before a closure is too old to be believed. */
const OLDEST_DAYS = 480;
const TRIES = 250;
/** Finds a day of receipt from which the story has come, by today, to where it should be. */
const receiptForStage = (casting, draw) => {
    const { today, story } = casting;
    let nearly;
    for (let i = 0; i < TRIES; i += 1) {
        const age = 5 + Math.floor((OLDEST_DAYS - 100) * draw.next() * draw.next());
        const cast = castOn(casting, workday(addDays(today, -age)));
        if (stageOn(cast.diary, today) !== story.stage)
            continue;
        nearly = cast;
        if (isLate(cast.diary, cast.receivedOn, today) === story.late)
            return cast;
    }
    return nearly ?? castOn(casting, workday(addDays(today, -20)));
};
/** The school was asked in the latest closure's window, or shortly before it, and a limit has passed since. */
const receiptBeforeClosure = (casting, draw) => {
    const { today, story, pace, closures } = casting;
    const windows = closures
        .filter((c) => c.reopens <= today)
        .sort((a, b) => (a.from < b.from ? 1 : -1))
        .flatMap((c) => closureWindow(c) ?? []);
    for (const window of windows) {
        for (let i = 0; i < TRIES; i += 1) {
            const asked = story.closure === 'excused'
                ? addDays(window.from, draw.whole(0, 14))
                : addDays(window.from, -draw.whole(6, 20));
            const cast = castOn(casting, workday(addDays(asked, -pace.decide)));
            const inWindow = cast.diary.decidedOn >= window.from && cast.diary.decidedOn <= window.to;
            const young = cast.receivedOn >= addDays(today, -OLDEST_DAYS);
            if (young && inWindow === (story.closure === 'excused') && isLate(cast.diary, cast.receivedOn, today))
                return cast;
        }
    }
    return undefined;
};
const CHANNELS = [
    ['portal', 5],
    ['paper', 3],
    ['client', 1],
    ['file', 1],
];
const requestOf = ({ person, receivedOn }, { index, closures }, draw) => {
    const channel = draw.weighted(CHANNELS);
    // Nobody is at school to ask while it is shut.
    const shut = closures.some((c) => receivedOn >= c.from && receivedOn < c.reopens);
    const source = shut && person.source === 'school' ? 'parent' : person.source;
    return {
        source,
        channel,
        receivedOn,
        child: person.child,
        family: person.family,
        caseworker: draw.of(CASEWORKERS),
        ...(channel === 'portal' || channel === 'file' ? { externalRef: `SAMPLE-${100_001 + index}` } : {}),
        ...(source === 'parent'
            ? { representations: 'School is hard every day. We would like to know what would help.' }
            : {}),
    };
};
const caseOf = (caseRef, rules, casting) => {
    const { index, seed, today, story, pace, closures } = casting;
    const draw = new Draw(`${seed} case ${index}`);
    const cast = (story.closure && receiptBeforeClosure(casting, draw)) ?? receiptForStage(casting, draw);
    const request = requestOf(cast, casting, draw);
    const { policy } = rules;
    const claimsClosure = story.closure === 'excused';
    const acts = actsOf({ ...cast, pace, policy, closures, claimsClosure, draw });
    const past = new Past({ caseRef, request, rules, today, panelPutsOff: pace.panelPutsOff, draw });
    return { caseRef, events: past.play(acts) };
};
/**
 * The caseload case by case, so that one can be started while the next is made. Throws where the authority's policy cannot
 * run such a caseload (a kind of advice for which it names no service).
 */
export function* sampleCases({ today, rules, size = SAMPLE_SIZE, seed = SAMPLE_SEED, }) {
    const closures = closuresFor(rules.policy.closures, undefined);
    const stories = storiesFor(size, seed);
    for (const [index, caseRef] of sampleRefs({ size, seed }).entries()) {
        const story = stories[index];
        const pace = paceOf(story, new Draw(`${seed} pace ${index}`));
        yield caseOf(caseRef, rules, { index, seed, today, story, pace, closures });
    }
}
export const sampleCaseload = (options) => [...sampleCases(options)];
//# sourceMappingURL=caseload.js.map