/**
 * The pictures of docs/screenshots, made anew: by the test of the Temporal UI in a real browser, which then also loads some
 * cases to show. `npm run screenshots`; a folder may be named.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(root, 'docs', 'screenshots'));
/** What is kept with the code should not weigh. */
const MOST_BYTES = 200_000;

mkdirSync(folder, { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/browser/temporal-ui.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, EHCNA_SCREENSHOTS: folder },
  },
);
const heavy = readdirSync(folder).filter((name) => statSync(join(folder, name)).size > MOST_BYTES);
if (heavy.length > 0) console.error(`Larger than ${MOST_BYTES} bytes: ${heavy.join(', ')}`);
process.exit(status || (heavy.length > 0 ? 1 : 0));
