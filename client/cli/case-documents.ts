/** `ehcna case documents`: what is kept for a case, listed or written to a file. */
import { Command } from 'commander';
import { documentsOf } from '../documents.js';
import { caseRefOfWord } from './catalogue.js';
import { withRecords } from './connect.js';
import { writeDocument } from './document-out.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { counted, table } from './table.js';

const parseName = (word: string): { kind: string; id: string; version: number } => {
  const [, kind, id, version] = /^([a-z-]+)\/([A-Za-z0-9:._-]+)(?:@(\d+))?$/.exec(word) ?? [];
  if (!kind || !id) throw new WrongUsage('Expected a document such as evidence/E1, or advice/A2@2 for its version 2.');
  return { kind, id, version: Number(version ?? 1) };
};

const list = async (word: string, options: { json?: boolean }): Promise<void> => {
  const caseRef = caseRefOfWord(word);
  const kept = await withRecords(({ pool }) => documentsOf(pool, caseRef));
  if (options.json) return sayJson({ caseRef, documents: kept });
  if (kept.length === 0) return say('Nothing is kept for this case.');
  const rows = kept.map(({ kind, id, version, mediaType, keptAt }) => [`${kind}/${id}@${version}`, mediaType, keptAt]);
  say(table(['DOCUMENT', 'KIND OF FILE', 'KEPT'], rows));
  say(`\n${counted(kept.length, 'document')}. Read one: ehcna case documents ${caseRef} NAME --out FILE`);
};

const save = async (word: string, name: string, out: string): Promise<void> => {
  const caseRef = caseRefOfWord(word);
  const wanted = parseName(name);
  await withRecords((records) => writeDocument(records, caseRef, wanted, out));
};

export const documentsCommand = (): Command =>
  new Command('documents')
    .description('What is kept for a case: evidence, advice, plans and letters; with a name, one of them as a file.')
    .argument('<case>', 'such as EHC-7K2M9QXA')
    .argument('[name]', 'such as evidence/E1, or advice/A2@2 for its version 2')
    .option('--out <file>', 'where to write the one that is named')
    .option('--json', 'print {"caseRef","documents":[…]}')
    .addHelpText(
      'after',
      '\nExamples:\n  ehcna case documents EHC-7K2M9QXA\n  ehcna case documents EHC-7K2M9QXA evidence/E1 --out report.pdf',
    )
    .action(async (word: string, name: string | undefined, options: { out?: string; json?: boolean }) => {
      if (name === undefined) return list(word, options);
      if (options.out === undefined) throw new WrongUsage('--out: expected the file to write the document to.');
      return save(word, name, options.out);
    });
