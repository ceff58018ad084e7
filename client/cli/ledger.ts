/** `ehcna ledger …`: for whoever must be sure that the record is whole. */
import { Command } from 'commander';
import type { Ledger, Rebuilt, Verification } from '../../activities/ledger.js';
import type { AnyEvent } from '../../domain/events.js';
import { EXIT, NotThere, say, sayJson } from './outcome.js';

export type ConnectLedger = () => Promise<{ ledger: Ledger; close: () => Promise<void> }>;

const withLedger = async (connect: ConnectLedger, work: (ledger: Ledger) => Promise<void>): Promise<void> => {
  const { ledger, close } = await connect();
  try {
    await work(ledger);
  } finally {
    await close();
  }
};

const counted = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

const tellVerification = ({ streams, events, faults }: Verification): void => {
  for (const { stream, seq, fault, detail } of faults) say(`${fault.padEnd(9)}  ${stream}  event ${seq}  ${detail}`);
  const found = faults.length === 0 ? 'no fault' : counted(faults.length, 'fault');
  say(`${counted(events, 'event')} in ${counted(streams, 'stream')}: ${found}.`);
};

const tellRebuilt = ({ streams, events, rows, differing, differences }: Rebuilt): void => {
  for (const { table, stream, key, difference } of differences)
    say(`${difference.padEnd(7)}  ${table}  ${stream}${key ? `  ${key}` : ''}`);
  if (differing > differences.length) say(`… and ${differing - differences.length} more.`);
  say(
    Object.entries(rows)
      .map(([table, n]) => `${table} ${n}`)
      .join(', '),
  );
  const found = differing === 0 ? 'every row was as it should be' : `${counted(differing, 'row')} put right`;
  say(`${counted(events, 'event')} in ${counted(streams, 'stream')}: ${found}.`);
};

const tellEvents = (events: AnyEvent[]): void => {
  for (const { seq, type, occurredOn, recordedAt, by } of events)
    say(`${String(seq).padStart(4)}  ${occurredOn}  ${type.padEnd(24)}  ${by.role} ${by.id}  recorded ${recordedAt}`);
  const erased = events.filter((event) => event.erasedOn !== undefined);
  if (erased.length > 0)
    say(`${counted(erased.length, 'fact')} erased on ${erased[0]?.erasedOn}: what they said is gone for good.`);
};

const notThere = (stream: string): NotThere => new NotThere(`The ledger has no stream ${stream}.`);

const verifyCommand = (connect: ConnectLedger): Command =>
  new Command('verify')
    .description(
      'Do the sums of the whole ledger, or of one stream, again: names every changed, missing, reordered or forged event.',
    )
    .argument('[stream]', 'one stream, for example assessment/EHC-7K2M9QXA')
    .option('--json', 'print {"streams","events","faults":[{"stream","seq","fault","detail"}]}')
    .addHelpText(
      'after',
      `
Examples:
  $ ehcna ledger verify
  $ ehcna ledger verify assessment/EHC-7K2M9QXA --json

Exits 0 when the ledger is whole, 1 when it is not, 2 on wrong usage, 3 when the database cannot be reached.
A chain cannot show that its end and its head were rewritten together: compare it with a head kept elsewhere.`,
    )
    .action((stream: string | undefined, { json }: { json?: boolean }) =>
      withLedger(connect, async (ledger) => {
        const found = await ledger.verify(stream);
        if (stream && found.streams === 0 && found.faults.length === 0) throw notThere(stream);
        if (json) sayJson(found);
        else tellVerification(found);
        if (found.faults.length > 0) process.exitCode = EXIT.refused;
      }),
    );

const rebuildCommand = (connect: ConnectLedger): Command =>
  new Command('rebuild')
    .description(
      'Make the worklist, case, deadline, advice, consultation, letter and panel tables again from the ledger.',
    )
    .option('--json', 'print {"streams","events","rows","differing","differences"}')
    .addHelpText(
      'after',
      `
Example:
  $ ehcna ledger rebuild

Names every row that was not what the events come to, and puts it right. New events wait while it runs; no event is touched.`,
    )
    .action(({ json }: { json?: boolean }) =>
      withLedger(connect, async (ledger) => {
        const rebuilt = await ledger.rebuild();
        if (json) sayJson(rebuilt);
        else tellRebuilt(rebuilt);
      }),
    );

const showCommand = (connect: ConnectLedger): Command =>
  new Command('show')
    .description('List the events of one stream, oldest first: when each happened, what it was, who recorded it.')
    .argument('<stream>', 'for example assessment/EHC-7K2M9QXA')
    .option('--json', 'print the events whole, with what they hold about the child')
    .addHelpText(
      'after',
      `
Examples:
  $ ehcna ledger show assessment/EHC-7K2M9QXA
  $ ehcna ledger show panel/complex-cases --json`,
    )
    .action((stream: string, { json }: { json?: boolean }) =>
      withLedger(connect, async (ledger) => {
        const events = await ledger.read(stream);
        if (events.length === 0) throw notThere(stream);
        if (json) sayJson(events);
        else tellEvents(events);
      }),
    );

export const ledgerCommand = (connect: ConnectLedger): Command =>
  new Command('ledger')
    .description('The append-only record of every case: check it, rebuild what is read from it, look at it.')
    .addCommand(verifyCommand(connect))
    .addCommand(rebuildCommand(connect))
    .addCommand(showCommand(connect));
