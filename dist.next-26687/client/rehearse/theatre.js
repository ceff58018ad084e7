/**
 * A place where time may be moved: a worker whose processes start one another inside the clock's worlds, on servers that
 * hold nothing but rehearsals.
 */
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { londonDate, startOfLondonDay } from '../../domain/civil-date.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { clientConverter } from '../../keys/data-converter.js';
import { newIssuer, trustedIssuers } from '../../keys/identity.js';
import { trainingSigner } from '../../keys/signer.js';
import { readPolicy } from '../../workers/policy-file.js';
import { startWorker } from '../../workers/worker.js';
import { Rehearsal, WorldClock, withTimeSkipping } from '../clock/test-clock.js';
import { Ehcna } from '../ehcna.js';
import { Play } from './rehearse.js';
import { playCohort } from './cohort.js';
import { CaseSubject } from './case-subject.js';
import { PlanSubject } from './plan-subject.js';
const MORNING_MS = 9 * 3_600_000;
export class Theatre {
    connection;
    client;
    rehearsal;
    pool;
    worker;
    secrets;
    issuer;
    policyPath;
    constructor(connection, client, rehearsal, pool, worker, secrets, 
    /** The public key of whoever issued everybody's identity. */
    issuer, policyPath) {
        this.connection = connection;
        this.client = client;
        this.rehearsal = rehearsal;
        this.pool = pool;
        this.worker = worker;
        this.secrets = secrets;
        this.issuer = issuer;
        this.policyPath = policyPath;
    }
    static async open(options) {
        const { address, namespace, childKey } = options;
        const connection = await Connection.connect({ address });
        const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 4 });
        pool.on('error', () => undefined);
        const keys = openCaseKeys(pool, options.keyring);
        const dataConverter = clientConverter(keys);
        const client = new Client({ connection, namespace, dataConverter });
        const rehearsal = await Rehearsal.open(client, { address, namespace });
        const inWorld = new Client({ connection: withTimeSkipping(connection, rehearsal), namespace, dataConverter });
        const { issuer = newIssuer() } = options;
        const [issuers, signer] = [trustedIssuers(issuer.publicKey), trainingSigner(issuer)];
        const worker = await startWorker({ ...options, connection: { address }, client: inWorld, issuers, signer });
        return new Theatre(connection, client, rehearsal, pool, worker, { keys, childKey, signer }, issuer.publicKey, options.policyPath);
    }
    /** Performs one story from the day it starts on; `tell` hears of everything as it happens. A cohort may be smaller. */
    async perform(scenario, tell = () => undefined, { count } = {}) {
        const startAt = startInstant(scenario.starts, londonDate(Date.now()));
        const openWorld = () => {
            const clock = new WorldClock(this.rehearsal, startAt === undefined ? {} : { startAt });
            return { clock, ehcna: Ehcna.over(clock.client, this.pool, this.secrets, { now: () => clock.now() }) };
        };
        if ('cohort' in scenario) {
            const options = { rules: await this.rules(), openWorld, tell, count };
            const performance = await playCohort(scenario, options);
            await this.retirePanels();
            return performance;
        }
        const { clock, ehcna } = openWorld();
        try {
            const subject = 'plan' in scenario ? new PlanSubject(scenario, ehcna, await this.rules()) : new CaseSubject(scenario, ehcna);
            return await new Play(scenario, subject, ehcna.ledger, clock, tell).perform();
        }
        finally {
            clock.close();
            await this.retirePanels();
        }
    }
    async rules() {
        const { version, policy } = await readPolicy(this.policyPath);
        return { policyVersion: version, policy };
    }
    /** Panels and campaigns outlive a story; the next one finds its own, at its own time. */
    async retirePanels() {
        const lasting = `WorkflowType in ('panel', 'campaign') AND ExecutionStatus = 'Running'`;
        const open = this.client.workflow.list({ query: lasting });
        for await (const { workflowId } of open)
            await this.client.workflow.getHandle(workflowId).terminate('The story is over');
    }
    async close() {
        await this.worker.stop();
        await this.pool.end();
        await this.connection.close();
    }
}
/** The next such day's morning; undefined for today. */
const startInstant = (starts, today) => {
    if (starts === 'today')
        return undefined;
    const year = Number(today.slice(0, 4));
    const next = [`${year}-${starts}`, `${year + 1}-${starts}`].find((day) => day > today) ?? today;
    return startOfLondonDay(next) + MORNING_MS;
};
//# sourceMappingURL=theatre.js.map