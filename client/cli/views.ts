/** `ehcna views`: ready lists in the Temporal UI, each a link made for a day. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { readyViews, viewFault, VIEWS } from '../../domain/views.js';
import type { ReadyView } from '../../domain/views.js';
import { withEhcna } from './connect.js';
import { dateOf } from './catalogue.js';
import { NotThere, say, sayJson, tell, WrongUsage } from './outcome.js';

interface ViewOptions {
  locality?: string;
  caseworker?: string;
  today?: string;
  ui?: string;
  count?: boolean;
  json?: boolean;
}

/** Of the UI's list of workflows: the one that is named, else that of the installation that runs here. */
const listUrlOf = async (named: string | undefined): Promise<string | null> => {
  if (named !== undefined) {
    if (URL.canParse(named) && /^https?:$/.test(new URL(named).protocol)) return named;
    throw new WrongUsage(
      '--ui must be the address of the list of workflows, such as https://temporal.example/namespaces/ehcna/workflows.',
    );
  }
  const [{ readConfig }, { findRunning }] = await Promise.all([
    import('../../workers/config.js'),
    import('../../workers/platform/running.js'),
  ]);
  const { ingress, dataDir } = readConfig();
  return ingress.uiUrl ?? findRunning(dataDir)?.ui ?? null;
};

/** How many are in each, by the server's own count. */
const counts = (views: readonly ReadyView[]): Promise<(number | null)[]> =>
  withEhcna(({ client }) =>
    Promise.all(views.map(async ({ query }) => (query === null ? null : (await client.workflow.count(query)).count))),
  );

const block = (view: ReadyView, count: number | null | undefined): string[] => [
  `${view.name}${count === null || count === undefined ? '' : `   ${count}`}`,
  `  ${view.shows}`,
  `  ${view.query ?? `give --${view.needs ?? ''}`}`,
  ...(view.url === null ? [] : [`  ${view.url}`]),
  '',
];

const show = async (name: string | undefined, options: ViewOptions): Promise<void> => {
  const { locality, caseworker, json } = options;
  const given = { today: dateOf('--today', options.today) ?? londonDate(Date.now()), locality, caseworker };
  const fault = viewFault(given);
  if (fault) throw new WrongUsage(`${fault}.`);
  const listUrl = await listUrlOf(options.ui);
  const views = readyViews(listUrl, given).filter((view) => name === undefined || view.name === name);
  if (views.length === 0)
    throw new NotThere(`There is no view ${name}. There are ${VIEWS.map((view) => view.name).join(', ')}.`);
  const [only] = views;
  if (name !== undefined && only?.needs && only.query === null)
    throw new WrongUsage(`The view ${name} must be given --${only.needs}.`);
  const counted = options.count ? await counts(views) : [];
  if (json)
    return sayJson({
      today: given.today,
      views: views.map((view, i) => ({ ...view, ...(options.count ? { count: counted[i] ?? null } : {}) })),
    });
  for (const [i, view] of views.entries()) for (const line of block(view, counted[i])) say(line);
  if (listUrl === null)
    tell(
      'Where the Temporal UI is, is not known here: give --ui, or set EHCNA_UI_URL. The queries can be pasted into it.',
    );
};

export const viewsCommand = (): Command =>
  new Command('views')
    .description('ready lists in the Temporal UI, each with its query and a link that opens it')
    .argument('[name]', 'that one alone')
    .option('--locality <place>', 'for my-locality')
    .option('--caseworker <id>', 'for my-cases')
    .option('--today <date>', 'the day that dates are counted from; today if left out')
    .option('--ui <url>', "of the UI's list of workflows; that of the installation that runs here if left out")
    .option('--count', 'say how many are in each now', false)
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  ehcna views
  ehcna views breaches
  ehcna views my-locality --locality north
  ehcna views --caseworker cw-03 --count`,
    )
    .action(show);
