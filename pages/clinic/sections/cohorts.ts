/** Every month's requests followed to their end, beside the measure that is published, and who is past twenty weeks. */
import type { ClinicFigures, Cohort, PublishedCounts, PublishedMeasure } from '../../../domain/clinic/figures.js';
import { barChart } from '../../charts/bars.js';
import { lineChart } from '../../charts/line.js';
import {
  type Cell,
  days,
  monthRow,
  number,
  percent,
  percentOf,
  type Row,
  type Section,
  type Table,
  words,
} from '../parts.js';
import { BAND_WORDS, causeWords, formatMonth, MEASURE_WEEKS } from '../words.js';

/** What can be told apart in one drawing. */
const CURVES = 6;
const EVERY_WEEKS = 4;

type Point = Cohort['curve'][number];

/** Every fourth week, and the last one that is known of any cohort. */
const weeksOf = (cohorts: readonly Cohort[]): number[] => {
  const last = Math.max(0, ...cohorts.flatMap(({ curve }) => curve.map(({ week }) => week)));
  return Array.from({ length: Math.floor(last / EVERY_WEEKS) + 1 }, (_, i) => i * EVERY_WEEKS);
};

const pointAt = ({ curve }: Cohort, week: number): Point | undefined => curve.find((one) => one.week === week);

const shareCell = (cohort: Cohort, week: number): Cell => {
  const point = pointAt(cohort, week);
  return point ? number(point.planned) : words('');
};

const curvesTable = (cohorts: readonly Cohort[], weeks: readonly number[]): Table => ({
  caption: 'Plans made so many weeks after the request, by the month of the request',
  foldedUnder: 'Plans made, week by week',
  head: ['Month of the request', 'Requests', ...weeks.map((week) => `Week ${week}`)],
  rows: cohorts.map((cohort) =>
    monthRow(cohort.month, [number(cohort.requests), ...weeks.map((week) => shareCell(cohort, week))]),
  ),
});

const curvesChart = (cohorts: readonly Cohort[], weeks: readonly number[]): string =>
  lineChart({
    id: 'chart-cohorts',
    title: 'Plans made by weeks since the request, in per cent of each month’s requests',
    description: `The ${cohorts.length} latest months that are far enough to draw, a line each, named at its end. The folded table below has the numbers of plans.`,
    categories: weeks.map((week) => `${week} w`),
    series: cohorts.map((cohort) => ({
      name: formatMonth(cohort.month),
      values: weeks.map((week) => {
        const point = pointAt(cohort, week);
        return point ? percent(point.planned.n, cohort.requests.n) : null;
      }),
    })),
    unit: '%',
    top: 100,
  });

export const cohortsSection = ({ cohorts }: ClinicFigures): Section => {
  const weeks = weeksOf(cohorts);
  const drawn = cohorts
    .filter(({ requests, curve }) => requests.n > 0 && curve.length > 2 * EVERY_WEEKS)
    .slice(-CURVES);
  return {
    id: 'cohorts',
    title: 'Cohorts: each month’s requests to their end',
    notes: [
      'All requests of a month, whatever became of them. A line ends at the last week that every request of its month has behind it, and so never falls.',
    ],
    charts: [curvesChart(drawn, weeks)],
    tables: [
      {
        caption: 'Where each month’s requests are',
        head: [
          'Month of the request',
          'Requests',
          'Decided whether to assess',
          'Plan made',
          'Of them in time',
          'Ended without a plan',
          'Open',
        ],
        rows: cohorts.map((one) =>
          monthRow(one.month, [
            number(one.requests),
            number(one.decided),
            number(one.planned),
            number(one.plannedInTime),
            number(one.endedWithoutPlan),
            number(one.open),
          ]),
        ),
      },
      curvesTable(cohorts, weeks),
    ],
  };
};

const shareOf = ({ percent: share, within20 }: PublishedCounts): Cell => ({
  text: share === null ? '–' : `${share}%`,
  numeric: true,
  opens: within20.id,
});

const publishedRow = ({ year, soFar }: PublishedMeasure, name: string, counts: PublishedCounts): Row => ({
  head: words(`${year}${soFar ? ' so far' : ''}, ${name}`),
  cells: [
    number(counts.issued),
    number(counts.within20),
    shareOf(counts),
    number(counts.within52),
    number(counts.over52),
  ],
});

export const publishedSection = ({ published }: ClinicFigures): Section => ({
  id: 'published',
  title: 'The published measure',
  notes: [
    'Plans issued in a calendar year, and how many of them within twenty weeks, as the Department for Education counts and publishes it. It looks back from the plan, where a cohort looks forward from the request.',
  ],
  ...(published.backlog === null ? {} : { warning: published.backlog.sentence }),
  tables: [
    {
      caption: 'Plans issued within twenty weeks, by calendar year',
      head: [
        'Year',
        'Plans issued',
        `Within ${MEASURE_WEEKS} weeks`,
        'Share',
        `${MEASURE_WEEKS} weeks to a year`,
        'Over a year',
      ],
      rows: published.years.flatMap((year) => [
        publishedRow(year, 'with exceptions', year.including),
        publishedRow(year, 'without exceptions', year.excluding),
      ]),
    },
    {
      caption: 'Requests whose date for a plan fell in the year',
      head: ['Year', 'Requests', 'In time', 'Share'],
      rows: published.years.map(({ year, soFar, ownRequests }) => ({
        head: words(`${year}${soFar ? ' so far' : ''}`),
        cells: [number(ownRequests.whole), number(ownRequests.part), percentOf(ownRequests)],
      })),
    },
  ],
});

export const beyondSection = ({ beyond }: ClinicFigures): Section => ({
  id: 'beyond',
  title: 'Beyond twenty weeks',
  notes: ['Open without a plan, the date for it past: how many, for how long, and why.'],
  charts: [
    barChart({
      id: 'chart-beyond',
      title: 'Open cases past the date for a plan, by weeks since the request',
      description: `${beyond.open.n} cases. The table below has the same numbers.`,
      parts: ['Open'],
      bars: beyond.bands.map(({ band, open }) => ({ name: BAND_WORDS[band], values: [open.n] })),
    }),
  ],
  tables: [
    {
      caption: 'By weeks since the request',
      head: ['Weeks', 'Open'],
      rows: [
        ...beyond.bands.map(({ band, open }) => ({ head: words(BAND_WORDS[band]), cells: [number(open)] })),
        { head: words('All'), cells: [number(beyond.open)] },
        { head: words('With a ground of the law recorded'), cells: [number(beyond.excepted)] },
      ],
    },
    {
      caption: 'By cause, with days since the request',
      head: ['Cause', 'Open', 'Days, median', 'Days, longest'],
      rows: [
        ...beyond.causes.map(({ cause, open, medianDays }) => ({
          head: words(causeWords(cause)),
          cells: [number(open), days(medianDays), words('')],
        })),
        { head: words('All causes'), cells: [number(beyond.open), days(beyond.medianDays), days(beyond.longestDays)] },
      ],
    },
  ],
});
