/** Whether what comes is text: UTF-8 or Windows-1252, without what only programs and pictures hold. */
import type { Sniffed } from '../../domain/documents/media-types.js';

/** Everything below the space but tab, line ends, form feed, and the end-of-file mark of old spreadsheets. */
const CONTROLS = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte += 1) CONTROLS[byte] = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a].includes(byte) ? 0 : 1;
CONTROLS[0x7f] = 1;

/** What Windows-1252 leaves undefined. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** Fed with all of it, in order. */
export class TextCheck {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });
  private isUtf8 = true;
  private is1252 = true;
  private hasControls = false;

  add(chunk: Uint8Array): void {
    if (this.hasControls) return;
    for (const byte of chunk) {
      if (CONTROLS[byte] === 1) {
        this.hasControls = true;
        return;
      }
      if (byte > 0x80 && this.is1252 && UNDEFINED.has(byte)) this.is1252 = false;
    }
    this.decode(() => this.utf8.decode(chunk, { stream: true }));
  }

  /** In words what is wrong with it as text; undefined where it is text. */
  end(): string | undefined {
    if (this.hasControls) return 'not text: it holds control characters';
    this.decode(() => this.utf8.decode());
    return this.isUtf8 || this.is1252 ? undefined : 'not text in UTF-8 or Windows-1252';
  }

  private decode(work: () => string): void {
    if (!this.isUtf8) return;
    try {
      work();
    } catch {
      this.isUtf8 = false;
    }
  }
}

/** What a browser would run. */
const MARKUP = [
  [/^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/i, 'an SVG picture'],
  [/^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*<!doctype html/i, 'a web page'],
  [/^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:html|head|body|script|iframe|meta|title|style)[\s>]/i, 'a web page'],
  [/^<\?(?:php|=)/i, 'a program'],
  [/^mime-version:[^\n]*\n(?:[\s\S]*?)multipart\/related/i, 'a saved web page'],
  [/^<\?xml/i, 'XML'],
] as const;

const HEADERS =
  /^(from|to|cc|subject|date|received|message-id|mime-version|return-path|delivered-to|reply-to|x-[a-z-]+|content-type|content-transfer-encoding|dkim-signature|arc-[a-z-]+|authentication-results|thread-[a-z]+|in-reply-to|references|importance|sender):/i;
const NEEDED = ['from', 'date', 'to', 'subject', 'received', 'message-id', 'mime-version', 'return-path'];

/** RFC 5322: lines of headers before the first empty one, of which mail always has some. */
const isMail = (start: string): boolean => {
  const [head = ''] = start.split(/\r?\n\r?\n/);
  const lines = head.split(/\r?\n/);
  const complete = start.length > head.length ? lines : lines.slice(0, -1);
  if (!HEADERS.test(lines[0] ?? '')) return false;
  if (!complete.every((line) => /^[ \t]/.test(line) || /^[!-9;-~]+:/.test(line))) return false;
  const names = new Set(complete.map((line) => (line.split(':')[0] ?? '').toLowerCase()));
  return NEEDED.filter((name) => names.has(name)).length >= 2;
};

/** Which kind of text it is by its start. */
export const kindOfText = (start: Buffer): Sniffed => {
  const text = start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const markup = MARKUP.find(([pattern]) => pattern.test(text));
  if (markup) return { instead: markup[1] };
  return { type: isMail(start.toString('latin1')) ? 'message/rfc822' : 'text/plain' };
};
