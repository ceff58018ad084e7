// `npm test`: installs what is missing, builds, and runs the tests; arguments go to vitest (`npm test -- test/law`).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { alone, build, installMissing, isCurrent, root } from './build.mjs';

await alone(() => {
  installMissing();
  if (!isCurrent()) build();
});

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
