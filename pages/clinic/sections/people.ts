/** What other services, plans in their lives, and families are owed. */
import type { Campaign, ClinicFigures, Contacts, NoData } from '../../../domain/clinic/figures.js';
import { burndownChart } from '../../charts/burndown.js';
import { lineChart } from '../../charts/line.js';
import { beside, type Cell, days, monthRow, number, percentOf, type Section, words } from '../parts.js';
import { formatDay, formatMonth, plain } from '../words.js';

export const adviceSection = ({ advice }: ClinicFigures): Section => ({
  id: 'advice',
  title: 'Advice: each service’s scorecard',
  notes: [
    'Advice asked for in the months shown. Outstanding: not in, its date to come. Overdue: not in, and past. Closed: the body refused, or the case ended before it was in.',
  ],
  tables: [
    {
      caption: 'Advice by service',
      head: [
        'Service',
        'Asked',
        'In time',
        'Late',
        'Outstanding',
        'Overdue',
        'Closed',
        'Days, median',
        'Chased',
        'Chasers sent',
        'In time, of those in or past',
      ],
      rows: advice.map((one) => ({
        head: words(plain(one.service)),
        cells: [
          number(one.asked),
          number(one.inTime),
          number(one.late),
          number(one.outstanding),
          number(one.overdue),
          number(one.closed),
          days(one.medianDays),
          number(one.chased),
          beside(one.chasers, one.chased),
          percentOf(one.shareInTime),
        ],
      })),
    },
  ],
});

const NOTHING: Pick<Section, 'tables'> = { tables: [] };

const hasNone = (figures: Campaign | Contacts | NoData): figures is NoData => 'noData' in figures;

export const campaignSection = ({ campaign }: ClinicFigures): Section => {
  const head = { id: 'phase-transfer', title: 'Transfers between phases' };
  if (hasNone(campaign)) return { ...head, notes: [campaign.noData], ...NOTHING };
  const standing: Cell =
    campaign.behind > 0 ? beside(campaign.behind, campaign.notPrepared) : beside(-campaign.behind, campaign.prepared);
  return {
    ...head,
    notes: [
      `The campaign that ends on ${formatDay(campaign.campaignOn)}: plans in which a transfer is to be prepared.`,
    ],
    charts: [
      burndownChart({
        id: 'chart-transfers',
        title: 'Transfers still to be prepared',
        description:
          'What is left, week by week, beside what was to be left by then. The folded table below has the same numbers.',
        points: campaign.burndown.map(({ on, left, planned }) => ({
          on: formatDay(on).replace(/ \d+$/, ''),
          left,
          planned,
        })),
      }),
    ],
    tables: [
      {
        caption: 'The campaign as it stands',
        head: ['What', 'Plans'],
        rows: [
          { head: words('Plans with a transfer'), cells: [number(campaign.plans)] },
          { head: words('Review begun'), cells: [number(campaign.begun)] },
          { head: words('Schools consulted'), cells: [number(campaign.consulted)] },
          { head: words('Decided'), cells: [number(campaign.decided)] },
          { head: words('Prepared'), cells: [number(campaign.prepared)] },
          { head: words('Not prepared'), cells: [number(campaign.notPrepared)] },
          { head: words('Past their date'), cells: [number(campaign.late)] },
          {
            head: words(campaign.behind > 0 ? 'Behind what was planned' : 'Ahead of what was planned'),
            cells: [standing],
          },
        ],
      },
      {
        caption: 'Still to be prepared, week by week',
        foldedUnder: 'Week by week',
        head: ['Day', 'To do', 'Planned'],
        rows: campaign.burndown.map(({ on, left, planned }) => ({
          head: words(formatDay(on)),
          cells: [
            { text: left === null ? '–' : String(left), numeric: true },
            { text: String(planned), numeric: true },
          ],
        })),
      },
    ],
  };
};

export const reviewsSection = ({ reviews }: ClinicFigures): Section => ({
  id: 'reviews',
  title: 'Reviews of plans',
  notes: ['By the date on which each fell due. Past: the date is over and no meeting was held.'],
  charts: [
    lineChart({
      id: 'chart-reviews',
      title: 'Reviews due and held, by month',
      description:
        'Two lines: reviews that fell due in the month, and meetings held in it. The folded table below has the same numbers.',
      categories: reviews.months.map(({ month }) => formatMonth(month)),
      series: [
        { name: 'Due', values: reviews.months.map(({ due }) => due.n) },
        { name: 'Held', values: reviews.months.map(({ held }) => held.n) },
      ],
    }),
  ],
  tables: [
    {
      caption: 'Review meetings',
      head: ['What', 'Fell due', 'In time', 'Late', 'Past, not held', 'Still to come', 'Held in these months'],
      rows: [
        {
          head: words('Meetings'),
          cells: [reviews.due, reviews.dueInTime, reviews.dueLate, reviews.duePast, reviews.dueLater, reviews.held].map(
            number,
          ),
        },
      ],
    },
    {
      caption: 'Decisions after the meeting',
      head: ['What', 'Fell due', 'In time', 'Late', 'Owed', 'Not yet due', 'In time, of those done or past'],
      rows: [
        {
          head: words('Decisions'),
          cells: [
            ...[
              reviews.decisions,
              reviews.decisionsInTime,
              reviews.decisionsLate,
              reviews.decisionsOwed,
              reviews.decisionsNotYetDue,
            ].map(number),
            percentOf(reviews.shareDecidedInTime),
          ],
        },
      ],
    },
    {
      caption: 'Reviews by month',
      foldedUnder: 'Month by month',
      head: ['Month', 'Due', 'Held', 'Decisions in time', 'Late', 'Owed'],
      rows: reviews.months.map((one) =>
        monthRow(one.month, [one.due, one.held, one.decisionsInTime, one.decisionsLate, one.decisionsOwed].map(number)),
      ),
    },
  ],
});

export const contactsSection = ({ contacts }: ClinicFigures): Section => {
  const head = { id: 'contacts', title: 'Contacts with families' };
  if (hasNone(contacts)) return { ...head, notes: [contacts.noData], ...NOTHING };
  return {
    ...head,
    notes: [
      'Contacts recorded in the months shown, and open cases whose next one, by policy, was to be before the day.',
    ],
    tables: [
      {
        caption: 'Contacts',
        head: ['What', 'Contacts'],
        rows: [
          { head: words('Made'), cells: [number(contacts.made)] },
          ...contacts.channels.map(({ channel, made }) => ({ head: words(plain(channel)), cells: [number(made)] })),
          { head: words('Open cases with a contact overdue'), cells: [number(contacts.overdue)] },
        ],
      },
      {
        caption: 'Contacts by month',
        foldedUnder: 'Month by month',
        head: ['Month', 'Made'],
        rows: contacts.months.map(({ month, made }) => monthRow(month, [number(made)])),
      },
    ],
  };
};

export const capacitySection = ({ capacity }: ClinicFigures): Section => ({
  id: 'capacity',
  title: 'Capacity',
  notes: [capacity.noData],
  ...NOTHING,
});
