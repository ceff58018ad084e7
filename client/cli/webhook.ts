/** `ehcna webhook …`: where clients are told what happens, what was sent there, and sending it again. */
import { Command, InvalidArgumentError } from 'commander';
import { webhookEventOf } from '../../domain/webhook-events.js';
import {
  changeEndpoint,
  deliveriesOf,
  findEndpoint,
  listEndpoints,
  replaySince,
  type Delivery,
} from '../webhooks/endpoints.js';
import { messageId } from '../webhooks/sender.js';
import { withRecords } from './connect.js';
import { NotThere, say, sayJson } from './outcome.js';
import { table } from './table.js';

const instant = (text: string): Date => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('Expected a day or an instant: 2026-11-23 or 2026-11-23T08:00:00Z.');
};

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError('Expected a number from 1 to 1000.');
};

const noSuch = (id: string): NotThere => new NotThere(`There is no webhook ${id}.`);

const listCommand = (): Command =>
  new Command('list')
    .description('The webhooks of every API client.')
    .option('--json', 'print {"webhooks"}')
    .addHelpText('after', '\nExample:\n  ehcna webhook list')
    .action(async ({ json }: { json?: boolean }) => {
      const webhooks = await withRecords(({ pool }) => listEndpoints(pool));
      if (json) return sayJson({ webhooks });
      if (webhooks.length === 0) return say('There is no webhook yet; a client makes its own (docs/webhooks.md).');
      say(
        table(
          ['WEBHOOK', 'CLIENT', 'STATE', 'ADDRESS', 'EVENTS'],
          webhooks.map((w) => [w.id, w.client, w.state, w.url, w.events.join(' ')]),
        ),
      );
    });

const lastOf = ({ attempts }: Delivery): string => {
  const last = attempts.at(-1);
  return last ? `${last.status ?? last.error ?? '-'} at ${last.at}` : '-';
};

const logCommand = (): Command =>
  new Command('log')
    .description('What was sent to a webhook and what came of it, the newest first.')
    .argument('<webhook>', 'its id')
    .option('--limit <n>', 'at most so many', count, 50)
    .option('--json', 'print {"deliveries"}')
    .addHelpText('after', '\nExample:\n  ehcna webhook log we_yG3mQx0aZbLk')
    .action(async (id: string, { limit, json }: { limit: number; json?: boolean }) => {
      const deliveries = await withRecords(async ({ pool }) => {
        if (!(await findEndpoint(pool, id))) throw noSuch(id);
        return deliveriesOf(pool, id, { limit }, (row) => ({
          message: messageId(row),
          event: webhookEventOf(row.type) ?? row.type,
          caseRef: row.stream.split('/')[1] ?? '',
        }));
      });
      if (json) return sayJson({ deliveries });
      if (deliveries.length === 0) return say('Nothing was to be sent there yet.');
      say(
        table(
          ['MESSAGE', 'EVENT', 'STATE', 'TRIED', 'LAST'],
          deliveries.map((d) => [d.message, d.event, d.state, String(d.attempts.length), lastOf(d)]),
        ),
      );
    });

const replayCommand = (): Command =>
  new Command('replay')
    .description(
      'Send a webhook everything again that was recorded since an instant; one that was gone is made active.',
    )
    .argument('<webhook>', 'its id')
    .requiredOption('--since <instant>', 'a day or an instant', instant)
    .addHelpText('after', '\nExample:\n  ehcna webhook replay we_yG3mQx0aZbLk --since 2026-11-23')
    .action(async (id: string, { since }: { since: Date }) => {
      const due = await withRecords(async ({ pool }) => {
        const endpoint = await findEndpoint(pool, id);
        if (!endpoint) throw noSuch(id);
        if (endpoint.state === 'gone') await changeEndpoint(pool, id, { state: 'active' });
        return replaySince(pool, id, since);
      });
      say(`${due} messages are due.`);
    });

export const webhookCommand = (): Command =>
  new Command('webhook')
    .description(
      'Where API clients are told what happens: the log of what was sent, and sending it again (docs/webhooks.md).',
    )
    .addCommand(listCommand())
    .addCommand(logCommand())
    .addCommand(replayCommand());
