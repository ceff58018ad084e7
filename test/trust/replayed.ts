/** Cases that were played are played again from their histories, as a worker must that keeps nothing in memory. */
import { expect } from 'vitest';
import { prefixesOf, replay } from '../../client/replay.js';
import type { Recording } from '../../client/replay.js';
import { workflowBundlePath } from '../environment.js';
import type { World } from '../world.js';

/** So many cases from that one on, each whole and cut before its steps, repeat themselves. */
export const expectTheyRepeat = async (world: World, howMany: number, from = 0): Promise<void> => {
  const { client, secrets, namespace, issuer, ehcna } = world;
  const all = await ehcna.ledger.streams({ prefix: 'assessment/' });
  const begin = from % Math.max(1, all.length - howMany + 1);
  const ids = all.slice(begin, begin + howMany);
  expect(ids).toHaveLength(howMany);
  const told = { release: 'as it runs', namespace, issuer: issuer.publicKey };
  const whole: Recording[] = await Promise.all(
    ids.map(async (workflowId) => {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      return { ...told, name: workflowId, workflowId, events: events ?? [] };
    }),
  );
  const cut = whole.flatMap((one) => prefixesOf(one, 25));
  expect(cut.length).toBeGreaterThan(3 * howMany);
  const replayed = await replay([...whole, ...cut], workflowBundlePath(), secrets.keys);
  expect(replayed.filter((r) => r.error).map((r) => `${r.recording.name}: ${r.error?.message}`)).toEqual([]);
};
