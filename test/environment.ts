/** What a test file takes from the servers that the whole run shares (global-setup.ts). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export const temporalAddress = (): string => inject('temporalAddress');
export const temporalNamespace = (): string => inject('temporalNamespace');

/** Pass it on as `workflowBundle: { codePath }`. */
export const workflowBundlePath = (): string => {
  const path = inject('workflowBundlePath');
  if (!path) throw new Error('There are no workflows to bundle: workflows/index.ts is missing.');
  return path;
};

export interface FreshDatabase {
  url: string;
  /** Waits for its connections to go, and in the end closes them. */
  drop(): Promise<void>;
}

const asAdmin = async (statement: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: inject('adminDatabaseUrl') });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
};

/** A migrated, empty database of the caller's own, in about a tenth of a second. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await copyTemplate(name);
  const url = new URL(inject('adminDatabaseUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(name) };
};

/** A pool that has ended may still be hanging up: cut off in the middle of that, it would raise an error nobody hears. */
const dropDatabase = async (name: string, attempts = 30): Promise<void> => {
  try {
    await asAdmin(`drop database if exists ${name}${attempts <= 1 ? ' with (force)' : ''}`);
  } catch (error) {
    if (!isInUse(error) || attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await dropDatabase(name, attempts - 1);
  }
};

const isInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55006';

/** Two copies at once can find the template in use by each other. */
const copyTemplate = async (name: string, attempts = 50): Promise<void> => {
  try {
    await asAdmin(`create database ${name} template ${inject('templateDatabase')}`);
  } catch (error) {
    if (!isInUse(error) || attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await copyTemplate(name, attempts - 1);
  }
};
