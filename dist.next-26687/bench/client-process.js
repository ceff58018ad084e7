/** The caller of the bench: plays scores, gives commands and looks at lists, in a process of its own. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { Ehcna, newCaseRef } from '../client/ehcna.js';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../domain/caller.js';
import { SYSTEM } from '../domain/events.js';
import { assessmentId, TASK_QUEUE } from '../domain/ids.js';
import { assertionCodec } from '../keys/assertion-codec.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter, workerConverter } from '../keys/data-converter.js';
import { certificateIn, issuerOf, trustedIssuers } from '../keys/identity.js';
import { keyringOf } from '../keys/keyring.js';
import { NO_REVOCATIONS } from '../keys/revocations.js';
import { trainingSigner } from '../keys/signer.js';
import { serve } from './remote.js';
import { play } from './score.js';
import { SKELETON_QUEUE } from './queues.js';
Runtime.install({ logger: new DefaultLogger('WARN') });
/** Ours encrypts; skeletons have nothing to hide. */
let client;
let plain;
let keys;
let ehcna;
let callers;
let whole;
let opening;
/** The golden case's words for another case: its own reference, child and command ids. */
const forCase = (caseRef, body) => {
    const golden = whole[0].args[0].caseRef;
    const own = JSON.parse(JSON.stringify(body).replaceAll(golden, caseRef));
    if ('commandId' in own)
        own.commandId = randomUUID();
    const request = own.request;
    if (request?.child)
        request.child.name = `Sample ${caseRef}`;
    return own;
};
/** Signed as whoever said it to the golden case. */
const saidAgain = (caseRef, call, args, now) => {
    const [body, said] = args;
    // What changes nothing is said by nobody in particular.
    if (body === undefined)
        return [];
    const { namespace } = client.options;
    const own = forCase(caseRef, body);
    const actor = certificateIn(said.assertion) ?? SYSTEM;
    const lifetimeMs = call.startsWith('signal:') ? FACT_LIFETIME_MS : COMMAND_LIFETIME_MS;
    const sending = { namespace, workflowId: assessmentId(caseRef), call, body: own, now, lifetimeMs };
    return [own, ehcna.signer.sign(actor, sending)];
};
const ours = (caseRef) => {
    const workflowId = assessmentId(caseRef);
    return {
        workflowId,
        start: (to, { args }, now) => to.workflow.start('assessment', {
            workflowId,
            taskQueue: TASK_QUEUE,
            args: saidAgain(caseRef, 'start:assessment', args, now),
        }),
        update: (to, { name, args }, now) => to.workflow
            .getHandle(workflowId)
            .executeUpdate(name, { args: saidAgain(caseRef, `update:${name}`, args, now) }),
        signal: (to, { name, args }, now) => to.workflow.getHandle(workflowId).signal(name, ...saidAgain(caseRef, `signal:${name}`, args, now)),
    };
};
const skeleton = (caseRef) => {
    const workflowId = `skeleton/${caseRef}`;
    return {
        workflowId,
        start: (to) => to.workflow.start('skeleton', { workflowId, taskQueue: SKELETON_QUEUE, args: ['1'] }),
        update: (to) => to.workflow.getHandle(workflowId).executeUpdate('u', { args: ['1'] }),
        signal: (to) => to.workflow.getHandle(workflowId).signal('s', '1'),
    };
};
const instrument = (kind, caseRef) => (kind === 'ours' ? ours(caseRef) : skeleton(caseRef));
const clientOf = (kind) => (kind === 'ours' ? client : plain);
/** Several at once, each taken up when one before it is done. */
const each = async (items, atOnce, work) => {
    const waiting = [...items];
    const one = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
            await work(next);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one));
};
const contact = (note) => ({ channel: 'telephone', direction: 'to-family', note });
const OFFICER = { role: 'caseworker', id: 'cw-bench' };
const timed = async (work) => {
    const from = performance.now();
    await work();
    return performance.now() - from;
};
serve({
    connect: async (place, score, start) => {
        const connection = await Connection.connect({ address: place.address });
        const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 10 });
        pool.on('error', () => undefined);
        keys = openCaseKeys(pool, keyringOf(place.keys));
        plain = new Client({ connection, namespace: place.namespace });
        client = new Client({ connection, namespace: place.namespace, dataConverter: clientConverter(keys) });
        ehcna = Ehcna.over(client, pool, {
            keys,
            childKey: place.childKey,
            signer: trainingSigner(issuerOf(place.issuer)),
        });
        const { namespace } = place;
        const issuers = trustedIssuers(issuerOf(place.issuer).publicKey);
        callers = assertionCodec({ namespace, issuers, revocations: NO_REVOCATIONS });
        [whole, opening] = [score, start];
    },
    /** Plays whole cases, one after another; the plan that ends one is started for a skeleton too. Gives their references. */
    playWhole: async (kind, cases) => {
        const refs = Array.from({ length: cases }, newCaseRef);
        for (const ref of refs) {
            await play(clientOf(kind), whole, instrument(kind, ref));
            if (kind === 'skeleton')
                await plain.workflow.start('skeletonPlan', { workflowId: `skeleton-plan/${ref}`, taskQueue: SKELETON_QUEUE });
        }
        return refs;
    },
    /** Opens cases and leaves them open. */
    open: async (kind, cases, atOnce) => {
        const refs = Array.from({ length: cases }, newCaseRef);
        await each(refs, atOnce, (ref) => play(clientOf(kind), opening, instrument(kind, ref)));
        return refs;
    },
    startBare: async (count, taskQueue, atOnce) => {
        const ids = Array.from({ length: count }, () => `bare/${randomUUID()}`);
        await each(ids, atOnce, (workflowId) => plain.workflow.start('bare', { workflowId, taskQueue }));
        return ids;
    },
    /** Milliseconds from an operator's command to its row readable in the list, each. */
    commandToRow: async (refs, atOnce) => {
        const times = [];
        await each(refs, atOnce, async (ref) => {
            times.push(await timed(async () => {
                const evidenceId = randomUUID().slice(0, 8);
                await ehcna.command(ref, 'recordFamilyCall', { outcome: 'no-answer' }, OFFICER, evidenceId);
                // The list shows it at once or not at all yet.
                for (;;) {
                    const story = await ehcna.worklist.timeline(ref);
                    if (story.some((e) => e.type === 'family.called' && e.byId === OFFICER.id))
                        break;
                }
            }));
        });
        return times;
    },
    bareUpdate: async (ids, atOnce) => {
        const times = [];
        await each(ids, atOnce, async (id) => {
            times.push(await timed(() => plain.workflow.getHandle(id).executeUpdate('u', { args: ['1'] })));
        });
        return times;
    },
    /** One command a case, each under an id that tells it; gives when each was answered, milliseconds from `since`. */
    commands: async (refs, atOnce, name, since) => {
        const answered = [];
        await each(refs, atOnce, async (ref) => {
            for (;;) {
                try {
                    await ehcna.command(ref, 'recordContact', contact(name), OFFICER, `${name}-${ref}`);
                    answered.push(Date.now() - since);
                    return;
                }
                catch {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
            }
        });
        return answered.sort((a, b) => a - b);
    },
    /** Processor time of one replay, milliseconds. */
    replay: async (bundle, workflowId, kind) => {
        const history = await client.workflow.getHandle(workflowId).fetchHistory();
        const from = process.cpuUsage();
        await Worker.runReplayHistory({
            workflowBundle: { codePath: bundle },
            ...(kind === 'ours' ? { dataConverter: workerConverter(keys, callers) } : {}),
        }, history, workflowId);
        const { user, system } = process.cpuUsage(from);
        return (user + system) / 1_000;
    },
    /** How often each of these commands is in the ledger. */
    carriedOut: async (refs, name) => {
        const { rows } = await ehcna.pool.query(`select count(*)::int as times from ledger where stream = any($1) and body like $2 group by stream`, [refs.map(assessmentId), `%"commandId":"${name}-%`]);
        const times = rows.map((r) => r.times);
        return { lost: refs.length - times.length, doubled: times.filter((n) => n > 1).length };
    },
});
//# sourceMappingURL=client-process.js.map