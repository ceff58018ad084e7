/**
 * Plays every story on a server of its own and keeps the history of each process in it under test/replay/, against which
 * every later version of the workflows is replayed (test/trust/replay.test.ts; docs/replay.md says when to run this).
 * Run after the TypeScript is compiled: it reads dist/. Names as arguments record only those.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import proto from '@temporalio/proto';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'test', 'replay');
const dist = (path) => import(`${root}/dist/${path}`);
const { readScenario, scenarioNames } = await dist('client/rehearse/scenario.js');
const { withTheatre } = await dist('client/rehearse/servers.js');
const { Ehcna, newCaseRef } = await dist('client/ehcna.js');
const { History } = await dist('domain/assessment/history.js');
const { assessmentId, panelId, planId } = await dist('domain/ids.js');
const { LAW_VERSION } = await dist('domain/law/rules.js');
const { addDays, londonDate } = await dist('domain/civil-date.js');
const { readPolicy } = await dist('workers/policy-file.js');
const { readConfig } = await dist('workers/config.js');

const OFFICER = { role: 'caseworker', id: 'recording' };

/** The machine and the process that recorded it are nobody's business; a worker's own queue is named after both. */
const withoutMachine = (key, value) => {
  if (key === 'identity') return 'recorded';
  return value?.normalName ? { ...value, name: 'recorded' } : value;
};

/** In clear, so that a recording replays without a key: nobody in it exists. */
const open = async (codecs, node) => {
  for (const [key, value] of Object.entries(node)) {
    if (value?.metadata?.encoding) {
      let payload = value;
      for (const codec of codecs.toReversed()) [payload] = await codec.decode([payload]);
      node[key] = payload;
    } else if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)) await open(codecs, value);
  }
};

const keep = async (theatre, name, workflowId) => {
  const history = await theatre.client.workflow.getHandle(workflowId).fetchHistory();
  await open(theatre.client.options.loadedDataConverter.payloadCodecs, history);
  const plain = proto.temporal.api.history.v1.History.toObject(history, {
    enums: String,
    bytes: String,
    longs: String,
  });
  const text = JSON.stringify({ workflowId, history: plain }, withoutMachine);
  const packed = gzipSync(text, { level: 9 });
  writeFileSync(join(folder, `${name}.json.gz`), packed);
  process.stderr.write(`${name}: ${history.events.length} events, ${packed.length} bytes\n`);
};

const perform = async (theatre, name, scenario) => {
  const { caseRef, faults, state } = await theatre.perform(scenario);
  if (faults.length > 0) throw new Error(`${name} did not go as the story tells it: ${faults.join('; ')}`);
  await keep(theatre, name, assessmentId(caseRef));
  return { caseRef, state };
};

/** What the panels of a story and the plan it ends in did. */
const keepTheRest = async (theatre, name, { caseRef, state }) => {
  for (const panel of new Set(state.referrals.map((r) => r.panel)))
    await keep(theatre, `${name}.panel-${panel}`, panelId(panel));
  if (state.outcome === 'final-plan') await keep(theatre, `${name}.plan`, planId(caseRef));
};

/** Ends of which no story is told. */
const further = async () => {
  const told = await readScenario('withdrawn');
  const [call] = told.steps;
  const endsIn = (outcome, steps, request = told.request) => ({
    ...told,
    request,
    steps,
    expect: { ...told.expect, outcome, clocks: {}, causes: {}, inOrder: [], never: [], letters: [] },
  });
  const abroad = { ...told.request, child: { ...told.request.child, livesInArea: false } };
  const step = (type, fields) => ({ when: 'day 20', who: 'caseworker', do: type, with: fields });
  return {
    'turned-away': endsIn('turned-away', [], abroad),
    'moved-away': endsIn('moved-away', [call, step('recordMove', { toAuthority: 'Southmere Council' })]),
    died: endsIn('died', [call, step('recordDeath', {})]),
  };
};

/** A case taken over in flight, and one that was started again from the ledger, each to its end. */
const recordStarts = async (theatre, wanted) => {
  const ehcna = Ehcna.over(theatre.client, theatre.pool, theatre.secrets);
  const { version, policy } = await readPolicy(readConfig().policyPath);
  const { request } = await readScenario('withdrawn');
  const past = () => {
    const caseRef = newCaseRef();
    const receivedOn = addDays(londonDate(Date.now()), -60);
    const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
    const child = { ...request.child, name: `Sample ${caseRef}` };
    const history = new History(caseRef, { ...request, child, receivedOn }, rules, OFFICER);
    history.passTime(londonDate(Date.now()));
    return { caseRef, events: history.events };
  };
  for (const name of ['taken-over', 'started-again'].filter(wanted)) {
    const { caseRef, events } = past();
    const handle = theatre.client.workflow.getHandle(assessmentId(caseRef));
    await ehcna.takeOver(caseRef, events);
    if (name === 'started-again') {
      await ehcna.command(caseRef, 'recordFamilyCall', { outcome: 'no-answer' }, OFFICER);
      await handle.terminate('To be started again');
      await theatre.client.workflow.start('assessment', {
        workflowId: assessmentId(caseRef),
        taskQueue: 'ehcna',
        args: [{ caseRef }],
      });
    }
    await ehcna.command(caseRef, 'withdraw', { reason: 'The family asked in writing.' }, OFFICER);
    await handle.result();
    await keep(theatre, name, assessmentId(caseRef));
  }
};

const names = process.argv.slice(2);
const wanted = (name) => names.length === 0 || names.includes(name);
mkdirSync(folder, { recursive: true });
if (names.length === 0)
  for (const file of readdirSync(folder)) if (file.endsWith('.json.gz')) rmSync(join(folder, file));
await withTheatre(async (theatre) => {
  for (const name of (await scenarioNames()).filter(wanted)) {
    await keepTheRest(theatre, name, await perform(theatre, name, await readScenario(name)));
  }
  for (const [name, scenario] of Object.entries(await further()))
    if (wanted(name)) await perform(theatre, name, scenario);
  await recordStarts(theatre, wanted);
});
