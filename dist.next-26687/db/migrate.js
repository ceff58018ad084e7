/**
 * Brings a database up to this version: runs every file of db/migrations that has not run there, in the order of the
 * numbers, each in one transaction. Several processes may do it at once; the others wait.
 *
 * Writing a migration: db/migrations/0001_ledger.sql, 0002_projections.sql … four digits, an underscore, a name, `.sql`,
 * numbered without gaps. The whole file is run as it stands; only a line that starts with `-- Down Migration` would cut
 * it, and there is none, since what has been recorded is never taken back. A file that has landed is never edited.
 */
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** Returns the names of the migrations that it ran: none when the database was up to date. */
export const migrate = async (databaseUrl, folder = FOLDER) => {
    const ran = await runner({
        databaseUrl,
        dir: folder,
        direction: 'up',
        migrationsTable: 'migrations',
        // The default is to fail when another process is migrating.
        advisoryLockMode: 'wait',
        logger: { debug: undefined, info: () => undefined, warn: console.warn, error: console.error },
    });
    return ran.map(({ name }) => name);
};
//# sourceMappingURL=migrate.js.map