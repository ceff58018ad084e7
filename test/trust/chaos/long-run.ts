/** The storm of `npm run chaos`: as long as it is asked for, with its report left in a file. */
import { writeFileSync } from 'node:fs';
import { inject, it } from 'vitest';
import { Storm, type StormOptions } from './storm.js';

declare module 'vitest' {
  export interface ProvidedContext {
    storm: Omit<StormOptions, 'told'> & { reportFile: string };
  }
}

it('a storm', { timeout: 0 }, async () => {
  const { reportFile, ...storm } = inject('storm');
  const told = (line: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  const { report } = await Storm.run({ ...storm, told });
  writeFileSync(reportFile, JSON.stringify(report));
});
