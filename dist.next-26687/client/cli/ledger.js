/** `ehcna ledger …`: for whoever must be sure that the record is whole. */
import { Command } from 'commander';
import { EXIT, NotThere, say, sayJson, tell } from './outcome.js';
const withLedger = async (connect, work) => {
    const { ledger, pool, close } = await connect();
    try {
        await work(ledger, pool);
    }
    finally {
        await close();
    }
};
const counted = (n, one) => `${n} ${n === 1 ? one : `${one}s`}`;
const tellVerification = ({ streams, events, faults }) => {
    for (const { stream, seq, fault, detail } of faults)
        say(`${fault.padEnd(9)}  ${stream}  event ${seq}  ${detail}`);
    const found = faults.length === 0 ? 'no fault' : counted(faults.length, 'fault');
    say(`${counted(events, 'event')} in ${counted(streams, 'stream')}: ${found}.`);
};
/** The anchors to check against, read and checked themselves; undefined where none were asked for. */
const anchorsFor = async ({ anchors, key }) => {
    if (anchors === undefined)
        return undefined;
    const [{ readConfig }, { anchorPublicKeys }, { readAnchors }] = await Promise.all([
        import('../../workers/config.js'),
        import('../../workers/anchors.js'),
        import('../../activities/anchors/keep.js'),
    ]);
    const config = readConfig();
    const file = anchors === true ? config.anchors.file : anchors;
    const read = await readAnchors(file, await anchorPublicKeys(config, key));
    if (!read || read.lines.length === 0)
        throw new NotThere(`There are no anchors in ${file}. The worker takes one each day; \`ehcna ledger anchor\` takes one now.`);
    return { file, ...read };
};
const verifyLedger = async (ledger, stream, flags) => {
    const given = await anchorsFor(flags);
    const found = await ledger.verify(stream, given?.anchored);
    if (!given)
        return found;
    const { standing: _, ...anchors } = given.anchors;
    return { ...found, anchors: { file: given.file, ...anchors } };
};
const tellAnchors = ({ file, lines, first, last, faults }) => {
    for (const { line, detail } of faults)
        say(`anchor     ${file}  line ${line}  ${detail}`);
    const found = faults.length === 0 ? 'no fault' : counted(faults.length, 'fault');
    say(`${counted(lines, 'anchor')}, from ${first?.day ?? '-'} to ${last?.day ?? '-'}: ${found}. What came after ${last?.at ?? '-'} no anchor holds yet.`);
};
const tellRebuilt = ({ streams, events, rows, differing, differences }) => {
    for (const { table, stream, key, difference } of differences)
        say(`${difference.padEnd(7)}  ${table}  ${stream}${key ? `  ${key}` : ''}`);
    if (differing > differences.length)
        say(`… and ${differing - differences.length} more.`);
    say(Object.entries(rows)
        .map(([table, n]) => `${table} ${n}`)
        .join(', '));
    const found = differing === 0 ? 'every row was as it should be' : `${counted(differing, 'row')} put right`;
    say(`${counted(events, 'event')} in ${counted(streams, 'stream')}: ${found}.`);
};
const tellEvents = (events) => {
    for (const { seq, type, occurredOn, recordedAt, by } of events)
        say(`${String(seq).padStart(4)}  ${occurredOn}  ${type.padEnd(24)}  ${by.role} ${by.id}  recorded ${recordedAt}`);
    const erased = events.filter((event) => event.erasedOn !== undefined);
    if (erased.length > 0)
        say(`${counted(erased.length, 'fact')} erased on ${erased[0]?.erasedOn}: what they said is gone for good.`);
};
const notThere = (stream) => new NotThere(`The ledger has no stream ${stream}.`);
const verifyCommand = (connect) => new Command('verify')
    .description('Do the sums of the whole ledger, or of one stream, again: names every changed, missing, reordered or forged event.')
    .argument('[stream]', 'one stream, for example assessment/EHC-7K2M9QXA')
    .option('--anchors [file]', 'check that every event which was anchored is still there (EHCNA_ANCHOR_FILE)')
    .option('--key <file>', "the public key, or keys, that the anchors were signed with (the installation's own)")
    .option('--json', 'print {"streams","events","faults":[{"stream","seq","fault","detail"}],"anchors"}')
    .addHelpText('after', `
Examples:
  $ ehcna ledger verify
  $ ehcna ledger verify assessment/EHC-7K2M9QXA --json
  $ ehcna ledger verify --anchors
  $ ehcna ledger verify --anchors /mnt/auditor/anchors.jsonl --key /mnt/auditor/anchor-key.pub

Exits 0 when the ledger is whole, 1 when it is not, 2 on wrong usage, 3 when the database cannot be reached.
A chain cannot show that its end and its head were rewritten together, nor that a stream is gone: anchors show it.`)
    .action((stream, flags) => withLedger(connect, async (ledger) => {
    const found = await verifyLedger(ledger, stream, flags);
    if (stream && found.streams === 0 && found.faults.length === 0)
        throw notThere(stream);
    if (flags.json)
        sayJson(found);
    else {
        tellVerification(found);
        if (found.anchors)
            tellAnchors(found.anchors);
    }
    if (found.faults.length + (found.anchors?.faults.length ?? 0) > 0)
        process.exitCode = EXIT.refused;
}));
const rebuildCommand = (connect) => new Command('rebuild')
    .description('Make the worklist, case, deadline, advice, consultation, letter and panel tables again from the ledger.')
    .option('--json', 'print {"streams","events","rows","differing","differences"}')
    .addHelpText('after', `
Example:
  $ ehcna ledger rebuild

Names every row that was not what the events come to, and puts it right. New events wait while it runs; no event is touched.`)
    .action(({ json }) => withLedger(connect, async (ledger) => {
    const rebuilt = await ledger.rebuild();
    if (json)
        sayJson(rebuilt);
    else
        tellRebuilt(rebuilt);
}));
const showCommand = (connect) => new Command('show')
    .description('List the events of one stream, oldest first: when each happened, what it was, who recorded it.')
    .argument('<stream>', 'for example assessment/EHC-7K2M9QXA')
    .option('--json', 'print the events whole, with what they hold about the child')
    .addHelpText('after', `
Examples:
  $ ehcna ledger show assessment/EHC-7K2M9QXA
  $ ehcna ledger show panel/complex-cases --json`)
    .action((stream, { json }) => withLedger(connect, async (ledger) => {
    const events = await ledger.read(stream);
    if (events.length === 0)
        throw notThere(stream);
    if (json)
        sayJson(events);
    else
        tellEvents(events);
}));
const tellPublicKey = async () => {
    const [{ readConfig }, { anchorPlaceOf }, { publicPem }] = await Promise.all([
        import('../../workers/config.js'),
        import('../../workers/anchors.js'),
        import('../../activities/anchors/anchor.js'),
    ]);
    say(publicPem((await anchorPlaceOf(readConfig())).key).trimEnd());
};
const anchorNow = async (pool, { whole = false, json = false }) => {
    const [{ readConfig }, { anchorPlaceOf }, { createAnchorKeeper }, { londonDate }] = await Promise.all([
        import('../../workers/config.js'),
        import('../../workers/anchors.js'),
        import('../../activities/anchors/keep.js'),
        import('../../domain/civil-date.js'),
    ]);
    const place = await anchorPlaceOf(readConfig());
    const keeper = createAnchorKeeper(pool, place);
    const now = new Date();
    const taken = await keeper.take({ day: londonDate(now.getTime()), at: now.toISOString() }, { whole });
    if (!taken)
        return;
    if (json)
        sayJson({ ...taken, file: place.file });
    else
        say(`Anchor ${taken.n}: ${counted(taken.events, 'event')} in ${counted(taken.streams, 'stream')}, in ${place.file}.`);
    for (const stream of taken.lost)
        tell(`${stream} lacks events that were anchored. Run: ehcna ledger verify --anchors`);
    if (taken.lost.length > 0)
        process.exitCode = EXIT.refused;
    if (taken.faults > 0)
        tell(`${counted(taken.faults, 'fault')} in the anchors before it. Run: ehcna ledger verify --anchors`);
    if (place.webhook)
        tell(`Copied elsewhere: ${counted(await keeper.post(3), 'anchor')}.`);
};
const anchorCommand = (connect) => new Command('anchor')
    .description('Sign how far every stream has come and keep it outside the database, as the worker does each day.')
    .option('--public-key', 'print the key that anchors are checked with, and take none')
    .option('--whole', 'name every stream again, so that the anchors before this one may be kept elsewhere')
    .option('--json', 'print {"n","day","streams","events","digest","lost","faults","file"}')
    .addHelpText('after', `
Examples:
  $ ehcna ledger anchor
  $ ehcna ledger anchor --public-key > anchor-key.pub
  $ ehcna ledger verify --anchors

Adds a line to EHCNA_ANCHOR_FILE (anchors.jsonl in the data folder) and, where EHCNA_ANCHOR_WEBHOOK is set, sends it there.
It holds case references and hashes, nothing of a child.`)
    .action((flags) => flags.publicKey ? tellPublicKey() : withLedger(connect, (_, pool) => anchorNow(pool, flags)));
export const ledgerCommand = (connect) => new Command('ledger')
    .description('The append-only record of every case: check it, anchor it, rebuild what is read from it, look at it.')
    .addCommand(verifyCommand(connect))
    .addCommand(rebuildCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(anchorCommand(connect));
//# sourceMappingURL=ledger.js.map