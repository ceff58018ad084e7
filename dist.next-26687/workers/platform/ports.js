import { randomInt } from 'node:crypto';
import { createConnection, createServer } from 'node:net';
import { PlatformFault } from './fault.js';
export const LOOPBACK = '127.0.0.1';
const bindable = (port) => new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
});
/** A port on the loopback address that nothing listens on at this moment. */
export const freePort = async () => {
    const port = await bindable(0);
    if (port === undefined)
        throw new PlatformFault(`No free port on ${LOOPBACK}. Stop some other programs and try again.`);
    return port;
};
/** Programs that have ports of their own are found below it for the most part. */
const FIRST_UNCLAIMED = 10_000;
const ATTEMPTS = 100;
/** As {@link freePort}, and no higher than `highest`: for a program that cannot write a higher one down. */
export const freePortUpTo = async (highest) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const port = await bindable(randomInt(FIRST_UNCLAIMED, highest + 1));
        if (port !== undefined)
            return port;
    }
    throw new PlatformFault(`No free port up to ${highest} on ${LOOPBACK}. Stop some other programs and try again.`);
};
export const isFree = async (port) => (await bindable(port)) !== undefined;
/** Refuses, in words a person can act on, a port that something else holds. `option` is the flag that changes it. */
export const requireFree = async (port, purpose, option) => {
    if (await isFree(port))
        return;
    throw new PlatformFault(`Port ${port} on ${LOOPBACK}, wanted for ${purpose}, is in use. Stop the program that holds it, or choose another with ${option}.`);
};
/** Whether something accepts connections there. */
export const accepts = (port, timeoutMs = 1_000) => new Promise((resolve) => {
    const socket = createConnection({ host: LOOPBACK, port, timeout: timeoutMs });
    const settle = (answer) => {
        socket.destroy();
        resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
});
//# sourceMappingURL=ports.js.map