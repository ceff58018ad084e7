/**
 * Processor time, user and system together, as Linux keeps it in /proc. A server's children come and go: those that have
 * ended are counted by their parent once it has reaped them.
 */
import { readdirSync, readFileSync } from 'node:fs';
/** `USER_HZ`: 100 on every Linux there is. */
const TICKS_A_SECOND = 100;
const statOf = (pid) => {
    try {
        // The name in brackets may hold anything; what follows it is numbers.
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((i) => Number(fields[i]));
        return { parent: parent ?? 0, own: (utime ?? 0) + (stime ?? 0), reaped: (cutime ?? 0) + (cstime ?? 0) };
    }
    catch {
        return undefined;
    }
};
/** Milliseconds that these processes and all that they started have used so far. */
export const cpuOf = (pids) => {
    const all = new Map();
    for (const name of readdirSync('/proc')) {
        const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
        if (stat)
            all.set(Number(name), stat);
    }
    const isUnder = (pid) => {
        for (let at = pid; at !== undefined && at > 1; at = all.get(at)?.parent)
            if (pids.includes(at))
                return true;
        return false;
    };
    let ticks = 0;
    for (const [pid, { own, reaped }] of all)
        if (isUnder(pid))
            ticks += own + reaped;
    return (ticks * 1_000) / TICKS_A_SECOND;
};
/** Resident memory of one process, in kB. */
export const residentKb = (pid) => {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0);
};
export const requireLinux = () => {
    if (process.platform !== 'linux')
        throw new Error('The bench reads /proc: it is for Linux.');
};
//# sourceMappingURL=cpu.js.map