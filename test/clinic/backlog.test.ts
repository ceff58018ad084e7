/** The whole sample as the clinic measures it: it says so where clearing old cases lowers the published share. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClinic } from '../../activities/clinic/clinic.js';
import { createLedger } from '../../activities/ledger.js';
import { SAMPLE_SEED, sampleCases } from '../../client/sample/caseload.js';
import { finishedSamples, SAMPLE_FINISHED } from '../../client/sample/finished/caseload.js';
import type { ClinicFigures } from '../../domain/clinic/figures.js';
import { parseFilters } from '../../domain/clinic/filters.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { project } from '../../domain/projection.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';
import { loadAtOnce } from '../sen2/bulk.js';
import { rules } from '../sen2/sample.js';

const today = '2026-11-23';

describe('the whole sample caseload', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let clinic: ClinicFigures;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    const keys = openCaseKeys(pool, keyringOf(newKey('backlog')));
    const ledger = createLedger(pool, project, { keys });
    const open = [...sampleCases({ today, rules })].map(({ caseRef, events }) => ({
      stream: assessmentId(caseRef),
      events: events as unknown as AnyEvent[],
    }));
    const over = [...finishedSamples({ today, rules, finished: SAMPLE_FINISHED, seed: SAMPLE_SEED })];
    // Of plans and their reviews the measure counts nothing.
    const ended = over.flatMap(({ streams }) => streams.filter(({ stream }) => stream.startsWith('assessment/')));
    await loadAtOnce({ pool, ledger, keys }, [...open, ...ended]);
    clinic = await readClinic(pool, parseFilters({}, today) as ClinicFilters);
  }, 120_000);

  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('publishes a lower share than the year before, does better by its own requests, and says why', () => {
    const [before, year] = clinic.published.years.slice(-2);
    expect(year?.including.percent).toBeLessThan(before?.including.percent ?? 0);
    expect(year?.ownRequests.percent).toBeGreaterThan(before?.ownRequests.percent ?? 100);
    expect(clinic.published.backlog?.sentence).toContain(
      `from ${before?.including.percent}% in 2025 to ${year?.including.percent}% in 2026 so far because old cases were finished`,
    );
  });

  it('has plans within twenty weeks, within a year and after it, and some that an exception takes out', () => {
    const year = clinic.published.years.at(-1);
    expect(year?.including.within20.n).toBeGreaterThan(30);
    expect(year?.including.within52.n).toBeGreaterThan(10);
    expect(year?.including.over52.n).toBeGreaterThan(5);
    expect(year?.excluding.issued.n).toBeLessThan(year?.including.issued.n ?? 0);
  });

  it('has cohorts with plans, with requests that ended without one, and with some still open', () => {
    const sum = (of: 'planned' | 'endedWithoutPlan' | 'open') => clinic.cohorts.reduce((n, c) => n + c[of].n, 0);
    expect(sum('planned')).toBeGreaterThan(30);
    expect(sum('endedWithoutPlan')).toBeGreaterThan(15);
    expect(sum('open')).toBeGreaterThan(150);
    expect(clinic.cohorts.filter((c) => c.plannedInTime.n > 0).length).toBeGreaterThanOrEqual(4);
  });
});
