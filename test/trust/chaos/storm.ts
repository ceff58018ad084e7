/**
 * People work on a caseload, dates fall due, and everything they rely on is killed again and again. Then it is quiet, and
 * somebody who trusts none of it looks whether anything was lost or done twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { jump } from '../../../client/clock/execution.js';
import { sampleCases } from '../../../client/sample/caseload.js';
import type { SampleCase } from '../../../client/sample/caseload.js';
import { Draw } from '../../../client/sample/draw.js';
import { foldEvents } from '../../../domain/assessment/evolve.js';
import { addDays, startOfLondonDay } from '../../../domain/civil-date.js';
import { assessmentId } from '../../../domain/ids.js';
import type { CaseRef } from '../../../domain/ids.js';
import { familyRequest, today } from '../../cli/requests.js';
import { type Evidence, factsOf, findings, gather } from '../auditor.js';
import { Callers, rulesOf } from '../caseload.js';
import { byTheClockOf } from '../waiting.js';
import { clocksIn } from './clocks.js';
import { Installation, type Kills } from './installation.js';
import { standings, type Standings } from './processes.js';

export interface StormOptions {
  effects: number;
  kills: number;
  seed: string;
  workers: number;
  /** People who give commands at the same time. */
  callers: number;
  /** The real Temporal server on PostgreSQL instead of the development server. */
  production?: boolean;
  /** Told now and then how far it is. */
  told: (line: string) => void;
}

export interface Report {
  seed: string;
  effects: { total: number; ledgerBatches: number; letters: number };
  kills: { total: number } & Kills;
  commands: { given: number; accepted: number; sentAgain: number };
  cases: number;
  timers: { struck: number; inTheStorm: number; early: number; unfired: number };
  /** By the reason that the person reads. */
  lettersLeftToAPerson: Record<string, number>;
  lost: number;
  doubled: number;
  stuck: number;
  minutes: number;
  /** Everything that does not agree. */
  findings: string[];
}

export interface Aftermath {
  report: Report;
  evidence: Evidence;
  standing: Standings;
  given: Callers['given'];
}

interface Due {
  caseRef: CaseRef;
  due: string;
}

const HASTENED_AT_ONCE = 6;
const LONGEST_HASTE_MS = 60_000;

/** The next statutory date of a case, where it has one to come. */
const nextDue = ({ caseRef, events }: SampleCase): Due[] =>
  Object.values(foldEvents(caseRef, events).deadlines)
    .flatMap((clock) => (clock.state === 'running' && clock.due ? { caseRef, due: clock.due } : []))
    .sort((a, b) => (a.due < b.due ? -1 : 1))
    .slice(0, 1);

const dueOf = (one: SampleCase): string => nextDue(one)[0]?.due ?? 'never';

/** So that dates fall due early in the storm: of the first cases, those whose next date is nearest are taken up first. */
function* soonestFirst(cases: Iterable<SampleCase>, among: number): Generator<SampleCase> {
  const all = cases[Symbol.iterator]();
  const first: SampleCase[] = [];
  for (let next = all.next(); !next.done; next = all.next()) if (first.push(next.value) >= among) break;
  yield* first.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1));
  for (let next = all.next(); !next.done; next = all.next()) yield next.value;
}

/** A storm goes on until statutory timers have struck in it, one for so many kills. */
const KILLS_A_TIMER = 25;
/** When a kill is due, how often it is from outside; else the next worker to do something dies of itself. */
const BY_HARNESS = 0.5;

/** Each append is one transaction, so a batch is what one transaction wrote. */
const BATCHES = `select count(distinct (xmin::text)) as batches from ledger`;

const countOf = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

const sum = (kills: Record<string, number>): number => Object.values(kills).reduce((all, n) => all + n, 0);

export class Storm {
  private over = false;
  private readonly callers: Callers;
  private readonly started: CaseRef[] = [];
  private readonly dueSoon: Due[] = [];
  private readonly startedAt = new Date();
  private effects = 0;

  private constructor(
    private readonly options: StormOptions,
    private readonly installation: Installation,
    private readonly cases: Iterator<SampleCase>,
  ) {
    this.callers = new Callers(installation.ehcna, () => false, {
      patienceMs: ENDURANCE_MS,
      speakingTo: (workflowId) => byTheClockOf(installation, workflowId),
    });
  }

  static async run(options: StormOptions): Promise<Aftermath> {
    const { seed, workers, kills, effects, production = false } = options;
    const installation = await Installation.start({ seed, workers, killChance: kills / effects, production });
    try {
      const rules = await rulesOf(installation.policyPath);
      const cases = soonestFirst(sampleCases({ today: today(), rules, size: effects, seed }), options.callers);
      return await new Storm(options, installation, cases).run();
    } finally {
      await installation.stop();
    }
  }

  private async run(): Promise<Aftermath> {
    const { seed, callers } = this.options;
    this.installation.letNotifyKill(new Draw(`${seed} notify kills`));
    const moods = new Draw(`${seed} notify moods`);
    const moody = setInterval(() => this.installation.moodOfNotify(moods), 2_000);
    const work = [
      ...Array.from({ length: callers }, (_, i) => this.workThrough(new Draw(`${seed} caller ${i}`))),
      ...Array.from({ length: HASTENED_AT_ONCE }, () => this.hasten()),
    ];
    const kills = this.killInPace(new Draw(`${seed} kills`)).finally(() => {
      this.over = true;
      clearInterval(moody);
      this.installation.calm();
      this.options.told('It is quiet now; what was cut off is tried again.');
    });
    // Everybody has stopped before anything is taken away from them.
    const waiting = setInterval(() => this.tellUnanswered(), 30_000);
    const ended = await Promise.allSettled([kills, ...work]).finally(() => clearInterval(waiting));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
    return this.aftermath();
  }

  private tellUnanswered(): void {
    const { unanswered } = this.callers;
    if (this.over && unanswered.size > 0)
      this.options.told(`${unanswered.size} wait for an answer: ${[...new Set(unanswered.values())].join('; ')}`);
  }

  /** One of the people: takes up case after case, some of them new, and says to each what there is to say. */
  private async workThrough(draw: Draw): Promise<void> {
    const { ehcna } = this.installation;
    while (!this.over) {
      if (draw.chance(0.2)) {
        const request = familyRequest();
        const id = `${this.options.seed} ${request.child.name}`;
        await this.callers.persist(async () => {
          const { caseRef } = await ehcna.open(request, { role: 'caseworker', id: 'cw-1' }, id);
          this.started.push(caseRef);
        });
        continue;
      }
      const { value, done } = this.cases.next();
      if (done) return;
      await this.callers.persist(() => ehcna.takeOver(value.caseRef, value.events));
      this.started.push(value.caseRef);
      this.dueSoon.push(...nextDue(value));
      await this.callers.callAbout(value, draw, () => this.over);
    }
  }

  /** The time of some cases runs on, until a statutory clock of theirs has struck. */
  private async hasten(): Promise<void> {
    while (!this.over) {
      // The nearest: what is due in months would have to live through them first.
      const next = this.dueSoon.sort((a, b) => (a.due < b.due ? -1 : 1)).shift();
      if (next) await this.passDue(next);
      else await pause(200);
    }
  }

  private async passDue({ caseRef, due }: Due): Promise<void> {
    const { client } = this.installation;
    const after = startOfLondonDay(addDays(due, 1)) + 60_000;
    // Each jump goes as far as the first thing due: reminders and chasers come before a breach.
    for (const until = Date.now() + LONGEST_HASTE_MS; !this.over && Date.now() < until; ) {
      try {
        const jumping = () => jump(client, assessmentId(caseRef), after);
        if (await client.connection.withDeadline(Date.now() + 8_000, jumping)) return;
      } catch {
        // The server is away, or the case has not begun.
      }
      await pause(300);
    }
  }

  /** As many kills as belong to so many effects, each at a moment that the seed gives. */
  private async killInPace(draw: Draw): Promise<void> {
    const { effects, kills, told } = this.options;
    let toldAt = 0;
    for (;;) {
      await pause(draw.whole(100, 1_200));
      this.effects = (await this.countEffects()) ?? this.effects;
      const killed = sum(this.installation.countKills());
      const done = this.effects >= effects;
      const missing = done && !this.installation.hasKilledEach();
      if (done && !missing && killed >= kills && (await this.countStruck()) >= kills / KILLS_A_TIMER) return;
      const behind = killed < 1 + kills * Math.min(1, this.effects / effects);
      this.installation.letWorkersDie(behind);
      if ((behind || missing) && draw.chance(BY_HARNESS)) await this.installation.killOne(draw);
      if (Date.now() - toldAt > 15_000) {
        told(`${this.effects} of ${effects} effects, ${killed} of ${kills} kills`);
        toldAt = Date.now();
      }
    }
  }

  /** Undefined while the database is away. */
  private async countEffects(): Promise<number | undefined> {
    const { pool, notify } = this.installation;
    try {
      const { rows } = await pool.query<{ batches: string }>(BATCHES);
      const sent = await pool.query<{ n: string }>(`select count(*) as n from dispatches where channel = 'outbox'`);
      return Number(rows[0]?.batches) + Number(sent.rows[0]?.n) + notify.notifications.length;
    } catch {
      return undefined;
    }
  }

  private async countStruck(): Promise<number> {
    const query = `select count(*) as n from ledger where type = 'clock.missed' and recorded_at > $1`;
    try {
      return Number((await this.installation.pool.query<{ n: string }>(query, [this.startedAt])).rows[0]?.n);
    } catch {
      return 0;
    }
  }

  private async look(): Promise<{ evidence: Evidence; standing: Standings; findings: string[] }> {
    const { ehcna, client, outbox, notify } = this.installation;
    const posted = notify.notifications.map((n) => n.reference);
    const evidence = { ...(await gather(ehcna, client, outbox)), posted };
    const standing = await standings(client, evidence.running);
    const streams = new Set(evidence.rows.map((row) => row.stream));
    return {
      evidence,
      standing,
      findings: [
        ...findings(evidence, this.callers.given),
        ...clocksIn(evidence.rows, standing.now).faults,
        ...standing.faults,
        ...this.started
          .filter((ref) => !streams.has(assessmentId(ref)))
          .map((ref) => `lost: ${assessmentId(ref)} was started and is not in the ledger`),
      ],
    };
  }

  private async aftermath(): Promise<Aftermath> {
    const until = Date.now() + PATIENCE_MS;
    let toldAt = Date.now();
    for (let written = -1; ; ) {
      await pause(1_500);
      const { evidence, standing, findings: found } = await this.look();
      if (Date.now() - toldAt > 30_000) {
        this.options.told(`Not settled yet: ${found.length === 0 ? 'more is written' : found.slice(0, 3).join('; ')}`);
        toldAt = Date.now();
      }
      if ((found.length === 0 && evidence.rows.length === written) || Date.now() > until)
        return { report: await this.report(evidence, standing, found), evidence, standing, given: this.callers.given };
      written = evidence.rows.length;
      await this.passPauses(standing);
    }
  }

  /** What Notify refused in the storm is tried again within ten minutes, which the engine need not wait for. */
  private async passPauses({ retrying }: Standings): Promise<void> {
    for (const [id, at] of retrying) await jump(this.installation.client, id, at + 1_000).catch(() => false);
  }

  private async report(evidence: Evidence, standing: Standings, found: string[]): Promise<Report> {
    const { seed } = this.options;
    const { pool, notify } = this.installation;
    const batches = Number((await pool.query<{ batches: string }>(BATCHES)).rows[0]?.batches);
    const letters = evidence.envelopes.length + notify.notifications.length;
    const kills = this.installation.countKills();
    const { struck } = clocksIn(evidence.rows, standing.now);
    const { given, sentAgain } = this.callers;
    const of = (word: string) => found.filter((one) => one.startsWith(`${word}:`)).length;
    return {
      seed,
      effects: { total: batches + letters, ledgerBatches: batches, letters },
      kills: { total: sum(kills), ...kills },
      commands: { given: given.length, accepted: given.filter((one) => one.accepted).length, sentAgain },
      cases: this.started.length,
      timers: {
        struck: struck.length,
        inTheStorm: struck.filter(({ at }) => at > this.startedAt.toISOString()).length,
        early: of('early'),
        unfired: of('unfired'),
      },
      lettersLeftToAPerson: countOf(
        factsOf(evidence.rows).flatMap((fact) => (fact.type === 'letter.refused' ? String(fact.data.reason) : [])),
      ),
      lost: of('lost'),
      doubled: of('doubled'),
      stuck: of('stuck'),
      minutes: Math.round((Date.now() - this.startedAt.getTime()) / 6_000) / 10,
      findings: found,
    };
  }
}

/** People go on asking for what they want until it is quiet again. */
const ENDURANCE_MS = 3 * 3_600_000;
/** What a killed worker had begun is tried again after as long as it may take, and Notify is asked after a minute at the soonest. */
const PATIENCE_MS = 240_000;

const lettersLeft = ({ lettersLeftToAPerson: left }: Pick<Report, 'lettersLeftToAPerson'>): string =>
  [`${sum(left)} letters left to a person.`, ...Object.entries(left).map(([why, n]) => `${n}: ${why}.`)].join(' ');

export const inWords = ({ seed, effects, kills, commands, timers, ...rest }: Report): string => {
  const { total, ...byKind } = kills;
  const which = Object.entries(byKind).map(([kind, n]) => `${n} ${kind}`);
  return [
    `Seed ${seed}: ${total} kills (${which.join(', ')}).`,
    `${effects.total} effects: ${effects.ledgerBatches} batches in the ledger, ${effects.letters} letters. ${rest.cases} cases, ${commands.given} commands, ${commands.accepted} accepted, ${commands.sentAgain} sent again.`,
    `${timers.inTheStorm} statutory timers struck in the storm; ${timers.early} early, ${timers.unfired} not at all. ${lettersLeft(rest)}`,
    `Lost ${rest.lost}, doubled ${rest.doubled}, stuck ${rest.stuck}; ${rest.minutes} minutes. At least once, duplicates suppressed at our boundary.`,
    ...rest.findings,
  ].join('\n');
};
