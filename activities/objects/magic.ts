/** What a file is by its first bytes. Our own list decides what is taken; another library names what is not. */
import type { Sniffed } from '../../domain/documents/media-types.js';

/** As many as are looked at. */
export const START_BYTES = 4_100;

const startsWith = (start: Buffer, bytes: string, at = 0): boolean =>
  start.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'));

const PICTURES = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['%PDF-', 'application/pdf'],
  ['{\\rtf', 'application/rtf'],
] as const;

const PROGRAMS = [
  ['MZ', 'a Windows program'],
  ['\x7fELF', 'a Linux program'],
  ['\xfe\xed\xfa\xce', 'a macOS program'],
  ['\xfe\xed\xfa\xcf', 'a macOS program'],
  ['\xce\xfa\xed\xfe', 'a macOS program'],
  ['\xcf\xfa\xed\xfe', 'a macOS program'],
  ['\xca\xfe\xba\xbe', 'a program'],
  ['#!', 'a script'],
  ['L\0\0\0\x01\x14\x02\0', 'a Windows shortcut'],
] as const;

const HEIC_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1', 'hevc', 'hevx']);

/** A container that has to be looked into. */
export type Container = 'zip' | 'ole';

/** Undefined where the first bytes settle nothing: it may be text. */
export const byStart = (start: Buffer): Sniffed | { container: Container } | undefined => {
  const program = PROGRAMS.find(([bytes]) => startsWith(start, bytes));
  if (program) return { instead: program[1] };
  const known = PICTURES.find(([bytes]) => startsWith(start, bytes));
  if (known) return { type: known[1] };
  if (startsWith(start, 'PK\x03\x04')) return { container: 'zip' };
  if (startsWith(start, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { container: 'ole' };
  if (startsWith(start, 'ftyp', 4) && HEIC_BRANDS.has(start.subarray(8, 12).toString('latin1')))
    return { type: 'image/heic' };
  return undefined;
};

/** Its readers of these go wherever the bytes send them, or unpack; nothing here needs what they would say. */
const NOT_ASKED = ['\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9', 'PK'];

/** In words what it is, for a refusal. */
export const inWords = async (start: Buffer): Promise<string> => {
  if (NOT_ASKED.some((bytes) => startsWith(start, bytes))) return 'something else';
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(start.subarray(0, START_BYTES)).catch(() => undefined);
  return found ? `of the kind ${found.mime}` : 'nothing that is known here';
};
