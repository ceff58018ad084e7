/**
 * Looks at what is left after something went wrong, and trusts no code of ours: it reads the ledger's rows, the outbox
 * folder and Temporal's list of running processes, does its own sums, and says everything that does not agree.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { expect, vi } from 'vitest';
import type { Ehcna } from '../../client/ehcna.js';
import type { AnyEvent } from '../../domain/events.js';

export interface LedgerRow {
  stream: string;
  seq: number;
  body: string;
  prev_hash: string;
  hash: string;
  /** What the row says, opened. */
  fact: Fact;
}

interface Envelope {
  /** `<case>/<letter>`: where it lies. */
  place: string;
  documentHash: string;
  /** Of the letter beside it; null where there is none. */
  letterHash: string | null;
}

export interface Evidence {
  rows: LedgerRow[];
  envelopes: Envelope[];
  /** What GOV.UK Notify took, by reference, one entry a letter it will print or mail; absent where letters do not go by it. */
  posted?: string[];
  /** Workflow IDs that run now, one entry a run. */
  running: string[];
}

/** What a client was told about a command it gave. */
export interface Given {
  commandId: string;
  stream: string;
  accepted: boolean;
  /** The one event that says that it was carried out. */
  event: string;
}

export interface Fact {
  seq: number;
  type: string;
  recordedAt: string;
  by: { role: string };
  data: Record<string, unknown>;
  commandId?: string;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export const gather = async ({ pool, ledger }: Ehcna, client: Client, outbox: string): Promise<Evidence> => {
  const { rows: stored } = await pool.query<Omit<LedgerRow, 'fact'>>(
    'select stream, seq, body, prev_hash, hash from ledger order by stream, position',
  );
  const facts = new Map<string, AnyEvent[]>();
  for (const stream of new Set(stored.map((row) => row.stream))) facts.set(stream, await ledger.read(stream));
  const rows = stored.map((row) => ({
    ...row,
    fact: facts.get(row.stream)?.find(({ seq }) => seq === row.seq) as Fact,
  }));
  const running: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `ExecutionStatus = 'Running'` }))
    running.push(workflowId);
  return { rows, envelopes: await envelopesIn(outbox), running };
};

const envelopesIn = async (outbox: string): Promise<Envelope[]> => {
  const files = await readdir(outbox, { recursive: true }).catch(() => []);
  return Promise.all(files.filter((file) => file.endsWith('.json')).map((file) => envelopeAt(outbox, file)));
};

const envelopeAt = async (outbox: string, file: string): Promise<Envelope> => {
  const { documentHash } = JSON.parse(await readFile(join(outbox, file), 'utf8')) as { documentHash: string };
  const place = file.slice(0, -'.json'.length);
  const letter = await readFile(join(outbox, `${place}.html`)).catch(() => null);
  return { place, documentHash, letterHash: letter && sha256(letter) };
};

export const byStream = (rows: readonly LedgerRow[]): Map<string, LedgerRow[]> => {
  const streams = new Map<string, LedgerRow[]>();
  for (const row of rows) streams.set(row.stream, [...(streams.get(row.stream) ?? []), row]);
  return streams;
};

export const factsOf = (rows: readonly LedgerRow[]): Fact[] => rows.map((row) => row.fact);

/** A row that says something else: for showing that it is found out. */
export const saying = (row: LedgerRow, change: (fact: Fact) => object): LedgerRow => ({
  ...row,
  fact: { ...row.fact, ...change(row.fact) },
});

/**
 * Everything that does not agree, each with where, after a word for what is wrong with it: lost, doubled, changed. Empty:
 * nothing is lost, and nothing doubled.
 */
export const findings = (evidence: Evidence, given: readonly Given[]): string[] => {
  const streams = byStream(evidence.rows);
  return [
    ...[...streams].flatMap(([stream, rows]) => [...brokenLinks(stream, rows), ...repeatedFacts(stream, rows)]),
    ...commandsAmiss(streams, given),
    ...lettersAmiss(streams, evidence),
    ...processesAmiss(streams, evidence.running),
  ];
};

const brokenLinks = (stream: string, rows: readonly LedgerRow[]): string[] => {
  let previous = sha256(stream);
  return rows.flatMap((row, i) => {
    const sound =
      row.seq === i + 1 &&
      (JSON.parse(row.body) as Fact).seq === row.seq &&
      row.prev_hash === previous &&
      row.hash === sha256(`${previous}\n${row.body}`);
    previous = row.hash;
    return sound ? [] : [`changed: ${stream}: the chain is broken at ${row.seq}, in place ${i + 1}`];
  });
};

/** The same thing done twice by time itself: a second reminder of one step, a clock missed again. */
const repeatedFacts = (stream: string, rows: readonly LedgerRow[]): string[] => {
  const seen = new Set<string>();
  /** Advice that was sent back is awaited, and chased, from the first step again. */
  const returns = new Map<unknown, number>();
  return factsOf(rows).flatMap(({ seq, type, data, commandId }) => {
    const round = returns.get(data.adviceId) ?? 0;
    if (type === 'advice.checked' && data.outcome === 'return') returns.set(data.adviceId, round + 1);
    const key = JSON.stringify([type, data, round, commandId ?? (ONCE.has(type) ? null : seq)]);
    if (seen.has(key)) return [`doubled: ${stream}: event ${seq}, ${type}, is there twice`];
    seen.add(key);
    return [];
  });
};

/** Facts that name what they are about in full: the same again says the same thing again. */
const ONCE = new Set([
  'request.received',
  'intake.checked',
  'clock.started',
  'clock.settled',
  'clock.missed',
  'letter.requested',
  'letter.dispatched',
  'advice.requested',
  'advice.chased',
  'panel.referred',
  'panel.recommended',
  'item.recommended',
]);

const commandsAmiss = (streams: Map<string, LedgerRow[]>, given: readonly Given[]): string[] => {
  const all = [...streams].flatMap(([stream, rows]) => factsOf(rows).map((fact) => ({ stream, ...fact })));
  const of = new Map<string, typeof all>();
  for (const fact of all) if (fact.commandId) of.set(fact.commandId, [...(of.get(fact.commandId) ?? []), fact]);
  return given.flatMap(({ commandId, stream, accepted, event }) => {
    const facts = of.get(commandId) ?? [];
    const carriedOut = facts.filter((fact) => fact.type === event && fact.stream === stream).length;
    const elsewhere = facts.filter((fact) => fact.stream !== stream).length;
    if (carriedOut === (accepted ? 1 : 0) && elsewhere === 0 && (accepted || facts.length === 0)) return [];
    const told = accepted ? 'accepted' : 'refused';
    const wrong = accepted && carriedOut === 0 ? 'lost' : 'doubled';
    return [
      `${wrong}: ${stream}: command ${commandId} was ${told}, and its ${event} is in the ledger ${carriedOut} times`,
    ];
  });
};

/** Sent before this ledger was kept, so there is no file of it. */
const EARLIER = 'earlier';
const NOTIFY = 'notify';

interface Dispatched {
  place: string;
  channel: string;
  documentHash: string;
}

/** What a case says of its letters: each once on its way, or put before a person, who says what became of it. */
const dispatchesOf = (stream: string, rows: readonly LedgerRow[]): { sent: Dispatched[]; faults: string[] } => {
  const facts = factsOf(rows);
  const of = (type: string, id: string) => facts.filter((fact) => fact.type === type && fact.data.letterId === id);
  const sent: Dispatched[] = [];
  const faults: string[] = [];
  for (const { data } of facts.filter((fact) => fact.type === 'letter.requested')) {
    const { id } = data.letter as { id: string };
    const dispatched = of('letter.dispatched', id);
    const times = dispatched.length + of('letter.refused', id).length;
    if (times !== 1)
      faults.push(`${times === 0 ? 'lost' : 'doubled'}: ${stream}: letter ${id} was dispatched ${times} times`);
    else
      sent.push(
        ...dispatched.map(({ data: { channel, documentHash } }) => ({
          place: `${basename(stream)}/${id}`,
          channel: String(channel),
          documentHash: String(documentHash),
        })),
      );
  }
  return { sent, faults };
};

const lettersAmiss = (streams: Map<string, LedgerRow[]>, { envelopes, posted = [] }: Evidence): string[] => {
  const all = [...streams].map(([stream, rows]) => dispatchesOf(stream, rows));
  const sent = all.flatMap((one) => one.sent).filter(({ channel }) => channel !== EARLIER);
  return [
    ...all.flatMap((one) => one.faults),
    ...outboxAmiss(
      sent.filter(({ channel }) => channel !== NOTIFY),
      envelopes,
    ),
    ...postAmiss(
      sent.filter(({ channel }) => channel === NOTIFY),
      posted,
    ),
  ];
};

const outboxAmiss = (sent: readonly Dispatched[], envelopes: readonly Envelope[]): string[] => {
  const expected = new Map(sent.map(({ place, documentHash }) => [place, documentHash]));
  const there = new Set(envelopes.map((envelope) => envelope.place));
  const faults = [...expected.keys()]
    .filter((place) => !there.has(place))
    .map((place) => `lost: ${place}: the letter is not in the outbox`);
  for (const { place, documentHash, letterHash } of envelopes) {
    const wanted = expected.get(place);
    if (wanted === undefined) faults.push(`doubled: ${place}: nobody asked for this letter`);
    else if (documentHash !== wanted || letterHash !== wanted)
      faults.push(`changed: ${place}: it is not the letter dispatched`);
  }
  if (there.size !== envelopes.length) faults.push('doubled: a letter lies in the outbox twice');
  return faults;
};

/** Nothing twice at Notify; and what it has without our knowing may only be a letter that a person was asked about. */
const postAmiss = (sent: readonly Dispatched[], posted: readonly string[]): string[] => {
  const times = new Map<string, number>();
  for (const reference of posted) times.set(reference, (times.get(reference) ?? 0) + 1);
  return [
    ...sent.filter(({ place }) => !times.has(place)).map(({ place }) => `lost: ${place}: Notify does not have it`),
    ...[...times].flatMap(([place, n]) => (n > 1 ? [`doubled: ${place}: Notify has it ${n} times`] : [])),
  ];
};

const ENDED = new Set(['request.turnedAway', 'plan.finalised', 'request.withdrawn', 'child.movedAway', 'child.died']);

const isEnd = ({ type, data }: Fact): boolean =>
  ENDED.has(type) ||
  (type === 'assessment.decided' && data.outcome === 'refuse') ||
  (type === 'issue.decided' && data.outcome === 'no-plan');

/** Letters that could not go, and of which nobody has said yet what became of them. */
const leftToAPerson = (facts: readonly Fact[]): number => {
  const of = (type: string) => facts.filter((fact) => fact.type === type).map((fact) => fact.data.letterId);
  const resolved = of('letter.resolved');
  return of('letter.refused').filter((id) => !resolved.includes(id)).length;
};

/** Each open case has its one process, and each that is over has none, unless it waits for what a person says of a letter. */
const processesAmiss = (streams: Map<string, LedgerRow[]>, running: readonly string[]): string[] =>
  [...streams]
    .filter(([stream]) => stream.startsWith('assessment/') || stream.startsWith('panel/'))
    .flatMap(([stream, rows]) => {
      const facts = factsOf(rows);
      const wanted = facts.some(isEnd) ? 0 : 1;
      const found = running.filter((id) => id === stream).length;
      return found === wanted || (found === 1 && leftToAPerson(facts) > 0)
        ? []
        : [`${found < wanted ? 'lost' : 'doubled'}: ${stream}: ${found} processes run, and ${wanted} should`];
    });

const QUIET_MS = 1_500;
/** What a killed worker had begun is tried again after as long as such an activity may take: a letter, a minute. */
const PATIENCE_MS = 90_000;

/** The evidence once nothing is missing from it and nothing more is written; throws with what is still amiss in the end. */
export const settled = (look: () => Promise<Evidence>, given: readonly Given[] = []): Promise<Evidence> =>
  vi.waitFor(
    async () => {
      const { rows } = await look();
      await pause(QUIET_MS);
      const evidence = await look();
      expect(findings(evidence, given)).toEqual([]);
      expect(evidence.rows.length).toBe(rows.length);
      return evidence;
    },
    { timeout: PATIENCE_MS, interval: 200 },
  );

export const lettersRequested = ({ rows }: Evidence): number =>
  factsOf(rows).filter((fact) => fact.type === 'letter.requested').length;
