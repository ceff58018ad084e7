/**
 * How a running installation is found again: `up` leaves a note in its data folder, and the command line reads it, so
 * that neither an address nor a password has to be typed. Light to import, since every command does.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, PlatformFault } from './fault.js';
import { defaultDataDir } from './places.js';
import { commandLine, isAlive } from './processes.js';
const noteIn = (dataDir) => join(dataDir, 'up.json');
/** The installation that runs on this data folder now, if one does. */
export const findRunning = (dataDir = defaultDataDir()) => {
    try {
        const note = JSON.parse(readFileSync(noteIn(dataDir), 'utf8'));
        return isAlive(note.pid) ? note : undefined;
    }
    catch {
        return undefined;
    }
};
/** Readable by its owner only: it holds the password of the database. */
export const noteRunning = (installation) => {
    const note = noteIn(installation.dataDir);
    writeFileSync(`${note}.new`, `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o600 });
    chmodSync(`${note}.new`, 0o600);
    renameSync(`${note}.new`, note);
};
export const forgetRunning = (dataDir) => rmSync(noteIn(dataDir), { force: true });
/** Takes the data folder for this process; the answer gives it back. Refuses while another process has it. */
export const claimDataDir = async (dataDir) => {
    mkdirSync(dataDir, { recursive: true });
    const lock = join(dataDir, 'up.lock');
    for (;;) {
        try {
            writeFileSync(lock, String(process.pid), { flag: 'wx' });
            return () => rmSync(lock, { force: true });
        }
        catch (error) {
            // Made, and then there was no room for what it says.
            if (hasCode(error, 'ENOSPC', 'EDQUOT'))
                rmSync(lock, { force: true });
            if (!hasCode(error, 'EEXIST'))
                throw error;
        }
        const holder = Number(readFileSync(lock, 'utf8'));
        // The number may have been given to another program since.
        if (holder && isAlive(holder) && /ehcna|node/.test(await commandLine(holder))) {
            const where = findRunning(dataDir)?.ui;
            throw new PlatformFault(`Already running on ${dataDir} (process ${holder}${where ? `, ${where}` : ''}). Stop that one with Ctrl-C, or start another with --ephemeral.`);
        }
        rmSync(lock, { force: true });
    }
};
//# sourceMappingURL=running.js.map