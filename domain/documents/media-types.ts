/** Which kinds of document are taken from outside, and whether one is what it is said to be. */
import { refuse } from '../events.js';
import type { Refusal } from '../events.js';

export const TAKEN = {
  'application/pdf': { word: 'a PDF', extensions: ['.pdf'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    word: 'a Word document',
    extensions: ['.docx'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    word: 'an Excel workbook',
    extensions: ['.xlsx'],
  },
  'application/vnd.oasis.opendocument.text': { word: 'an OpenDocument text', extensions: ['.odt'] },
  'application/rtf': { word: 'a rich text', extensions: ['.rtf'] },
  'image/png': { word: 'a PNG picture', extensions: ['.png'] },
  'image/jpeg': { word: 'a JPEG picture', extensions: ['.jpg', '.jpeg'] },
  'image/tiff': { word: 'a TIFF picture', extensions: ['.tif', '.tiff'] },
  'image/heic': { word: 'a HEIC picture', extensions: ['.heic', '.heif'] },
  'text/plain': { word: 'plain text', extensions: ['.txt'] },
  'text/csv': { word: 'plain text', extensions: ['.csv'] },
  'message/rfc822': { word: 'an e-mail', extensions: ['.eml'] },
  'application/vnd.ms-outlook': { word: 'an Outlook message', extensions: ['.msg'] },
} as const;

export type MediaType = keyof typeof TAKEN;

const isTaken = (type: string): type is MediaType => Object.hasOwn(TAKEN, type);

export const MEDIA_TYPES = Object.keys(TAKEN) as MediaType[];

const EXTENSIONS = new Map<string, MediaType>(
  MEDIA_TYPES.flatMap((type) => TAKEN[type].extensions.map((extension) => [extension, type] as const)),
);

/** Extensions of files that are taken, in the order of the list. */
export const extensions = (): string[] => [...EXTENSIONS.keys()];

/** By the end of a file's name, such as `.pdf`. */
export const typeOfExtension = (extension: string): MediaType | undefined => EXTENSIONS.get(extension.toLowerCase());

export const extensionOf = (type: string): string => (isTaken(type) ? TAKEN[type].extensions[0] : '');

/** Other names that senders give to the same. */
const ALIASES: Readonly<Record<string, MediaType>> = {
  'application/x-pdf': 'application/pdf',
  'application/csv': 'text/csv',
  'application/x-rtf': 'application/rtf',
  'text/rtf': 'application/rtf',
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/heif': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/heic-sequence': 'image/heic',
};

/** Says nothing of what it is. */
const UNSAID: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

const plainly = (declared: string): string => {
  const bare = (declared.split(';')[0] ?? '').trim().toLowerCase();
  return ALIASES[bare] ?? bare;
};

export type DocumentFault = 'too-large' | 'type-not-allowed' | 'type-lies' | 'empty';

/** What the bytes say: one of the kinds that are taken, or in words what it is instead. */
export type Sniffed = { type: MediaType } | { instead: string };

/** What is plain text may be said to be any of these. */
const TEXTS: readonly MediaType[] = ['text/plain', 'text/csv'];

const agree = (declared: MediaType, sniffed: MediaType): boolean =>
  declared === sniffed || (TEXTS.includes(declared) && (TEXTS.includes(sniffed) || sniffed === 'message/rfc822'));

const KINDS =
  'PDF, Word (docx), Excel (xlsx), OpenDocument text, RTF, PNG, JPEG, TIFF, HEIC, text, CSV, e-mail (eml, msg)';

const taken = (sniffed: Sniffed): string => ('instead' in sniffed ? sniffed.instead : TAKEN[sniffed.type].word);

/** The kind that it is kept as. Repeats no kind that we do not know, which may be anybody's words; refused where it is none that is taken, or not what it was said to be. */
export const kindOf = (declared: string | undefined, sniffed: Sniffed): { type: MediaType } | Refusal => {
  const said = plainly(declared ?? '');
  const lies = (): Refusal => refuse('type-lies', `The document is said to be ${said}, and is ${taken(sniffed)}`);
  if (!UNSAID.has(said) && !isTaken(said))
    return refuse('type-not-allowed', `The document is said to be of a kind that is not taken; taken are ${KINDS}`);
  if ('instead' in sniffed)
    return isTaken(said)
      ? lies()
      : refuse('type-not-allowed', `The document is ${sniffed.instead}; taken are ${KINDS}`);
  if (!isTaken(said)) return sniffed;
  if (!agree(said, sniffed.type)) return lies();
  return { type: said };
};

export const tooLarge = (largestBytes: number): Refusal =>
  refuse(
    'too-large',
    `The document is larger than ${Math.floor(largestBytes / 1024 / 1024)} MiB, which is the most that is taken`,
  );

export const isEmpty = (): Refusal => refuse('empty', 'The document is empty');
