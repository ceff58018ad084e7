import { inOrder } from './act.js';
import { gathering, issuing } from './advice.js';
import { beside, claiming } from './beside.js';
import { considering } from './considering.js';
import { consulting } from './consulting.js';
import { answering, drafting } from './drafting.js';
/** All of it, in the order of its days; what would come after today is there too. */
export const actsOf = (telling) => {
    const asked = Object.keys(telling.diary.advice).filter((k) => !telling.pace.reuse.includes(k));
    return inOrder([
        ...considering(telling),
        ...asked.flatMap((kind) => gathering(telling, kind)),
        issuing(telling),
        ...drafting(telling),
        ...answering(telling),
        ...consulting(telling),
        ...claiming(telling),
        ...beside(telling),
    ]);
};
//# sourceMappingURL=acts.js.map