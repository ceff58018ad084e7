/** Inputs of a foreign client on a real server, as many as asked for; every part in a world of its own. */
import { expect, it } from 'vitest';
import { knock } from '../fuzz/at-the-door.js';
import { sendFrom } from '../fuzz/foreign.js';
import { openWorld } from '../world.js';
import { inParts, soakOf } from './settings.js';

it('every process can go on, whatever is sent to it', { timeout: 0 }, () =>
  inParts(soakOf(100_000), 1_000, 'inputs', async (seed, howMany) => {
    const world = await openWorld();
    try {
      console.error(JSON.stringify(await sendFrom(world, `fuzz ${seed}`, howMany)));
      expect(await world.ehcna.ledger.verify()).toMatchObject({ faults: [] });
    } finally {
      await world.stop();
    }
  }),
);

it('and so can every case of the domain alone', { timeout: 0 }, () =>
  inParts(soakOf(100_000), 10_000, 'commands at the door', (seed, howMany) =>
    console.error(JSON.stringify(knock(seed, howMany))),
  ),
);
