/** Where things are kept. */
import { existsSync, mkdirSync, mkdtempSync, accessSync, chmodSync, constants } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
/** The folder of package.json: two up from here in the source, three up in dist/. */
export const packageRoot = (() => {
    let folder = dirname(fileURLToPath(import.meta.url));
    while (!existsSync(join(folder, 'package.json')))
        folder = dirname(folder);
    return folder;
})();
const writable = (folder) => {
    try {
        mkdirSync(folder, { recursive: true });
        accessSync(folder, constants.W_OK);
        return true;
    }
    catch {
        return false;
    }
};
/** Programs fetched once and kept: in the project, or in the user's own cache when the project is read-only. */
export const cacheDir = () => {
    const own = join(packageRoot, '.cache');
    return writable(own) ? own : join(homedir(), '.cache', 'ehcna');
};
export const defaultDataDir = () => resolve(packageRoot, '.data');
/** A folder that others may pass through but not list, since PostgreSQL may run below it as another user. */
export const temporaryFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'ehcna-'));
    chmodSync(folder, 0o711);
    return folder;
};
//# sourceMappingURL=places.js.map