/** Writes a document to a file, and leaves none there that is not what was kept. */
import { open, rename, rm } from 'node:fs/promises';
import type { DocumentName } from '../../activities/objects/keeping.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Records } from './connect.js';
import { NotThere, tell } from './outcome.js';

export const writeDocument = async (
  { pool, documents }: Records,
  caseRef: CaseRef,
  name: DocumentName,
  out: string,
): Promise<void> => {
  const opened = await documents?.open(pool, caseRef, name);
  if (!opened)
    throw new NotThere(`No such document is kept for ${caseRef}. List them: ehcna documents list ${caseRef}`);
  const unfinished = `${out}.${process.pid}.unfinished`;
  const handle = await open(unfinished, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of opened.content) {
      await handle.writeFile(piece);
      bytes += piece.length;
    }
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(unfinished, out);
  tell(`${bytes} bytes written to ${out}.`);
};
