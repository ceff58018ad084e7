/** An installation that holds a part of the sample caseload as facts, with its pages served and a browser to open them. */
import type { Browser } from 'playwright-core';
import { sampleCases, SAMPLE_SEED } from '../../client/sample/caseload.js';
import { finishedSamples } from '../../client/sample/finished/caseload.js';
import { samplePlans } from '../../client/sample/plans/caseload.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { londonDate } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { clinicSnapshots } from '../../workers/clinic.js';
import { readPolicy } from '../../workers/policy-file.js';
import { serve, type Served } from '../http/served.js';
import { openWorld, type World } from '../world.js';
import { openBrowser } from './browser.js';

export interface ClinicWorld {
  world: World;
  served: Served;
  browser: Browser;
  today: CivilDate;
  /** Of a client that may read the clinic and nothing else. */
  key: string;
  /** The clinic of today, as the Schedule keeps it. */
  keepSnapshot(): Promise<void>;
  stop(): Promise<void>;
}

/** Facts go to the ledger as they happened: what the clinic counts follows from them, whether or not a process runs. */
export const keepSample = async (world: World, today: CivilDate): Promise<void> => {
  const { version, policy } = await readPolicy('policy/default.yaml');
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  const { ledger } = world.ehcna;
  await ledger.recordPolicy(version, policy);
  for (const { caseRef, events } of sampleCases({ today, rules, size: 90 }))
    await ledger.append(`assessment/${caseRef}`, events);
  for (const { streams } of samplePlans({ today, rules, plans: 30, seed: SAMPLE_SEED }))
    for (const { stream, events } of streams) await ledger.append(stream, events);
  for (const { streams } of finishedSamples({ today, rules, finished: 40, seed: SAMPLE_SEED }))
    for (const { stream, events } of streams) await ledger.append(stream, events);
};

export const openClinic = async ({ worker = false }: { worker?: boolean } = {}): Promise<ClinicWorld> => {
  const today = londonDate(Date.now());
  const world = await openWorld({ worker });
  await keepSample(world, today);
  const served = await serve(world, { publicUrl: 'http://127.0.0.1' });
  const { key } = await served.client({ scopes: ['clinic:read'] });
  const browser = await openBrowser();
  return {
    world,
    served,
    browser,
    today,
    key,
    keepSnapshot: async () => {
      await clinicSnapshots(world.pool, 'trial').take({ day: today, at: new Date().toISOString() });
    },
    stop: async () => {
      await browser.close();
      await served.stop();
      await world.stop();
    },
  };
};
