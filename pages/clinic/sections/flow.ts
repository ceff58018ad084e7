/** Demand, and what is in progress. */
import { type ClinicFigures, type Figure, WORK_STAGES } from '../../../domain/clinic/figures.js';
import { barChart } from '../../charts/bars.js';
import { lineChart } from '../../charts/line.js';
import { beside, type Cell, days, monthRow, number, type Section, words } from '../parts.js';
import { formatMonth, plain } from '../words.js';

export const demandSection = ({ demand }: ClinicFigures): Section => {
  const { months, sources, requests, reassessments } = demand;
  return {
    id: 'demand',
    title: 'Demand',
    notes: [
      'Requests for a first assessment, by the month in which each was received. Reassessments of plans are counted apart, and nowhere else on this page.',
    ],
    charts: [
      lineChart({
        id: 'chart-demand',
        title: 'Requests for an assessment, by month',
        description: `${requests.n} requests in ${months.length} months. The table below has the same numbers.`,
        categories: months.map(({ month }) => formatMonth(month)),
        series: [{ name: 'Requests', values: months.map((one) => one.requests.n) }],
      }),
    ],
    tables: [
      {
        caption: 'Requests received, by month and by who asked',
        head: ['Month', 'All', ...sources.map(({ source }) => plain(source))],
        rows: [
          ...months.map((one) =>
            monthRow(one.month, [
              number(one.requests),
              ...sources.map((source): Cell => {
                const found = source.months.find(({ month }) => month === one.month);
                return found ? number(found.requests) : words('–');
              }),
            ]),
          ),
          { head: words('All months'), cells: [number(requests), ...sources.map((source) => number(source.requests))] },
        ],
      },
      {
        caption: 'Asked for a second time',
        head: ['What', 'Requests'],
        rows: [{ head: words('Reassessments of plans'), cells: [number(reassessments)] }],
      },
    ],
  };
};

const lateShare = (late: Figure, open: Figure): number => Math.max(0, open.n - late.n);

export const workSection = ({ work }: ClinicFigures): Section => {
  const stages = WORK_STAGES.flatMap((stage) => work.stages.find((one) => one.stage === stage) ?? []);
  return {
    id: 'work',
    title: 'Work in progress',
    notes: [
      'First assessments that are open, by the stage they have reached. Late: a limit of the authority’s own has passed, and what it asks for is owed.',
    ],
    charts: [
      barChart({
        id: 'chart-work',
        title: 'Open assessments by stage',
        description:
          'A bar a stage: whole for cases on time, striped for cases that are late. The table below has the same numbers.',
        parts: ['On time', 'Late'],
        bars: stages.map(({ stage, open, late }) => ({ name: plain(stage), values: [lateShare(late, open), late.n] })),
      }),
    ],
    tables: [
      {
        caption: 'Open assessments by stage',
        head: ['Stage', 'Open', 'On time', 'Late', 'Days in the stage, median'],
        rows: [
          ...stages.map(({ stage, open, late, medianDays }) => ({
            head: words(plain(stage)),
            cells: [number(open), beside(lateShare(late, open), open), number(late), days(medianDays)],
          })),
          { head: words('All stages'), cells: [number(work.open)] },
        ],
      },
    ],
  };
};
