import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.js';

/** These move time, which the server lets them after `npm run production -- --time-skipping --e2e` only. */
const MOVING_TIME = [
  'test/trust/{restore,uncached}.test.ts',
  'test/clock/*.test.ts',
  'test/letters/notify-troubles.test.ts',
  'test/rehearse/*.test.ts',
];

/** What `npm run production -- --e2e` runs against a server on which time cannot be skipped; `ehcna` is a process of its own. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], reporters: [] } },
  defineConfig({
    test: {
      include: [
        'test/production/*.e2e.ts',
        'test/cli/{documents,journey,restore}.test.ts',
        'test/import/import.test.ts',
        'test/ledger/*.test.ts',
        'test/letters/!(notify-troubles).test.ts',
        'test/sample/load.test.ts',
        'test/trust/{foreign-client,lost-messages,not-yet-readable,upgrade}.test.ts',
        ...(process.env['EHCNA_TEST_TIME_SKIPPING'] ? MOVING_TIME : []),
      ],
      env: { EHCNA_TEST_COMMAND: 'process' },
      // One file at a time: a run shows that this works, and is to be no heavier than an authority's day.
      maxWorkers: 1,
      testTimeout: 300_000,
      hookTimeout: 300_000,
      reporters: ['default', ['json', { outputFile: '.cache/production-report.json' }]],
    },
  }),
);
