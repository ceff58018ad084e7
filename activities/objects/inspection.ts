/** Looks at a document while it passes: what it is, and whether that is what it is said to be. */
import { kindOf, type MediaType, type Sniffed } from '../../domain/documents/media-types.js';
import type { Refusal } from '../../domain/events.js';
import { type Bytes, lookIntoOle, lookIntoZip } from './containers.js';
import { byStart, inWords, START_BYTES } from './magic.js';
import { kindOfText, TextCheck } from './text.js';

export class Inspection {
  private start: Buffer = Buffer.alloc(0);
  private readonly text = new TextCheck();

  constructor(private readonly declared: string | undefined) {}

  /** What comes next; a refusal where its start settles already that it is not taken. */
  add(chunk: Uint8Array): Refusal | undefined {
    this.text.add(chunk);
    if (this.start.length >= START_BYTES) return undefined;
    this.start = Buffer.concat([this.start, chunk.subarray(0, START_BYTES - this.start.length)]);
    const found = this.start.length < START_BYTES ? undefined : byStart(this.start);
    if (!found || 'container' in found) return undefined;
    const kind = kindOf(this.declared, found);
    return 'refused' in kind ? kind : undefined;
  }

  /** Once all of it has passed. */
  async end(bytes: Bytes): Promise<{ type: MediaType } | Refusal> {
    return kindOf(this.declared, await this.sniffed(bytes));
  }

  private async sniffed(bytes: Bytes): Promise<Sniffed> {
    const found = byStart(this.start);
    if (found) {
      if (!('container' in found)) return found;
      return found.container === 'zip' ? lookIntoZip(bytes) : lookIntoOle(bytes);
    }
    const fault = this.text.end();
    if (fault === undefined) return kindOfText(this.start);
    const words = await inWords(this.start);
    return { instead: words === 'nothing that is known here' ? fault : words };
  }
}

/** What a document that is in memory is. */
export const sniff = async (body: Buffer, declared?: string): Promise<{ type: MediaType } | Refusal> => {
  const inspection = new Inspection(declared);
  return (
    inspection.add(body) ??
    inspection.end({ size: body.length, read: async (offset, length) => body.subarray(offset, offset + length) })
  );
};
