import { Command } from 'commander';
import { PlatformFault } from '../../workers/platform/fault.js';

/** `ehcna worker`: what `up` starts as a process of its own, and what a shared installation runs. */
export const workerCommand = (): Command =>
  new Command('worker')
    .description('run a worker against the servers that TEMPORAL_ADDRESS and DATABASE_URL name')
    .addHelpText(
      'after',
      `
Example:
  TEMPORAL_ADDRESS=temporal:7233 DATABASE_URL_FILE=/run/secrets/database-url ehcna worker`,
    )
    .action(async () => {
      const { runWorker } = await import('../../workers/main.js');
      await orOneLine(runWorker);
    });

/** `ehcna migrate`: the database that DATABASE_URL names, brought up to this version. */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('bring the database that DATABASE_URL names up to this version; safe to repeat')
    .action(() =>
      orOneLine(async () => {
        const [{ readConfig }, { migrate }] = await Promise.all([
          import('../../workers/config.js'),
          import('../../db/migrate.js'),
        ]);
        const { databaseUrl } = readConfig();
        if (!databaseUrl) throw new PlatformFault('DATABASE_URL is not set: there is no database to migrate.', 1);
        const ran = await migrate(databaseUrl);
        process.stderr.write(`${ran.length} migrations applied${ran.length > 0 ? `: ${ran.join(', ')}` : ''}.\n`);
      }),
    );

const orOneLine = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
};
