/**
 * A document of any size, sealed piece by piece with AES-256-GCM, so that it need never be in memory whole. The form is that of
 * STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): each piece has its number and whether it is the last in its initial
 * vector, so that none can be left out, added, moved or taken from another document. The key is the document's own, from the
 * case's and a salt (RFC 5869).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const MARK = Buffer.from('ehcna\u0001');
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Of what is hidden. */
export const PIECE_BYTES = 64 * 1024;
export const HEADER_BYTES = MARK.length + SALT_BYTES;
export const SEALED_PIECE_BYTES = PIECE_BYTES + TAG_BYTES;

/** A byte was changed, something is missing, or it is another case's or another document's. */
export class DoesNotOpen extends Error {
  override readonly name = 'DoesNotOpen';
}

const initialVector = (n: number, last: boolean): Buffer => {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(n, 7);
  iv[11] = last ? 1 : 0;
  return iv;
};

/** Seals and opens the pieces of one document. */
export class PieceSealer {
  readonly header: Buffer;
  private readonly own: Buffer;

  constructor(
    caseKey: Buffer,
    private readonly purpose: string,
    header: Buffer = Buffer.concat([MARK, randomBytes(SALT_BYTES)]),
  ) {
    if (header.length !== HEADER_BYTES || !header.subarray(0, MARK.length).equals(MARK))
      throw new DoesNotOpen('It was not sealed in this form.');
    this.header = header;
    this.own = Buffer.from(hkdfSync('sha256', caseKey, header.subarray(MARK.length), `object\n${purpose}`, 32));
  }

  seal(n: number, plain: Uint8Array, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.own, initialVector(n, last)).setAAD(Buffer.from(this.purpose));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  open(n: number, sealed: Buffer, last: boolean): Buffer {
    if (sealed.length <= TAG_BYTES) throw new DoesNotOpen('It is cut short.');
    const decipher = createDecipheriv('aes-256-gcm', this.own, initialVector(n, last), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(this.purpose))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new DoesNotOpen('It was changed, or is not what it was kept as.', { cause });
    }
  }
}

/** Cuts what comes into pieces of one size; the last may be shorter, and is known to be the last. */
async function* inPieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ n: number; piece: Buffer; last: boolean }> {
  let held: Uint8Array[] = [];
  let length = 0;
  let n = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    if (length <= size) continue;
    let all = Buffer.concat(held);
    for (; all.length > size; n += 1, all = all.subarray(size)) yield { n, piece: all.subarray(0, size), last: false };
    held = [all];
    length = all.length;
  }
  yield { n, piece: Buffer.concat(held), last: true };
}

/** What is to be kept, as it comes. */
export async function* sealPieces(sealer: PieceSealer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  yield sealer.header;
  for await (const { n, piece, last } of inPieces(source, PIECE_BYTES)) yield sealer.seal(n, piece, last);
}

/** What was kept, piece by piece: each is checked before it is given. Throws {@link DoesNotOpen}. */
export async function* openPieces(
  caseKey: Buffer,
  purpose: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let sealer: PieceSealer | undefined;
  const chunks = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < HEADER_BYTES) {
    const next = await chunks.next();
    if (next.done) throw new DoesNotOpen('It is cut short.');
    start = Buffer.concat([start, next.value]);
  }
  sealer = new PieceSealer(caseKey, purpose, start.subarray(0, HEADER_BYTES));
  const rest = (async function* () {
    if (start.length > HEADER_BYTES) yield start.subarray(HEADER_BYTES);
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  for await (const { n, piece, last } of inPieces(rest, SEALED_PIECE_BYTES)) yield sealer.open(n, piece, last);
}

/** Part of a sealed document, without the rest: `read` gives bytes of what is sealed. */
export const openPart = async (
  sealer: PieceSealer,
  plainBytes: number,
  read: (offset: number, length: number) => Promise<Buffer>,
  offset: number,
  length: number,
): Promise<Buffer> => {
  const end = Math.min(offset + length, plainBytes);
  if (offset < 0 || offset >= end) return Buffer.alloc(0);
  const lastPiece = Math.max(0, Math.ceil(plainBytes / PIECE_BYTES) - 1);
  const opened: Buffer[] = [];
  const first = Math.floor(offset / PIECE_BYTES);
  for (let n = first; n * PIECE_BYTES < end; n += 1) {
    const plain = Math.min(PIECE_BYTES, plainBytes - n * PIECE_BYTES);
    const sealed = await read(HEADER_BYTES + n * SEALED_PIECE_BYTES, plain + TAG_BYTES);
    opened.push(sealer.open(n, sealed, n === lastPiece));
  }
  return Buffer.concat(opened).subarray(offset - first * PIECE_BYTES, end - first * PIECE_BYTES);
};
