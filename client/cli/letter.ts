/** `ehcna letter came-back`: what became of a letter after it went, whichever process it is of. */
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { letterCameBack } from '../undelivered.js';
import { actorOf, caseRefOfWord } from './catalogue.js';
import { withEhcna } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';

const LETTER_ID = /^(?:P-|R\d{1,4}-)?L\d{1,5}$/;

interface Options {
  reason: string;
  as?: string;
  json?: boolean;
}

const cameBack = (): Command =>
  new Command('came-back')
    .description('A letter that went did not arrive: an e-mail goes again by post, post becomes a task.')
    .argument('<case>', 'its reference')
    .argument('<letter>', 'L4, P-L4 of a plan, R2-L4 of its second review')
    .requiredOption('--reason <text>', 'what the carrier said; names nobody')
    .option('--as <role[:id]>', 'who you are; manager and your user name if left out')
    .option('--json', 'print {"caseRef","letterId","process"}')
    .addHelpText(
      'after',
      `
A case that is over is begun again from the ledger for it, which a manager may do.

Example:
  ehcna letter came-back EHC-7K2M9QXA L7 --reason 'Returned by Royal Mail: gone away'`,
    )
    .action(async (word: string, letterId: string, { reason, as, json }: Options) => {
      if (!LETTER_ID.test(letterId))
        throw new WrongUsage('<letter>: expected its number as the worklist has it, such as L4 or R2-L4.');
      const caseRef = caseRefOfWord(word);
      const done = await withEhcna((ehcna) =>
        letterCameBack(ehcna, {
          caseRef,
          letterId,
          reason,
          id: randomUUID(),
          by: actorOf(as, 'manager')(ehcna.signer),
        }),
      );
      if (json) return sayJson({ caseRef, letterId, process: done });
      say(
        done === 'told'
          ? `${caseRef} was told that ${letterId} did not arrive.`
          : `${caseRef} was over, and is begun again to see to ${letterId}.`,
      );
    });

export const letterCommand = (): Command =>
  new Command('letter').description('What became of letters after they went.').addCommand(cameBack());
