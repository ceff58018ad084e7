/** Whether there is room where an installation keeps its data: a server that finds none waits, or dies, and says little. */
import { statfsSync } from 'node:fs';
/** PostgreSQL asks for 16 MB at once, for the next piece of its log, and stops when it cannot have them. */
const FULL_BELOW_MB = 20;
export const freeMegabytes = (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    return Math.floor((bavail * bsize) / 2 ** 20);
};
/** How little is free on the disk of that folder, where nothing more can be kept on it. A folder that is not there lacks none. */
export const shortageAt = (folder) => {
    try {
        const free = freeMegabytes(folder);
        return free < FULL_BELOW_MB ? `${free} MB are free at ${folder}` : undefined;
    }
    catch {
        return undefined;
    }
};
const EVERY_MS = 2_000;
/** Says when the disk has become full under what runs, and when there is room again; the answer ends it. */
export const watchDisk = (folder, progress) => {
    let wasFull = false;
    const timer = setInterval(() => {
        const shortage = shortageAt(folder);
        if (wasFull === (shortage !== undefined))
            return;
        wasFull = shortage !== undefined;
        progress.line(shortage
            ? `The disk is full: ${shortage}. Free some space: until then work waits, and what is recorded is safe.`
            : `There is room at ${folder} again; what waited goes on.`);
    }, EVERY_MS);
    timer.unref();
    return () => clearInterval(timer);
};
//# sourceMappingURL=disk.js.map