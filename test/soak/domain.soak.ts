/** Sequences against the domain alone, as many as asked for. */
import fc from 'fast-check';
import { it } from 'vitest';
import { hold } from '../domain/invariants.js';
import { sequences } from '../domain/model.js';
import { inParts, soakOf } from './settings.js';

const FROM_ONE_BEGINNING = 4;

it('every case keeps in order and comes to what a second reading expects', { timeout: 0 }, () =>
  inParts(soakOf(500_000), 1_000, 'sequences', (seed, howMany) =>
    fc.assert(fc.property(sequences({ min: 2, max: 14 }, FROM_ONE_BEGINNING), hold), {
      seed,
      numRuns: Math.ceil(howMany / FROM_ONE_BEGINNING),
    }),
  ),
);
