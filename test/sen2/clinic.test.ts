/** The timeliness of the return is the clinic's: both are read from one ledger, each in its own way. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishedMeasure } from '../../activities/clinic/timeliness.js';
import { finishedSamples } from '../../client/sample/finished/caseload.js';
import { createLedger } from '../../activities/ledger.js';
import type { Ledger } from '../../activities/ledger.js';
import { overviewOf, returnOf } from '../../client/sen2.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { project } from '../../domain/projection.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';
import { loadAtOnce } from './bulk.js';
import { issuedCaseload } from './issued.js';
import { rules, sampleStreams } from './sample.js';

let database: FreshDatabase;
let pool: pg.Pool;
let ledger: Ledger;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  const keys = openCaseKeys(pool, keyringOf(newKey('clinic')));
  ledger = createLedger(pool, project, { keys });
  // Among open cases and plans that were taken over, neither of which is counted, and the sample's own that are over.
  const finished = [...finishedSamples({ today: '2026-11-23', rules, finished: 24, seed: 'sen2' })];
  const others = [...sampleStreams('2026-11-23', 12, 8), ...finished.flatMap(({ streams }) => streams)];
  const issued = issuedCaseload().map(({ caseRef, events }) => ({
    stream: assessmentId(caseRef),
    events: events as unknown as AnyEvent[],
  }));
  await loadAtOnce({ pool, ledger, keys }, [...others, ...issued]);
}, 180_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it.each([2024, 2025, 2026])('the plans issued in %i within twenty weeks are as many here as there', async (year) => {
  const { timeliness } = overviewOf(await returnOf({ pool, ledger }, year + 1));
  const clinic = await publishedMeasure(pool, year);
  for (const which of ['including', 'excluding'] as const) {
    expect(timeliness[which]).toEqual({
      issued: clinic[which].issued.n,
      within20: clinic[which].within20.n,
      percent: clinic[which].percent,
    });
    expect(timeliness[which].issued).toBeGreaterThan(5);
  }
  expect(timeliness.excluding.issued).toBeLessThan(timeliness.including.issued);
});
