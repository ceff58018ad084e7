/** A process of a type that nobody here knows is refused in words: left to itself its first task would fail for ever. */
import { workflowInfo } from '@temporalio/workflow';
import { refuse } from '../domain/events.js';
import { refusalFailure } from './desk.js';
export async function unknown() {
    const { workflowType } = workflowInfo();
    throw refusalFailure(refuse('unknown-process', `There is no process of the type ${workflowType.slice(0, 50)} here`));
}
//# sourceMappingURL=unknown.js.map