/** `ehcna documents`: what is kept, whether it still is what was kept, and what can be proven of it. */
import { Command, Option } from 'commander';
import type { CheckedDocuments } from '../../activities/objects/check.js';
import type { ObjectStore } from '../../activities/objects/object-store.js';
import type { Proof, ProofOf, Sending } from '../documents-proof.js';
import { caseRefOfWord } from './catalogue.js';
import { type Records, withRecords } from './connect.js';
import { writeDocument } from './document-out.js';
import { EXIT, NotThere, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted, orDash, table } from './table.js';

interface Json {
  json?: boolean;
}

const list = async (word: string, { json }: Json): Promise<void> => {
  const caseRef = caseRefOfWord(word);
  const { keptFor, documentWord } = await import('../../activities/objects/kept-rows.js');
  const rows = await withRecords(({ pool }) => keptFor(pool, caseRef));
  const documents = rows.map(({ caseRef: _, objectKey, objectBytes: __, objectHash: ___, ...row }) => ({
    ...row,
    lies: objectKey === null ? 'database' : 'store',
  }));
  if (json) return sayJson({ caseRef, documents });
  if (rows.length === 0) return say('Nothing is kept for this case.');
  const lines = documents.map((d) => [documentWord(d), d.mediaType, orDash(d.bytes), d.lies, d.keptAt, d.hash]);
  say(table(['DOCUMENT', 'KIND OF FILE', 'BYTES', 'LIES IN', 'KEPT', 'HASH (SHA-256)'], lines));
};

const listCommand = (): Command =>
  new Command('list')
    .description('What is kept for a case, letters included: its hash, size, and where it lies.')
    .argument('<case>', 'such as EHC-7K2M9QXA')
    .option('--json', 'print {"caseRef","documents":[…]}')
    .action(list);

const checkingOf = ({ pool, ledger, documents, place }: Records) => ({
  pool,
  ledger,
  objects: place.objects,
  keeping: documents,
});

const tellChecked = ({ documents, inStore, unopened, faults }: CheckedDocuments): void => {
  say(`${counted(documents, 'document')}, ${inStore} in the object store: ${counted(faults.length, 'fault')}.`);
  if (unopened > 0)
    say('No key is given to open them with: what lies in the store was compared with what was put there.');
};

const check = async (word: string | undefined, { json }: Json): Promise<void> => {
  const caseRef = word === undefined ? undefined : caseRefOfWord(word);
  const { checkDocuments } = await import('../../activities/objects/check.js');
  const checked = await withRecords((records) =>
    checkDocuments(checkingOf(records), caseRef, (fault) => {
      if (!json) say(`${fault.caseRef} ${fault.document}: ${fault.fault}. ${fault.detail}.`);
    }),
  );
  if (json) sayJson(checked);
  else tellChecked(checked);
  if (checked.faults.length > 0) process.exitCode = EXIT.refused;
};

const checkCommand = (): Command =>
  new Command('check')
    .description('Read every document, or those of a case, and compare it with its row and with what the ledger says.')
    .argument('[case]', 'such as EHC-7K2M9QXA')
    .option('--json', 'print {"documents","inStore","unopened","faults":[…]}')
    .addHelpText('after', '\nEnds with 1 where there is a fault. Reads every byte: for all cases, at night.')
    .action(check);

/** The store that is named, with the credentials of the environment, or the one that is set up. */
const storeAt = async (text: string | undefined, { place }: Records): Promise<ObjectStore> => {
  if (text === undefined) return place.objects;
  const [{ readConfig }, { placeOf, WrongPlace }, { openObjects }] = await Promise.all([
    import('../../workers/config.js'),
    import('../../activities/objects/place.js'),
    import('../../activities/objects/opening.js'),
  ]);
  const { credentials, spool } = readConfig().documents;
  try {
    return openObjects(placeOf(text), credentials, spool);
  } catch (error) {
    throw error instanceof WrongPlace ? new WrongUsage(`${error.message}.`) : error;
  }
};

interface SweepFlags extends Json {
  dryRun?: boolean;
  many?: boolean;
  of?: string;
}

const sweepStore = async ({ dryRun = false, many = false, of, json }: SweepFlags): Promise<void> => {
  const { sweep } = await import('../../activities/objects/sweep.js');
  const swept = await withRecords(async (records) =>
    sweep(records.pool, await storeAt(of, records), { now: Date.now(), dryRun, many }),
  );
  if (json) return sayJson(swept);
  const { objects, orphans, removed, unfinished } = swept;
  for (const key of orphans) say(key);
  const done = dryRun ? 'nothing was removed' : `${removed} removed`;
  say(
    `${counted(objects, 'object')}; ${orphans.length} of more than a day ago belong to no document, ${counted(unfinished, 'unfinished file')}: ${done}.`,
  );
};

const sweepCommand = (): Command =>
  new Command('sweep')
    .description('Remove objects that belong to no document: a process ended between storing and recording one.')
    .option('--dry-run', 'list them and remove nothing')
    .option('--many', 'remove them even where there are more than crashes leave')
    .option('--of <place>', 'another store than the one that is set up: a copy (folder:/…, s3://…)')
    .option('--json', 'print {"objects","orphans","removed","unfinished"}')
    .action(sweepStore);

const move = async ({ json }: Json): Promise<void> => {
  const { moveToStore } = await import('../../activities/objects/moving.js');
  const moved = await withRecords(({ pool, keys, documents, place }) => {
    if (!keys || !documents) throw new NotThere('No key is given to open documents with (EHCNA_KEYS).');
    return moveToStore({ pool, keys, keeping: documents, objects: place.objects });
  });
  if (json) sayJson(moved);
  else say(`${counted(moved.moved, 'document')} moved to the object store (${moved.bytes} bytes).`);
  for (const one of moved.faulty) tell(`${one} is not what was kept, and stays where it is.`);
  if (moved.faulty.length > 0) process.exitCode = EXIT.refused;
};

const moveCommand = (): Command =>
  new Command('move')
    .description('Move evidence and advice that were kept in PostgreSQL into the object store.')
    .option('--json', 'print {"moved","bytes","faulty"}')
    .addHelpText('after', "\nWith the database owner's login. May be cut short and repeated. Letters and plans stay.")
    .action(move);

interface CopyFlags extends Json {
  to?: string;
  from?: string;
}

const copy = async ({ to, from, json }: CopyFlags): Promise<void> => {
  if (to === undefined && from === undefined) throw new WrongUsage('--to or --from: expected the other store.');
  const { copyObjects } = await import('../../activities/objects/moving.js');
  const copied = await withRecords(async (records) =>
    copyObjects(records.pool, await storeAt(from, records), await storeAt(to, records)),
  );
  if (json) sayJson(copied);
  else say(`${counted(copied.copied, 'object')} copied (${copied.bytes} bytes), ${copied.there} were there already.`);
  for (const one of copied.faulty) tell(`${one}: its object is missing, or is not what was put there; not copied.`);
  if (copied.faulty.length > 0) process.exitCode = EXIT.refused;
};

const copyCommand = (): Command =>
  new Command('copy')
    .description(
      'Copy every object that a document lies in to another store, or back from one: the backup of documents.',
    )
    .option(
      '--to <place>',
      'folder:/mnt/backups/objects, or s3://bucket?endpoint=…&region=…; the one that is set up if left out',
    )
    .option('--from <place>', 'the same; the one that is set up if left out')
    .option('--json', 'print {"copied","there","bytes","faulty"}')
    .addHelpText(
      'after',
      `
Examples:
  ehcna backup /mnt/backups/ && ehcna documents copy --to folder:/mnt/backups/objects
  ehcna documents copy --from folder:/mnt/backups/objects

Only what is not there yet is copied, sealed as it is: it needs no key. Take the backup first, so that all it names is copied.`,
    )
    .action(copy);

interface ProofFlags extends Json {
  letter?: string;
  evidence?: string;
  advice?: string;
  nr?: number;
  out?: string;
}

const wantedBy = ({ letter, evidence, advice, nr }: ProofFlags): ProofOf => {
  const given = Object.entries({ letter, evidence, advice }).filter(([, id]) => id !== undefined);
  if (given.length > 1) throw new WrongUsage('--letter, --evidence, --advice: name one document.');
  const [kind = 'any', id] = given[0] ?? [];
  return {
    kind: kind as ProofOf['kind'],
    ...(id === undefined ? {} : { id }),
    ...(nr === undefined ? {} : { version: nr }),
  };
};

const sendingLine = (s: Sending): string => {
  const when = s.sentAt === null ? s.on : `${s.on}, taken at ${s.sentAt}`;
  const reference = s.providerReference === null ? '' : `, its reference ${s.providerReference}`;
  const how =
    s.as === 'itself'
      ? ''
      : `, with letter ${s.letterId} (${s.notice}${s.namedInLetter ? ', which names this hash' : ''})`;
  return `  to ${s.to.role} (${s.to.id}) by ${s.channel} on ${when}${reference}${how}; letter ${s.letterHash} version ${s.letterVersion}`;
};

const tellProof = ({ document: d, now, named, chain, sent }: Proof): void => {
  say(`${d.kind}/${d.id} version ${d.version}: ${d.mediaType}, kept ${d.keptAt}`);
  say(`  SHA-256 ${d.hash}`);
  const place = d.lies === 'store' ? 'the object store' : 'the database';
  say(`  in ${place} now: ${now.state === 'whole' ? 'the same, to the byte' : `${now.state}. ${now.detail}`}`);
  for (const m of named)
    say(
      `  named in ${m.stream}, event ${m.seq}: ${m.type} of ${m.on}, recorded ${m.recordedAt} by ${m.by.role}:${m.by.id}`,
    );
  if (named.length === 0) say('  no fact of the ledger names this hash itself');
  if (sent.length === 0) say('  not sent to anybody');
  for (const one of sent) say(sendingLine(one));
  if (!chain.holds) say(`  the chain of the ledger does not hold: ${chain.faults.join('; ')}`);
};

const isSound = ({ now, chain }: Proof): boolean => chain.holds && (now.state === 'whole' || now.state === 'not-read');

const proof = async (word: string, flags: ProofFlags): Promise<void> => {
  const caseRef = caseRefOfWord(word);
  const wanted = wantedBy(flags);
  const { proofsOf } = await import('../documents-proof.js');
  await withRecords(async (records) => {
    const proofs = await proofsOf(checkingOf(records), caseRef, wanted);
    if (proofs.length === 0)
      throw new NotThere(`No such document is kept for ${caseRef}. List them: ehcna documents list ${caseRef}`);
    if (flags.out !== undefined && proofs.length > 1)
      throw new WrongUsage(
        `--out: ${proofs.length} documents are meant; name one, with --nr where it has several versions.`,
      );
    if (flags.json) sayJson({ caseRef, proofs });
    else proofs.forEach(tellProof);
    if (flags.out !== undefined) await writeDocument(records, caseRef, (proofs[0] as Proof).document, flags.out);
    if (!proofs.every(isSound)) process.exitCode = EXIT.refused;
  });
};

const proofCommand = (): Command =>
  new Command('proof')
    .description(
      'What can be proven of a document: its hash and version, the facts that name it, to whom it went and when.',
    )
    .argument('<case>', 'such as EHC-7K2M9QXA')
    .option('--letter <id>', 'a letter, such as L3')
    .option('--evidence <id>', 'evidence, such as E1')
    .option('--advice <id>', 'advice, such as A2')
    .addOption(new Option('--nr <version>', 'of that version; all if left out').argParser(Number))
    .option('--out <file>', 'write the document itself there')
    .option('--json', 'print {"caseRef","proofs":[{"document","now","named","chain","sent"}]}')
    .addHelpText(
      'after',
      `
Examples:
  ehcna documents proof EHC-7K2M9QXA --letter L3 --out letter.html
  ehcna documents proof EHC-7K2M9QXA --evidence E1 --json

Without a document: of every one that the case has. Ends with 1 where what lies there is not what was kept, or the chain of the
ledger does not hold.`,
    )
    .action(proof);

export const documentsGroup = (): Command => {
  const group = new Command('documents').description(
    'What is kept, whether it still is what was kept, and what can be proven of it.',
  );
  for (const command of [listCommand(), proofCommand(), checkCommand(), sweepCommand(), moveCommand(), copyCommand()])
    group.addCommand(command);
  return group;
};
