/** `ehcna identity …`: who people and programs are, and what lets a workflow know it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../../domain/caller.js';
import { UNIDENTIFIED } from '../../domain/events.js';
import { identityText, issue, issuerOf, newIssuer, pemOf } from '../../keys/identity.js';
import { CannotSign, readIdentity, trainingIssuerIn } from '../../keys/signer.js';
import { callersSigner } from '../../keys/trust.js';
import { listIdentities, recordIdentity, revokeIdentity } from '../identities.js';
import { actorOf, userName } from './catalogue.js';
import { findPlace, withRecords } from './connect.js';
import { parseJson } from './fields.js';
import { say, sayJson, tell, WrongUsage } from './outcome.js';
import { table } from './table.js';
/** A new file for its owner alone; what is there already is never written over. */
const writeSecret = (file, text) => {
    try {
        writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new WrongUsage(code === 'EEXIST'
            ? `--out: ${file} is there already; name a new file.`
            : `--out: cannot write ${file} (${code}).`);
    }
};
/** The issuing key that EHCNA_ISSUING_KEY names, else that of the installation for training at hand. */
export const issuerAtHand = async () => {
    const { issuingKeyPath, naming, folders } = await findPlace();
    if (issuingKeyPath !== undefined) {
        try {
            return issuerOf(readFileSync(issuingKeyPath, 'utf8'));
        }
        catch (error) {
            throw new CannotSign(`The issuing key ${issuingKeyPath} cannot be used: ${error.message}.`);
        }
    }
    const own = naming.issuers === undefined ? folders.map(trainingIssuerIn).find((issuer) => issuer) : undefined;
    if (own)
        return own;
    throw new CannotSign('The issuing key is not at hand: EHCNA_ISSUING_KEY names its file (docs/security.md).');
};
export const someone = (text) => {
    if (!/^[^:]+:./.test(text))
        throw new WrongUsage(`"${text.slice(0, 40)}": expected ROLE:ID, such as caseworker:cw-14.`);
    return actorOf(text, 'caseworker')({ own: undefined });
};
export const days = (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= 1_100)
        return value;
    throw new InvalidArgumentError('Expected a number of days from 1 to 1100.');
};
export const day = (instant) => new Date(instant).toISOString().slice(0, 10);
const issuerCommand = () => new Command('issuer')
    .description('Make the key that identities are issued with, or show the public key of the one at hand.')
    .option('--out <file>', 'write a new issuing key here, for its holder alone')
    .addHelpText('after', `
Prints the public key as EHCNA_ISSUERS takes it, for every worker. Keep the issuing key away from the workers' machines.

Examples:
  ehcna identity issuer --out issuing-key.pem
  EHCNA_ISSUING_KEY=issuing-key.pem ehcna identity issuer`)
    .action(async ({ out }) => {
    const issuer = out === undefined ? await issuerAtHand() : newIssuer();
    if (out !== undefined)
        writeSecret(out, pemOf(issuer));
    say(issuer.publicKey);
});
const issueCommand = () => new Command('issue')
    .description('Issue an identity: a file for one person or program, which EHCNA_IDENTITY then names.')
    .requiredOption('--role <role>', 'what they may do, such as caseworker')
    .requiredOption('--id <id>', 'a staff or client identifier, as it will stand in the ledger')
    .requiredOption('--out <file>', 'the new file')
    .addOption(new Option('--days <n>', 'how long it is good for').argParser(days).default(365))
    .addHelpText('after', `
Examples:
  ehcna identity issue --role caseworker --id cw-14 --out cw-14.identity
  ehcna identity issue --role system --id worker --days 1100 --out worker.identity   for the workers themselves`)
    .action(async (options) => {
    const actor = someone(`${options.role}:${options.id}`);
    const issuer = await issuerAtHand();
    const identity = issue(issuer, actor, { now: Date.now(), days: options.days });
    writeSecret(options.out, identityText(identity));
    try {
        await withRecords(({ pool }) => recordIdentity(pool, identity.certificate));
    }
    catch (error) {
        // What is on no list nobody would think of revoking.
        rmSync(options.out);
        throw error;
    }
    tell(`${options.out}: ${actor.role}:${actor.id}, good until ${day(identity.certificate.until)}.`);
});
const rowOf = ({ role, id, issuedAt, until, revokedFrom, serial }) => [
    `${role}:${id}`,
    day(issuedAt),
    day(until),
    revokedFrom ? `from ${revokedFrom.toISOString()}` : '-',
    serial,
];
const listCommand = () => new Command('list')
    .description('The identities that were issued. Those that an installation for training signs on the spot are not kept.')
    .option('--json', 'print {"identities"}')
    .addHelpText('after', '\nExample:\n  ehcna identity list')
    .action(async ({ json }) => {
    const identities = await withRecords(({ pool }) => listIdentities(pool));
    if (json)
        sayJson({ identities });
    else if (identities.length === 0)
        say('No identity was issued yet.');
    else
        say(table(['IDENTITY', 'ISSUED', 'UNTIL', 'REVOKED', 'SERIAL'], identities.map(rowOf)));
});
const revokeCommand = () => new Command('revoke')
    .description('Revoke whatever was issued to somebody until now. Issue anew after that, if they go on.')
    .argument('<role:id>', 'such as caseworker:cw-14')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', `
It takes effect a minute and a half later, by when every worker knows it.

Example:
  ehcna identity revoke caseworker:cw-14 --reason 'Laptop lost'`)
    .action(async (who, { reason }) => {
    const actor = someone(who);
    const from = await withRecords(({ pool }) => revokeIdentity(pool, actor, { reason, by: userName() }));
    say(`${actor.role}:${actor.id} is revoked from ${from.toISOString()}.`);
});
const showCommand = () => new Command('show')
    .description('Who you are here, or whose a file is.')
    .argument('[file]', 'an identity; that of EHCNA_IDENTITY if left out')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', '\nExamples:\n  ehcna identity show\n  ehcna identity show cw-14.identity')
    .action(async (given, { json }) => {
    const { naming, folders } = await findPlace();
    const file = given ?? naming.identity;
    if (file === undefined) {
        // Says why, where nobody here has one.
        callersSigner(naming, folders).check(UNIDENTIFIED);
        return say('Anybody: this installation is for training and signs on the spot for whoever --as names.');
    }
    const { role, id, serial, issuer, issuedAt, until } = readIdentity(file).certificate;
    if (json)
        return sayJson({ role, id, serial, issuer, issuedAt, until });
    say(`${role}:${id}, issued ${day(issuedAt)}, good until ${day(until)} (serial ${serial}, issuer ${issuer}).`);
});
const callIn = ({ update, signal, start }) => {
    const [call, ...more] = Object.entries({ update, signal, start }).filter(([, name]) => name !== undefined);
    if (!call || more.length > 0)
        throw new WrongUsage('Expected one of --update, --signal and --start.');
    return call.join(':');
};
const readText = (file) => {
    try {
        return readFileSync(file === '-' ? 0 : file, 'utf8');
    }
    catch {
        throw new WrongUsage(`--body: cannot read ${file === '-' ? 'standard input' : file}.`);
    }
};
const assertCommand = () => new Command('assert')
    .description('Sign for what another Temporal client sends: the second argument of an update, a signal or a start.')
    .requiredOption('--workflow <id>', 'the workflow ID it is sent to')
    .option('--update <name>', 'the update it is for')
    .option('--signal <name>', 'the signal it is for')
    .option('--start <type>', 'the workflow type it is for')
    .requiredOption('--body <file>', 'the first argument, as JSON; - for standard input')
    .option('--as <role[:id]>', 'who, where no identity says so')
    .addHelpText('after', `
An assertion is good for five minutes (that of a signal for a week), for this one call with this one body.

Example:
  body='{"evidenceId":"E1","kind":"report","from":"school","title":"A report"}'
  temporal workflow update execute --workflow-id assessment/EHC-7K2M9QXA --name addEvidence --input "$body" \\
    --input "$(printf %s "$body" | ehcna identity assert --workflow assessment/EHC-7K2M9QXA --update addEvidence --body -)"`)
    .action(async (options) => {
    const call = callIn(options);
    const body = parseJson(readText(options.body), '--body');
    const { temporal, naming, folders } = await findPlace();
    const signer = callersSigner(naming, folders);
    const lifetimeMs = options.signal === undefined ? COMMAND_LIFETIME_MS : FACT_LIFETIME_MS;
    const by = actorOf(options.as, 'caseworker')(signer);
    const namespace = temporal?.namespace ?? 'ehcna';
    const sending = { namespace, workflowId: options.workflow, call, body, now: Date.now(), lifetimeMs };
    sayJson(signer.sign(by, sending));
});
export const identityCommand = () => new Command('identity')
    .description('Who people and programs are: issue, list, revoke and show identities.')
    .addCommand(issuerCommand())
    .addCommand(issueCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(showCommand())
    .addCommand(assertCommand());
//# sourceMappingURL=identity.js.map