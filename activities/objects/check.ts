/** Whether every document is still what was kept, and what the ledger says was kept. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Mention, mentionsIn } from '../../domain/documents/mentions.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Ledger } from '../ledger.js';
import { DocumentFaulty, type Keeping } from './keeping.js';
import { documentWord, type KeptRow, keptRows } from './kept-rows.js';
import type { ObjectStore } from './object-store.js';

export interface CheckFault {
  caseRef: CaseRef;
  /** `evidence/E1@1`. */
  document: string;
  fault: 'missing' | 'changed' | 'not-what-the-ledger-says' | 'not-kept';
  detail: string;
}

export interface CheckedDocuments {
  documents: number;
  inStore: number;
  /** Read only as they lie sealed, since no key was given to open them with. */
  unopened: number;
  faults: CheckFault[];
}

export interface Checking {
  pool: pg.Pool;
  ledger: Ledger;
  objects: ObjectStore;
  /** Left out where no key is given. */
  keeping: Keeping | undefined;
}

const consumed = async (content: AsyncIterable<Buffer>): Promise<void> => {
  for await (const _ of content);
};

/** As it lies sealed, which needs no key. */
const sealedFault = async (
  objects: ObjectStore,
  row: KeptRow,
): Promise<Pick<CheckFault, 'fault' | 'detail'> | undefined> => {
  if (row.objectKey === null) return undefined;
  const stored = await objects.get(row.objectKey);
  if (!stored) return { fault: 'missing', detail: `it is not in the object store (${objects.name})` };
  const hash = createHash('sha256');
  for await (const chunk of stored) hash.update(chunk as Buffer);
  return hash.digest('hex') === row.objectHash
    ? undefined
    : { fault: 'changed', detail: 'the object in the store is not the one that was put there' };
};

/** What is wrong with it where it lies; undefined where it is what was kept. */
export const faultOf = async (
  { pool, objects, keeping }: Pick<Checking, 'pool' | 'objects' | 'keeping'>,
  row: KeptRow,
): Promise<Pick<CheckFault, 'fault' | 'detail'> | undefined> => {
  if (!keeping) return sealedFault(objects, row);
  const opened = await keeping.open(pool, row.caseRef, row);
  try {
    if (opened) await consumed(opened.content);
    return undefined;
  } catch (error) {
    if (!(error instanceof DocumentFaulty)) throw error;
    return { fault: error.fault, detail: error.message };
  }
};

/** All facts of a case that name a document, whichever of its processes they belong to. */
export const mentionsOf = async (ledger: Ledger, caseRef: CaseRef): Promise<Mention[]> => {
  const streams = await ledger.streams({ caseRef });
  const read = await Promise.all(streams.map(async (stream) => mentionsIn(stream, await ledger.read(stream))));
  return read.flat();
};

/** A letter is kept under its notice, and named in the ledger by its number alone. */
const isNamedBy = (row: KeptRow, { name, version }: Mention): boolean =>
  version === row.version && (name === `${row.kind}/${row.id}` || name === `letter/${row.id}`);

const againstLedger = (caseRef: CaseRef, rows: readonly KeptRow[], mentions: readonly Mention[]): CheckFault[] =>
  mentions.flatMap((mention): CheckFault[] => {
    if (mention.name === undefined || mention.version === undefined || !mention.kept) return [];
    const row = rows.find((r) => isNamedBy(r, mention));
    if (row?.hash === mention.documentHash) return [];
    const where = `${mention.stream}, event ${mention.seq} (${mention.type})`;
    return [
      {
        caseRef,
        document: row ? documentWord(row) : `${mention.name}@${mention.version}`,
        ...(row
          ? { fault: 'not-what-the-ledger-says', detail: `its hash is not the one in ${where}` }
          : { fault: 'not-kept', detail: `${where} says that it is kept, and it is not` }),
      },
    ];
  });

/** Of one case, or of all. Told as it goes, since all may be many. */
export const checkDocuments = async (
  checking: Checking,
  caseRef?: CaseRef,
  told: (fault: CheckFault) => void = () => undefined,
): Promise<CheckedDocuments> => {
  const result: CheckedDocuments = { documents: 0, inStore: 0, unopened: 0, faults: [] };
  const found = (fault: CheckFault): void => {
    result.faults.push(fault);
    told(fault);
  };
  let rows: KeptRow[] = [];
  const finishCase = async (ref: CaseRef | undefined): Promise<void> => {
    // What the ledger says of a document is encrypted as well.
    if (ref !== undefined && checking.keeping)
      for (const fault of againstLedger(ref, rows, await mentionsOf(checking.ledger, ref))) found(fault);
    rows = [];
  };
  for await (const row of keptRows(checking.pool, { caseRef })) {
    if (rows[0] && rows[0].caseRef !== row.caseRef) await finishCase(rows[0].caseRef);
    rows.push(row);
    result.documents += 1;
    if (row.objectKey !== null) result.inStore += 1;
    if (!checking.keeping) result.unopened += 1;
    const fault = await faultOf(checking, row);
    if (fault) found({ caseRef: row.caseRef, document: documentWord(row), ...fault });
  }
  await finishCase(rows[0]?.caseRef ?? caseRef);
  return result;
};
