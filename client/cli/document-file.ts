/** The document that `--file` names, as it is given to be kept: read twice, and never whole in memory. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { extensions, typeOfExtension } from '../../domain/documents/media-types.js';
import type { IncomingDocument } from '../documents.js';
import { WrongUsage } from './outcome.js';

/** Opened when it is asked for. */
async function* contentOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path);
}

/** The document that `--file` names, with its hash. What its name ends in says what it is. */
export const documentFrom = async (path: string): Promise<IncomingDocument & { hash: string }> => {
  const declaredType = typeOfExtension(extname(path));
  if (declaredType === undefined)
    throw new WrongUsage(`--file: expected one of ${extensions().join(', ')}; this is another kind.`);
  const hash = createHash('sha256');
  try {
    if ((await stat(path)).size === 0) throw new WrongUsage('--file: it is empty.');
    for await (const chunk of contentOf(path)) hash.update(chunk);
  } catch (error) {
    if (error instanceof WrongUsage) throw error;
    throw new WrongUsage('--file: there is no such file, or it cannot be read.');
  }
  return { declaredType, content: contentOf(path), hash: hash.digest('hex') };
};
