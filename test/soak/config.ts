import { defineConfig } from 'vitest/config';
import { mutation } from './mutants.js';

/** The long runs: `npm run soak` (scripts/soak.mjs) says which. Those of the domain alone need no servers. */
export default defineConfig({
  plugins: [mutation()],
  test: {
    include: ['test/soak/*.soak.ts'],
    globalSetup: process.env.SOAK_SERVERS === 'no' ? [] : ['test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    env: { LOG_LEVEL: 'warn' },
    reporters: ['default'],
  },
});
