/** The three limits of an assessment, from draft to final plan, and why limits were passed. */
import { type ClinicFigures, type Decision, LIMITS } from '../../../domain/clinic/figures.js';
import { barChart } from '../../charts/bars.js';
import { lineChart } from '../../charts/line.js';
import { type Cell, days, monthRow, number, percent, percentOf, type Section, type Table, words } from '../parts.js';
import { causeWords, formatMonth, LIMIT_WORDS } from '../words.js';

type DecisionMonth = Decision['months'][number];

const inTimeOf = ({ inTime, late, excepted, owed }: DecisionMonth): number | null =>
  percent(inTime.n, inTime.n + late.n + excepted.n + owed.n);

const shareCell = (month: DecisionMonth): Cell => {
  const share = inTimeOf(month);
  return { text: share === null ? '–' : `${share}%`, numeric: true, opens: month.inTime.id };
};

const byMonth = ({ limit, months }: Decision): Table => ({
  caption: `${LIMIT_WORDS[limit]}, by the month in which it fell due`,
  foldedUnder: `${LIMIT_WORDS[limit]}, month by month`,
  head: ['Month', 'In time', 'Late', 'Excepted', 'Owed', 'Not yet due', 'In time, of those done or past'],
  rows: months.map((one) =>
    monthRow(one.month, [
      number(one.inTime),
      number(one.late),
      number(one.excepted),
      number(one.owed),
      number(one.notYetDue),
      shareCell(one),
    ]),
  ),
});

export const decisionsSection = ({ decisions }: ClinicFigures): Section => {
  const all = LIMITS.flatMap((limit) => decisions.find((one) => one.limit === limit) ?? []);
  const months = all[0]?.months ?? [];
  return {
    id: 'decisions',
    title: 'Decisions and plans in time',
    notes: [
      'The authority’s three limits, those of them that fell due in the months shown. A ground of the law (regulation 10(4)) counts only where it was recorded; how busy anybody was is none.',
    ],
    charts: [
      lineChart({
        id: 'chart-decisions',
        title: 'Share in time by the month in which it fell due, in per cent',
        description: 'One line a limit. The tables below, a table a limit, have the same numbers.',
        categories: months.map(({ month }) => formatMonth(month)),
        series: all.map((one) => ({ name: SHORT[one.limit], values: one.months.map(inTimeOf) })),
        unit: '%',
        top: 100,
      }),
    ],
    tables: [
      {
        caption: 'The three limits',
        head: [
          'Limit',
          'Fell due',
          'In time',
          'Late',
          'Excepted',
          'Owed',
          'Not yet due',
          'In time, of those done or past',
        ],
        rows: all.map((one) => ({
          head: words(LIMIT_WORDS[one.limit]),
          cells: [
            number(one.due),
            number(one.inTime),
            number(one.late),
            number(one.excepted),
            number(one.owed),
            number(one.notYetDue),
            percentOf(one.shareInTime),
          ],
        })),
      },
      ...all.map(byMonth),
    ],
  };
};

const SHORT: Record<Decision['limit'], string> = {
  'decision-6w': 'To assess',
  'decision-16w': 'To issue',
  'final-20w': 'Final plan',
};

export const draftSection = ({ draftToFinal }: ClinicFigures): Section => {
  const { months, plans, medianDays, longestDays, drafts, draftsMedianDays } = draftToFinal;
  return {
    id: 'draft-to-final',
    title: 'From draft to final plan',
    notes: [
      'Days from the day the draft was served to the day the plan was made, for plans that were made in the months shown.',
    ],
    charts: [
      lineChart({
        id: 'chart-draft',
        title: 'Days from draft to final plan, median by month',
        description: 'A month without a plan has no point. The table below has the same numbers.',
        categories: months.map(({ month }) => formatMonth(month)),
        series: [{ name: 'Median', values: months.map((one) => one.medianDays.value) }],
      }),
    ],
    tables: [
      {
        caption: 'From draft to final plan',
        head: ['What', 'Cases', 'Days, median', 'Days, longest'],
        rows: [
          {
            head: words('Plans made in the months shown'),
            cells: [number(plans), days(medianDays), days(longestDays)],
          },
          { head: words('Drafts that are with the family now'), cells: [number(drafts), days(draftsMedianDays)] },
        ],
      },
      {
        caption: 'Plans made, and days from the draft, by month',
        foldedUnder: 'Month by month',
        head: ['Month', 'Plans made', 'Days, median'],
        rows: months.map((one) => monthRow(one.month, [number(one.plans), days(one.medianDays)])),
      },
    ],
  };
};

export const causesSection = ({ causes }: ClinicFigures): Section => ({
  id: 'causes',
  title: 'Why limits were passed',
  notes: ['Of the three limits above, those that are late or owed. A cause explains; it excuses nothing.'],
  charts: [
    barChart({
      id: 'chart-causes',
      title: 'Limits passed, by cause',
      description: `${causes.passed.n} limits were passed. The table below has the same numbers.`,
      parts: ['Passed'],
      bars: causes.causes
        .slice(0, 10)
        .map(({ cause, passed }) => ({ name: shortened(causeWords(cause)), values: [passed.n] })),
    }),
  ],
  tables: [
    {
      caption: 'Limits passed, by cause',
      head: ['Cause', 'Passed', ...LIMITS.map((limit) => LIMIT_WORDS[limit])],
      rows: [
        ...causes.causes.map(({ cause, passed, limits }) => ({
          head: words(causeWords(cause)),
          cells: [
            number(passed),
            ...LIMITS.map((limit) => {
              const found = limits.find((one) => one.limit === limit);
              return found ? number(found.passed) : words('–');
            }),
          ],
        })),
        { head: words('All causes'), cells: [number(causes.passed)] },
      ],
    },
  ],
});

/** What there is room for beside a bar; the table has it whole. */
const shortened = (text: string): string => (text.length > 27 ? `${text.slice(0, 26).trimEnd()}…` : text);
