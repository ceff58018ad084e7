/**
 * Takes a document in: counted, hashed, looked at and sealed while it passes, so that no more of it is in memory than a piece.
 * What comes of it is a sealed file that waits to be stored.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isEmpty, type MediaType, tooLarge } from '../../domain/documents/media-types.js';
import type { Refusal } from '../../domain/events.js';
import { openPart, PieceSealer, sealPieces } from '../../keys/seal-object.js';
import { Inspection } from './inspection.js';
import type { SealedFile } from './object-store.js';

/** The bytes themselves, all at once or as they come. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

export interface Taken {
  file: SealedFile;
  /** Of the document as it came. */
  hash: string;
  bytes: number;
  mediaType: MediaType;
  /** Of the file that waits; the same where it was stored. */
  discard(): Promise<void>;
}

/** The document is not taken: `refusal` says why. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  constructor(readonly refusal: Refusal) {
    super(refusal.reason);
  }
}

export interface Taking {
  key: Buffer;
  /** What it is sealed for: its case and name. */
  purpose: string;
  /** Where it waits. */
  folder: string;
  largestBytes: number;
  declaredType: string | undefined;
}

/** Left open where it is refused half-way: whoever gave it has an answer to send over it. */
const chunksOf = (content: Content): AsyncIterable<Uint8Array> => {
  if (content instanceof Uint8Array) return Readable.from([content]);
  return content instanceof Readable ? content.iterator({ destroyOnReturn: false }) : content;
};

class Passing {
  readonly hash = createHash('sha256');
  readonly inspection: Inspection;
  bytes = 0;

  constructor(private readonly taking: Taking) {
    this.inspection = new Inspection(taking.declaredType);
  }

  async *through(content: Content): AsyncGenerator<Uint8Array> {
    const { largestBytes } = this.taking;
    for await (const chunk of chunksOf(content)) {
      this.bytes += chunk.length;
      if (this.bytes > largestBytes) throw new NotTaken(tooLarge(largestBytes));
      const refusal = this.inspection.add(chunk);
      if (refusal) throw new NotTaken(refusal);
      this.hash.update(chunk);
      yield chunk;
    }
    if (this.bytes === 0) throw new NotTaken(isEmpty());
  }
}

const write = async (handle: FileHandle, sealed: AsyncIterable<Buffer>): Promise<Omit<SealedFile, 'path'>> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of sealed) {
    hash.update(piece);
    await handle.writeFile(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};

const readFrom =
  (handle: FileHandle) =>
  async (offset: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };

/** Throws {@link NotTaken}; nothing is left of what is not taken. */
export const takeIn = async (content: Content, taking: Taking): Promise<Taken> => {
  const path = join(taking.folder, randomBytes(16).toString('hex'));
  const discard = (): Promise<void> => rm(path, { force: true });
  const handle = await open(path, 'wx+', 0o600);
  try {
    const sealer = new PieceSealer(taking.key, taking.purpose);
    const passing = new Passing(taking);
    const written = await write(handle, sealPieces(sealer, passing.through(content)));
    const size = passing.bytes;
    const read = (offset: number, length: number) => openPart(sealer, size, readFrom(handle), offset, length);
    const kind = await passing.inspection.end({ size, read });
    if ('refused' in kind) throw new NotTaken(kind);
    return {
      file: { path, ...written },
      hash: passing.hash.digest('hex'),
      bytes: size,
      mediaType: kind.type,
      discard,
    };
  } catch (error) {
    await discard();
    throw error;
  } finally {
    await handle.close();
  }
};
