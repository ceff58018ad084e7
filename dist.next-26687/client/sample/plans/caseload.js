/**
 * Plans that a council holds, of children from nursery to college: most rest, others are somewhere in a review. As with the
 * assessments, a plan's reference depends on the seed and its place alone.
 */
import { createHash } from 'node:crypto';
import { caseRefFrom } from '../../../domain/ids.js';
import { Draw } from '../draw.js';
import { castFor } from './cast.js';
import { PlanPast } from './past.js';
import { PLAN_STORIES } from './stories.js';
export const SAMPLE_PLANS = 60;
export const samplePlanRefs = ({ plans, seed }) => Array.from({ length: plans }, (_, i) => caseRefFrom(createHash('sha256').update(`sample plan ${seed} ${i}`).digest()));
export function* samplePlans({ today, rules, plans, seed }) {
    const all = PLAN_STORIES.flatMap((story) => Array.from({ length: story.share }, () => story));
    const order = new Draw(`${seed} plans`).shuffled(all);
    for (const [index, caseRef] of samplePlanRefs({ plans, seed }).entries()) {
        const story = order[index % order.length];
        const draw = new Draw(`${seed} plan ${index}`);
        const cast = castFor(index, story, today, rules, draw);
        yield { caseRef, story: story.name, streams: new PlanPast({ caseRef, cast, story, rules, today, draw }).play() };
    }
}
//# sourceMappingURL=caseload.js.map