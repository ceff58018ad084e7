/** Files made for tests: zips, office documents, and the first bytes of other kinds. */
import { crc32, deflateRawSync } from 'node:zlib';

interface Entry {
  name: string;
  content?: string | Buffer;
  /** Not packed. */
  stored?: boolean;
}

/** A zip as any program writes one. */
export const zipOf = (entries: readonly Entry[], comment = ''): Buffer => {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = '', stored = false } of entries) {
    const plain = Buffer.from(content as string);
    const packed = stored ? plain : deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(stored ? 0 : 8, 4);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, Buffer.from(name));
    files.push(file);
    at += file.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06', 'latin1'), end, Buffer.from(comment)]);
};

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

const types = (...kinds: string[]): Entry => ({
  name: '[Content_Types].xml',
  content: `<?xml version="1.0"?><Types>${kinds.map((k) => `<Override PartName="/x" ContentType="${k}"/>`).join('')}</Types>`,
});

export const docx = (...more: Entry[]): Buffer =>
  zipOf([types(WORD), { name: '_rels/.rels' }, { name: 'word/document.xml', content: '<w:document/>' }, ...more]);

/** The list of kinds last, as some programs write it. */
export const xlsx = (...more: Entry[]): Buffer =>
  zipOf([{ name: 'xl/workbook.xml', content: '<workbook/>' }, ...more, types(EXCEL)]);

export const odt = (...more: Entry[]): Buffer =>
  zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', stored: true },
    { name: 'content.xml', content: '<office/>' },
    ...more,
  ]);

/** Macros under a name that does not say so: only the list of kinds does. */
export const hiddenMacros = (): Buffer =>
  zipOf([
    types(WORD, 'application/vnd.ms-office.vbaProject'),
    { name: 'word/document.xml' },
    { name: 'word/fonts.bin' },
  ]);

export const entityMacros = (): Buffer => zipOf([types(WORD, 'application/vnd.ms-office.vba&#80;roject')]);

const ole = (rootClass: string): Buffer => {
  const file = Buffer.alloc(512 * 3);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  const root = 512 * 2;
  file.write('Root Entry', root, 'utf16le');
  file[root + 66] = 5;
  Buffer.from(rootClass, 'hex').copy(file, root + 80);
  return file;
};

export const msg = (): Buffer => ole('0b0d020000000000c000000000000046');
export const oldWord = (): Buffer => ole('0609020000000000c000000000000046');

const padded = (start: string): Buffer => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(64, 1)]);

export const pdf = (words = 'invented'): Buffer => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`);
export const png = (): Buffer => padded('\x89PNG\r\n\x1a\n');
export const jpeg = (): Buffer => padded('\xff\xd8\xff\xe0\0\x10JFIF');
export const tiff = (): Buffer => padded('II*\0');
export const heic = (): Buffer => padded('\0\0\0\x18ftypheic\0\0\0\0');
export const windowsProgram = (): Buffer => padded('MZ\x90\0');
export const linuxProgram = (): Buffer => padded('\x7fELF\x02\x01');
export const gzip = (): Buffer => padded('\x1f\x8b\x08\0');
export const eml = (): Buffer =>
  Buffer.from(
    'From: a@school.example\r\nTo: b@council.example\r\nSubject: A report\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\n\r\nAttached.\r\n',
  );
