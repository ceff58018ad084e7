/** A process that serves many cases and never ends by itself, such as a panel: what it does over and over. */
import { mustBe } from '../domain/caller.js';
import { beginNewRun, isNewRun, MAY_RESTORE, refusalFailure, shouldContinueAsNew, starterOf } from './desk.js';
/** `what` names the start to whoever may not give it. */
export const serve = async (service, input, assertion, what) => {
    const starter = starterOf(assertion);
    if (!isNewRun()) {
        const refusal = mustBe(starter, MAY_RESTORE, what);
        if (refusal)
            throw refusalFailure(refusal);
    }
    service.listen();
    await service.open(input);
    for (;;) {
        service.passTime();
        await service.followThrough();
        service.show();
        if (shouldContinueAsNew()) {
            await service.windUp();
            await beginNewRun(input);
        }
        await service.sleep();
    }
};
//# sourceMappingURL=service.js.map