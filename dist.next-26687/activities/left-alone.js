import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { ChannelFault } from './channels/channel.js';
const LONGEST_PAUSE_MS = 10 * 60_000;
/** Whoever asked to be left alone for a while is, and for longer each time, up to what it asked for or ten minutes. */
export const leftAlone = (error) => {
    if (!(error instanceof ChannelFault) || error.retryAfterMs === undefined)
        throw error;
    const { retryAfterMs, message } = error;
    const longer = Math.min(retryAfterMs * 2 ** (Context.current().info.attempt - 1), LONGEST_PAUSE_MS);
    throw ApplicationFailure.create({ message, nextRetryDelay: Math.max(retryAfterMs, longer), cause: error });
};
//# sourceMappingURL=left-alone.js.map