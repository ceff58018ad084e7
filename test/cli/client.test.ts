import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from '../world.js';
import { terminalOf } from './terminal.js';

let world: World;

beforeAll(async () => {
  world = await openWorld({ worker: false });
});
afterAll(() => world?.stop());

const add = (...words: string[]) =>
  terminalOf(world)('client', 'add', '--role', 'adviser', '--scopes', 'cases:read', ...words);

it('binds a client to a service or to a school, not to both and not to somebody who is no service', async () => {
  expect((await add('--id', 'psychology-desk', '--service', 'psychology')).exit).toBe(0);
  expect((await terminalOf(world)('client', 'list')).out).toMatch(
    /psychology-desk\s+adviser\s+psychology\s+cases:read/,
  );
  const both = await add('--id', 'both', '--service', 'psychology', '--school', '100049');
  expect([both.exit, both.err]).toEqual([2, expect.stringContaining('not for both')]);
  const head = await add('--id', 'heads', '--service', 'head');
  expect([head.exit, head.err]).toEqual([2, expect.stringContaining('Expected the id of a service')]);
});

it('gives what a login calls a client to one client alone', async () => {
  expect((await add('--id', 'first', '--oidc-subject', '0oa7example')).exit).toBe(0);
  const again = await add('--id', 'second', '--oidc-subject', '0oa7example');
  expect([again.exit, again.out]).toEqual([1, '']);
  expect(again.err).toContain('another has that --oidc-subject');
});
