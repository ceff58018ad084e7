import { expect, test } from 'vitest';
import { lastWords } from '../../workers/platform/last-words.js';

const fatal = JSON.stringify({ level: 'fatal', msg: 'unable to start', error: 'a port is taken', stacktrace: 'a\nb' });

test.each([
  ['nothing', '', ''],
  ['blank lines', '\n \n', ''],
  ['one line', 'Disk full.\n', 'Disk full.'],
  ['several', 'first\nlast\n\n', 'last'],
  ['an entry of JSON, in its words', `first\n${fatal}\n`, 'unable to start: a port is taken'],
  ['an entry without an error', '{"level":"info","msg":"Stopping"}', 'Stopping'],
  ['JSON that is no entry', '{"a":1}', '{"a":1}'],
  ['an entry cut short', fatal.slice(0, 40), fatal.slice(0, 40)],
])('%s', (_what, text, said) => {
  expect(lastWords(text)).toBe(said);
});

test('as many lines as are asked for, in their order', () => {
  expect(lastWords(`first\n${fatal}\n\nlast\n`, 2)).toBe('unable to start: a port is taken; last');
  expect(lastWords('only', 3)).toBe('only');
});
