// How long the ingress takes to answer a case, beside how long it takes to answer that it lives. Needs a running ingress whose
// rate limit is out of the way: EHCNA_INGRESS_RATE=1000000 npm start, then
//   node scripts/http-reads.mjs http://127.0.0.1:8235 "$(cat .data/api-key)"
const [base, key] = process.argv.slice(2);
if (!base || !key) {
  process.stderr.write('Usage: node scripts/http-reads.mjs ADDRESS KEY\n');
  process.exit(2);
}
const CONNECTIONS = 20;
const REQUESTS = 2_000;

const ask = async (path) => {
  const from = performance.now();
  const answer = await fetch(base + path, { headers: { authorization: `Bearer ${key}` } });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return { body, ms: performance.now() - from };
};

const measure = async (name, paths) => {
  const times = [];
  const queue = paths.values();
  const from = performance.now();
  const worker = async () => {
    for (const path of queue) times.push((await ask(path)).ms);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - from) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  process.stdout.write(
    `${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${Math.round(times.length / seconds)} a second\n`,
  );
};

const refs = JSON.parse((await ask('/v1/cases?limit=200')).body).items.map(({ caseRef }) => caseRef);
const many = (path) => Array.from({ length: REQUESTS }, (_, i) => path(i));
await measure(
  '/healthz',
  many(() => '/healthz'),
);
await measure(
  '/v1/cases/REF',
  many((i) => `/v1/cases/${refs[i % refs.length]}`),
);
