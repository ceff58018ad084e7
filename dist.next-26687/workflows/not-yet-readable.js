/**
 * A process that has not read its facts from the ledger knows nothing of itself. Asked for its state until then, it says so
 * rather than look empty: a case without a child or a clock.
 */
import { ApplicationFailure } from '@temporalio/common';
/** Known again by clients, to whom Temporal passes a query's failure on as its message. */
export const NOT_YET_READABLE = 'The ledger has not been read yet: ask again in a moment';
/** The state of a process that is open; throws where it is not. Without details, so that the words stay in clear. */
export const onceOpen = (isOpen, state) => {
    if (isOpen)
        return state;
    throw ApplicationFailure.nonRetryable(NOT_YET_READABLE, 'Refused:not-yet-readable');
};
//# sourceMappingURL=not-yet-readable.js.map