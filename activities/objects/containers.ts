/** What is in a container: an office document, or anything else. Nothing is unpacked but the list of parts, with a bound. */
import { inflateRawSync } from 'node:zlib';
import type { Sniffed } from '../../domain/documents/media-types.js';

/** All of a file, of which parts can be read. Reading past its end gives what there is. */
export interface Bytes {
  size: number;
  read(offset: number, length: number): Promise<Buffer>;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_PARTS = 10_000;
const LARGEST_DIRECTORY = 4 * 1024 * 1024;
const LARGEST_LIST = 1024 * 1024;

interface Part {
  name: string;
  method: number;
  encrypted: boolean;
  packed: number;
  at: number;
}

const ARCHIVE: Sniffed = { instead: 'an archive (zip)' };

const readEnd = async (bytes: Bytes): Promise<{ count: number; size: number; at: number } | undefined> => {
  const length = Math.min(bytes.size, END_BYTES + LONGEST_COMMENT);
  const tail = await bytes.read(bytes.size - length, length);
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (at < 0 || tail.length - at < END_BYTES) return undefined;
  const end = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), at: tail.readUInt32LE(at + 16) };
  const fits = end.count <= MOST_PARTS && end.size <= LARGEST_DIRECTORY && end.at + end.size <= bytes.size;
  return fits && tail.readUInt16LE(at + 20) === tail.length - at - END_BYTES ? end : undefined;
};

/** The central directory (APPNOTE 4.3.12); undefined where it is not whole. */
const readParts = async (bytes: Bytes): Promise<Part[] | undefined> => {
  const end = await readEnd(bytes);
  if (!end) return undefined;
  const directory = await bytes.read(end.at, end.size);
  const parts: Part[] = [];
  let at = 0;
  for (let n = 0; n < end.count; n += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameLength = directory.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) return undefined;
    parts.push({
      name: directory.subarray(at + 46, at + 46 + nameLength).toString('utf8'),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      at: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  return parts;
};

const contentOf = async (bytes: Bytes, { at, packed, method }: Part): Promise<string | undefined> => {
  if (packed > LARGEST_LIST) return undefined;
  const local = await bytes.read(at, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) return undefined;
  const body = await bytes.read(at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
  if (body.length < packed) return undefined;
  if (method === 0) return body.toString('utf8');
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(body, { maxOutputLength: LARGEST_LIST }).toString('utf8');
  } catch {
    return undefined;
  }
};

const MACROS = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/|dialogsheets\/)|^(Basic|Scripts)\//i;
const PROGRAM = /\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk)$/i;

const OFFICE = [
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml', 'wordprocessingml.document'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml', 'spreadsheetml.sheet'],
] as const;

/** By the list of kinds, which names a macro whatever its part is called. What is hidden in entities is not read. */
const byContentTypes = (list: string | undefined): Sniffed => {
  if (list === undefined || /&#|<!(DOCTYPE|ENTITY)/i.test(list)) return ARCHIVE;
  if (/vbaProject|macroEnabled|macrosheet/i.test(list)) return { instead: 'an Office document with macros' };
  const office = OFFICE.find(([main]) => list.includes(main));
  return office ? { type: `application/vnd.openxmlformats-officedocument.${office[1]}` } : ARCHIVE;
};

const ODT = 'application/vnd.oasis.opendocument.text';

/** An office document is a zip whose parts say so. */
export const lookIntoZip = async (bytes: Bytes): Promise<Sniffed> => {
  const parts = await readParts(bytes);
  if (!parts || parts.length === 0) return ARCHIVE;
  if (parts.some(({ encrypted }) => encrypted)) return { instead: 'an archive with a password' };
  const kinds = parts.filter(({ name }) => name === '[Content_Types].xml');
  const [first] = parts;
  const isOdf = first?.name === 'mimetype' && first.at === 0;
  if (kinds.length !== 1 && !isOdf) return ARCHIVE;
  if (parts.some(({ name }) => MACROS.test(name))) return { instead: 'an Office document with macros' };
  if (parts.some(({ name }) => PROGRAM.test(name))) return { instead: 'an Office document with a program in it' };
  if (isOdf) return (await contentOf(bytes, first)) === ODT ? { type: ODT } : ARCHIVE;
  return byContentTypes(await contentOf(bytes, kinds[0] as Part));
};

/** The class of the root of an Outlook message ([MS-OXMSG] 2.2.1), as it stands in the file. */
const MESSAGE = Buffer.from('0b0d020000000000c000000000000046', 'hex');
const OLD_OFFICE: Sniffed = {
  instead: 'an old Office file, or one with a password; save it as docx, xlsx or PDF without one',
};

/** [MS-CFB] 2.2 and 2.6: the root is the first entry of the directory. */
export const lookIntoOle = async (bytes: Bytes): Promise<Sniffed> => {
  const header = await bytes.read(0, 76);
  if (header.length < 76) return OLD_OFFICE;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return OLD_OFFICE;
  const root = await bytes.read((header.readUInt32LE(48) + 1) * 2 ** shift, 128);
  const isMessage = root.length === 128 && root[66] === 5 && root.subarray(80, 96).equals(MESSAGE);
  return isMessage ? { type: 'application/vnd.ms-outlook' } : OLD_OFFICE;
};
