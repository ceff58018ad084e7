/** What a document is by its bytes, and whether that is what it is said to be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../activities/objects/inspection.js';
import { MEDIA_TYPES } from '../../domain/documents/media-types.js';
import * as made from './archives.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const TAKEN: [string, Buffer][] = [
  ['application/pdf', made.pdf()],
  [DOCX, made.docx()],
  [XLSX, made.xlsx()],
  ['application/vnd.oasis.opendocument.text', made.odt()],
  ['application/rtf', Buffer.from('{\\rtf1\\ansi Words.}')],
  ['image/png', made.png()],
  ['image/jpeg', made.jpeg()],
  ['image/tiff', made.tiff()],
  ['image/heic', made.heic()],
  ['text/plain', Buffer.from('Ysgol Gymraeg, £5 – naïve. Plain words.\r\n')],
  ['text/csv', Buffer.from('a,b\n1,2\n')],
  ['message/rfc822', made.eml()],
  ['application/vnd.ms-outlook', made.msg()],
];

describe('a document of a kind that is taken', () => {
  it('is each of them, so that none is left untried', () => {
    expect(TAKEN.map(([type]) => type).sort()).toEqual([...MEDIA_TYPES].sort());
  });

  it.each(TAKEN)('%s is taken as what it is said to be', async (type, body) => {
    expect(await sniff(body, type)).toEqual({ type });
    expect(await sniff(body, `${type.toUpperCase()}; charset=utf-8`)).toEqual({ type });
  });

  it.each(TAKEN)('%s is known for what it is where nobody says', async (type, body) => {
    const known = type === 'text/csv' ? 'text/plain' : type;
    expect(await sniff(body)).toEqual({ type: known });
    expect(await sniff(body, 'application/octet-stream')).toEqual({ type: known });
  });

  it('that is text may be Windows-1252', async () => {
    expect(await sniff(Buffer.from('caf\xe9 \x80 5 \x93so\x94', 'latin1'), 'text/plain')).toEqual({
      type: 'text/plain',
    });
  });

  it('that is an e-mail may be said to be text, but text is no e-mail', async () => {
    expect(await sniff(made.eml(), 'text/plain')).toEqual({ type: 'text/plain' });
    expect(await sniff(Buffer.from('Dear all,\n\nfrom: here\n'), 'message/rfc822')).toMatchObject({
      code: 'type-lies',
    });
  });
});

describe('a document that lies about its kind', () => {
  it.each([
    ['a Windows program', 'application/pdf', made.windowsProgram()],
    ['a Linux program', DOCX, made.linuxProgram()],
    ['a script', 'text/plain', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['a PDF', DOCX, made.pdf()],
    ['a JPEG picture', 'image/png', made.jpeg()],
    ['an archive (zip)', DOCX, made.zipOf([{ name: 'a.txt', content: 'a' }])],
    ['a Word document', XLSX, made.docx()],
    ['plain text', 'application/pdf', Buffer.from('not a PDF')],
    [
      'an SVG picture',
      'text/plain',
      Buffer.from('<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['a web page', 'text/plain', Buffer.from('\ufeff  <!DOCTYPE html><html></html>')],
    ['a web page', 'text/csv', Buffer.from('<script>alert(1)</script>')],
    ['not text: it holds control characters', 'text/plain', Buffer.from('a\0b')],
    ['not text in UTF-8 or Windows-1252', 'text/csv', Buffer.from('a\x81\x8d,\xff', 'latin1')],
    ['of the kind application/gzip', 'text/plain', made.gzip()],
  ])('%s that is said to be %s is refused in those words', async (is, said, body) => {
    expect(await sniff(body, said)).toEqual({
      refused: true,
      code: 'type-lies',
      reason: `The document is said to be ${said}, and is ${is}`,
    });
  });
});

describe('a document of a kind that is not taken', () => {
  it.each([
    ['text/html', Buffer.from('<html></html>')],
    ['image/svg+xml', Buffer.from('<svg/>')],
    ['application/zip', made.zipOf([{ name: 'a.txt' }])],
    ['application/x-msdownload', made.windowsProgram()],
    ['Jane Example/of Hillside', made.pdf()],
  ])('%s is refused, and what was said is not repeated', async (said, body) => {
    const refusal = await sniff(body, said);
    expect(refusal).toMatchObject({ refused: true, code: 'type-not-allowed' });
    expect(JSON.stringify(refusal)).not.toContain(said);
  });

  it.each([
    ['a zip', made.zipOf([{ name: 'a.txt', content: 'a' }])],
    ['a zip with a program in it', made.zipOf([{ name: 'setup.exe' }])],
    ['a saved web page', Buffer.from('MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n')],
    ['a program', made.windowsProgram()],
    ['an old Word file, or one with a password', made.oldWord()],
    ['nothing in particular', Buffer.from([0, 1, 2, 3])],
  ])('%s is refused where nobody says what it is', async (_, body) => {
    expect(await sniff(body)).toMatchObject({ refused: true, code: 'type-not-allowed' });
  });
});

describe('an Office document', () => {
  it.each([
    ['a project of macros', made.docx({ name: 'word/vbaProject.bin' })],
    ['macros in a workbook', made.xlsx({ name: 'xl/vbaProject.bin' })],
    ['macros of Excel 4', made.xlsx({ name: 'xl/macrosheets/sheet1.xml' })],
    ['macros under another name', made.hiddenMacros()],
    ['macros of OpenDocument', made.odt({ name: 'Basic/Standard/Module1.xml' })],
    ['a program in it', made.docx({ name: 'word/embeddings/invoice.EXE' })],
    ['what is hidden in entities', made.entityMacros()],
  ])('with %s is refused', async (_, body) => {
    expect(await sniff(body)).toMatchObject({ refused: true, code: 'type-not-allowed' });
  });

  it('that is cut short, or names parts that are not there, is an archive and refused', async () => {
    const whole = made.docx();
    for (let length = 4; length < whole.length; length += 7)
      expect(await sniff(whole.subarray(0, length), DOCX)).toMatchObject({ code: 'type-lies' });
  });

  it('whose list of kinds unpacks without end is refused, and unpacked no further than a megabyte', async () => {
    const bomb = made.zipOf([{ name: '[Content_Types].xml', content: Buffer.alloc(50 * 1024 * 1024, 32) }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await sniff(bomb)).toMatchObject({ code: 'type-not-allowed' });
  });
});

const STARTS = [
  ...TAKEN.map(([, body]) => body),
  made.gzip(),
  made.oldWord(),
  Buffer.from('PK\x05\x06'),
  Buffer.from('RIFF'),
  Buffer.from('3026b2758e66cf11a6d9', 'hex'),
  Buffer.from('1a45dfa3', 'hex'),
  Buffer.from('OggS'),
  Buffer.from('ID3'),
];

describe('ten thousand documents of any bytes', () => {
  const verdict = async (body: Buffer, said: string | undefined): Promise<void> => {
    const found = await sniff(body, said);
    if ('refused' in found) expect(['type-lies', 'type-not-allowed']).toContain(found.code);
    else expect(MEDIA_TYPES).toContain(found.type);
  };
  const said = fc.option(fc.oneof(fc.constantFrom(...MEDIA_TYPES), fc.string()), { nil: undefined });

  it('each get a verdict, and none stops the process', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 600 });
    await fc.assert(
      fc.asyncProperty(bytes, said, (body, declared) => verdict(Buffer.from(body), declared)),
      { numRuns: 5_000 },
    );
  });

  it('and so do those that begin as a kind does, or are one with a few bytes changed', async () => {
    const changed = fc
      .tuple(
        fc.constantFrom(...STARTS),
        fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 8 }),
        fc.nat(2_000),
      )
      .map(([start, changes, cut]) => {
        const body = Buffer.from(start.subarray(0, Math.max(1, cut)));
        for (const [at, byte] of changes) body[at % body.length] = byte;
        return body;
      });
    await fc.assert(fc.asyncProperty(changed, said, verdict), { numRuns: 5_000 });
  });
});
