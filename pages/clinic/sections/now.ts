/** What a manager decides on this day: what is past and owed, and who is stuck, since when and on whom. */
import type { ClinicFigures, StuckCase } from '../../../domain/clinic/figures.js';
import { actionInWords, stuckInWords } from '../../../domain/clinic/actions.js';
import { SOON_DAYS } from '../../../domain/clinic/measure.js';
import { clockInWords } from '../../../domain/law/clock-words.js';
import { type Cell, number, type Row, type Section, type Table, type Tile, tile, words } from '../parts.js';
import { formatDay, LIMIT_WORDS, plain, upper, withCommas } from '../words.js';

/** On the page; the list has them all. */
const STUCK_SHOWN = 10;

const owedTiles = ({ decisions }: ClinicFigures): Tile[] =>
  decisions.map(({ limit, owed }) =>
    tile(`${LIMIT_WORDS[limit]}: passed and owed`, owed, 'Fell due in the months shown, without a ground of the law.'),
  );

const tiles = (figures: ClinicFigures): Tile[] => [
  tile('Stuck', figures.stuck.stuck, 'Before a panel, or with a manager, because the case cannot move.'),
  tile('Open past the date for a final plan', figures.beyond.open, 'In whatever month they were asked for.'),
  {
    ...tile(
      `Due within ${SOON_DAYS} days`,
      figures.soon.due,
      'Limits of our own that are not done: of assessments, reviews and plans.',
    ),
    alarm: false,
  },
  ...owedTiles(figures),
  ...('noData' in figures.campaign
    ? []
    : [tile('Transfers past their date', figures.campaign.late, 'Of the campaign that ends next.')]),
  tile('Reviews past their date', figures.reviews.duePast, 'Fell due in the months shown and were not held.'),
];

export const caseLink = (caseRef: string, caseAddress: (caseRef: string) => string | undefined): Cell => {
  const href = caseAddress(caseRef);
  return href === undefined ? words(caseRef) : { text: caseRef, href };
};

const nextOf = ({ next, nextRole, nextDueOn }: StuckCase): string =>
  next === null
    ? 'Nothing is asked of anybody'
    : `${next}${nextRole === null ? '' : ` (${nextRole.replaceAll('-', ' ')})`}${nextDueOn === null ? '' : `, by ${formatDay(nextDueOn)}`}`;

const stuckRow = (one: StuckCase, caseAddress: (caseRef: string) => string | undefined): Row => ({
  head: caseLink(one.caseRef, caseAddress),
  cells: [
    { text: withCommas(one.days), numeric: true },
    words(plain(one.waitingOn)),
    words(upper(stuckInWords(one.reason))),
    words(`${upper(actionInWords(one.lastAction))}, ${formatDay(one.lastActionOn)}`),
    words(nextOf(one)),
    words(one.caseworker ?? 'Nobody'),
  ],
});

const stuckTables = (
  { stuck: { cases, stuck } }: ClinicFigures,
  caseAddress: (caseRef: string) => string | undefined,
): Table[] => {
  const shown = cases.slice(0, STUCK_SHOWN);
  if (shown.length === 0) return [];
  return [
    {
      caption: `Stuck cases, the longest first${shown.length < stuck.n ? ` (${shown.length} of ${withCommas(stuck.n)})` : ''}`,
      head: ['Case', 'Days stuck', 'Waits on', 'Why', 'Last action', 'Next', 'Caseworker'],
      rows: [
        ...shown.map((one) => stuckRow(one, caseAddress)),
        ...(shown.length < stuck.n ? [{ head: words('All stuck cases'), cells: [number(stuck)] }] : []),
      ],
    },
  ];
};

const soonTable = ({ soon }: ClinicFigures): Table => ({
  caption: `Due within ${SOON_DAYS} days, and not done`,
  head: ['Limit', 'Due'],
  rows: [
    ...soon.rules.map(({ rule, due }) => ({ head: words(clockInWords(rule)), cells: [number(due)] })),
    { head: words('All limits'), cells: [number(soon.due)] },
  ],
});

export const nowSection = (figures: ClinicFigures, caseAddress: (caseRef: string) => string | undefined): Section => ({
  id: 'today',
  title: 'To decide today',
  notes: [],
  tiles: tiles(figures),
  tables: [soonTable(figures), ...stuckTables(figures, caseAddress)],
});
