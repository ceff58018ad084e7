/**
 * Plays every story on a server of its own and keeps the history of each process in it under test/replay/RELEASE/, with the
 * packed workflows that wrote it: against these every later version is replayed and upgraded (test/trust/replay.test.ts,
 * upgrade.test.ts; docs/replay.md says when to run this). The release is the version in package.json.
 * Run after the TypeScript is compiled: it reads dist/. Names as arguments record only those.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import proto from '@temporalio/proto';

const root = resolve(import.meta.dirname, '..');
const { version: release } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'test', 'replay', release);
const dist = (path) => import(`${root}/dist/${path}`);
const { readScenario, scenarioNames } = await dist('client/rehearse/scenario.js');
const { withTheatre } = await dist('client/rehearse/servers.js');
const { Ehcna, newCaseRef } = await dist('client/ehcna.js');
const { History } = await dist('domain/assessment/history.js');
const { ANCHOR_ID, assessmentId } = await dist('domain/ids.js');
const { SYSTEM } = await dist('domain/events.js');
const { LAW_VERSION } = await dist('domain/law/rules.js');
const { addDays, londonDate } = await dist('domain/civil-date.js');
const { readPolicy } = await dist('workers/policy-file.js');
const { Rehearsal, WorldClock } = await dist('client/clock/test-clock.js');
const { startDailyAnchors } = await dist('workers/anchors.js');
const { readConfig } = await dist('workers/config.js');
const { workflowBundle } = await dist('workers/workflow-bundle.js');

/** Of code that can no longer write them: a plan that only held itself. */
const KEPT = ['plan-before-reviews.json.gz'];

const OFFICER = { role: 'caseworker', id: 'recording' };

/** The machine and the process that recorded it are nobody's business; a worker's own queue is named after both. */
const withoutMachine = (key, value) => {
  if (key === 'identity') return 'recorded';
  return value?.normalName ? { ...value, name: 'recorded' } : value;
};

const ofBase64 = (text) => Buffer.from(text ?? '', 'base64');
const toBase64 = (bytes) => Buffer.from(bytes ?? []).toString('base64');
const each = (metadata, change) => Object.fromEntries(Object.entries(metadata).map(([name, v]) => [name, change(v)]));

/** What the installation encrypted, in clear: nobody in it exists, and its keys are thrown away. Assertions stay as they are. */
const inClear = async (theatre, workflowId, node) => {
  if (typeof node !== 'object' || node === null) return node;
  if (!node.metadata?.encoding) {
    for (const [key, value] of Object.entries(node)) node[key] = await inClear(theatre, workflowId, value);
    return node;
  }
  const { namespace, loadedDataConverter } = theatre.client.options;
  let payloads = [{ metadata: each(node.metadata, ofBase64), data: ofBase64(node.data) }];
  for (const codec of [...loadedDataConverter.payloadCodecs].reverse())
    payloads = await codec.decode(payloads, { type: 'workflow', namespace, workflowId });
  return { metadata: each(payloads[0].metadata, toBase64), data: toBase64(payloads[0].data) };
};

const keep = async (theatre, name, workflowId) => {
  const history = await theatre.client.workflow.getHandle(workflowId).fetchHistory();
  const plain = proto.temporal.api.history.v1.History.toObject(history, {
    enums: String,
    bytes: String,
    longs: String,
  });
  await inClear(theatre, workflowId, plain);
  const { namespace } = theatre.client.options;
  const text = JSON.stringify({ workflowId, namespace, issuer: theatre.issuer, history: plain }, withoutMachine);
  const packed = gzipSync(text, { level: 9 });
  writeFileSync(join(folder, `${name}.json.gz`), packed);
  process.stderr.write(`${name}: ${history.events.length} events, ${packed.length} bytes\n`);
};

const perform = async (theatre, name, scenario) => {
  // Of a story of many plans, a plan of each kind is played, and the first is kept.
  const { faults, caseRef, ...played } = await theatre.perform(scenario, undefined, {
    count: scenario.cohort?.of.length,
  });
  if (faults.length > 0) throw new Error(`${name} did not go as the story tells it: ${faults.join('; ')}`);
  const processes = played.processes.filter((id) => !scenario.cohort || id.includes(caseRef));
  await keep(theatre, name, processes[0]);
  return processes;
};

/** A plan's life has thirty reviews, and after the first few they are alike. */
const MOST_OTHERS = 4;

/** What the panels of a story did, the plan it ends in, the first reviews and the reassessments of a plan. */
const keepTheRest = async (theatre, name, [, ...others]) => {
  const again = others.filter((workflowId) => workflowId.startsWith('assessment/'));
  for (const workflowId of others.slice(0, MOST_OTHERS)) {
    const n = again.indexOf(workflowId) + 1;
    await keep(theatre, `${name}.${n > 0 ? `reassessment-${n}` : shortNameOf(workflowId)}`, workflowId);
  }
};

/** `panel-placement`, `plan`, `review-1`. */
const shortNameOf = (workflowId) => {
  const [type, name, n] = workflowId.split('/');
  if (type === 'annualReview') return `review-${n}`;
  return type === 'panel' ? `panel-${name}` : type;
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
        args: await ehcna.starting(assessmentId(caseRef), 'assessment', { caseRef }, SYSTEM),
      });
    }
    await ehcna.command(caseRef, 'withdraw', { reason: 'The family asked in writing.' }, OFFICER);
    await handle.result();
    await keep(theatre, name, assessmentId(caseRef));
  }
};

/** Three days of anchors. */
const recordAnchors = async (theatre) => {
  const { client } = theatre;
  const { address } = client.connection.options;
  const clock = new WorldClock(await Rehearsal.open(client, { address, namespace: client.options.namespace }));
  await startDailyAnchors(clock.client);
  for (let day = 1; day <= 3; day += 1) await clock.moveToNextDue();
  clock.close();
  await keep(theatre, 'anchor', ANCHOR_ID);
};

const names = process.argv.slice(2);
const wanted = (name) => names.length === 0 || names.includes(name);
mkdirSync(folder, { recursive: true });
if (names.length === 0)
  for (const file of readdirSync(folder))
    if (file.endsWith('.json.gz') && !KEPT.includes(file)) rmSync(join(folder, file));
// Without the map of the sources, which is most of it.
const code = readFileSync(await workflowBundle(), 'utf8').replace(/\n\/\/# sourceMappingURL=data:[^\n]*/, '');
writeFileSync(join(folder, 'workflows.js.gz'), gzipSync(code, { level: 9 }));
await withTheatre(async (theatre) => {
  for (const name of (await scenarioNames()).filter(wanted)) {
    await keepTheRest(theatre, name, await perform(theatre, name, await readScenario(name)));
  }
  for (const [name, scenario] of Object.entries(await further()))
    if (wanted(name)) await perform(theatre, name, scenario);
  await recordStarts(theatre, wanted);
  if (wanted('anchor')) await recordAnchors(theatre);
});
