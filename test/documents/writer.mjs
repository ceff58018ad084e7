// Keeps documents one after another until it is killed. Writes to stdout the name of each that it was told is kept.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

const [root, databaseUrl, keysText, objects, caseRef, round] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
const [{ documentsUnder }, { openCaseKeys }, { keyringOf }, { folderStore }] = await Promise.all([
  load('activities/letter-documents.js'),
  load('keys/case-keys.js'),
  load('keys/keyring.js'),
  load('activities/objects/folder.js'),
]);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
pool.on('error', () => undefined);
const documents = documentsUnder(openCaseKeys(pool, keyringOf(keysText)), {
  objects: folderStore(objects),
  largestBytes: 20 * 1024 * 1024,
});
const keepOn = async (lane) => {
  for (let n = 1; ; n += 1) {
    const id = `R${round}-${lane}-${n}`;
    const content = Buffer.from(`Evidence ${id}. `.repeat(20_000));
    await documents.keepIncoming(
      pool,
      caseRef,
      { kind: 'evidence', id, version: 1 },
      { content, declaredType: 'text/plain' },
    );
    process.stdout.write(`${id}\n`);
  }
};
await Promise.all([1, 2, 3].map(keepOn));
