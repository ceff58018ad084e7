/** What a foreign client may send, at the domain's own door. */
import { expect, it } from 'vitest';
import { knock } from '../fuzz/at-the-door.js';

it('40,000 commands are refused in words, or come to facts from which the case can go on', { timeout: 300_000 }, () => {
  const { malformed, refused, accepted } = knock(Date.now() % 1_000_000, 40_000);
  expect(malformed).toBeGreaterThan(5_000);
  expect(refused).toBeGreaterThan(2_500);
  expect(accepted).toBeGreaterThan(2_500);
});
