/** A caseload in the ledger of a world, without a process for any of it: what the reading side of the ingress reads. */
import { join } from 'node:path';
import { sampleCases, type SampleCase } from '../../client/sample/caseload.js';
import { samplePlans } from '../../client/sample/plans/caseload.js';
import { londonDate } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { AnyEvent } from '../../domain/events.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import type { World } from '../world.js';

export interface Sample {
  cases: SampleCase[];
  plans: { caseRef: string; streams: { stream: string; events: AnyEvent[] }[] }[];
}

export const seed = async (world: World, size: number, plans: number): Promise<Sample> => {
  const { version, policy } = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  const today = londonDate(Date.now());
  const cases = [...sampleCases({ rules, today, size, seed: 'readers' })];
  const held = [...samplePlans({ rules, today, plans, seed: 'readers' })].map(({ caseRef, streams }) => ({
    caseRef,
    streams: streams as unknown as { stream: string; events: AnyEvent[] }[],
  }));
  const { ledger } = world.ehcna;
  for (const { caseRef, events } of cases)
    await ledger.append(`assessment/${caseRef}`, events as unknown as AnyEvent[]);
  for (const { streams } of held) for (const { stream, events } of streams) await ledger.append(stream, events);
  return { cases, plans: held };
};
