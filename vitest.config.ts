import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    // Forks, not threads: a Temporal worker is native code, and a process that ends takes everything with it.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { LOG_LEVEL: 'warn' },
    // The file is what scripts/count-tests.mjs reads.
    reporters: ['default', ['json', { outputFile: '.cache/test-report.json' }]],
  },
});
