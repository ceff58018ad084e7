/**
 * Every figure of the clinic: which rows it counts, and by what it is counted apart. The number and the list behind it are made
 * from the same entry, so neither can be without the other.
 */
import { MEASURE_DAYS, SOON_DAYS } from '../../domain/clinic/measure.js';
import { refuse } from '../../domain/events.js';
import type { Refusal } from '../../domain/events.js';
import { RELATIONS } from './relations.js';
import type { RelationName } from './conditions.js';
import type { Sql } from './statement.js';

/** What is worked out over the rows of a figure. */
export interface Worked {
  id: string;
  how: 'median' | 'longest' | 'sum';
  of: Sql;
}

export interface Family {
  id: string;
  relation: RelationName;
  where: Sql;
  title: string;
  /** Names of the relation by which it is counted apart, the first first. */
  keys: readonly string[];
  /** With how many of them: 0 is the whole. */
  levels: readonly number[];
  days: { sql: Sql; from: string };
  due?: Sql;
  /** The last key is a number of weeks: those whose step this column dates had come within so many of their request. */
  within?: Sql;
  worked: readonly Worked[];
}

type Description = Partial<Pick<Family, 'keys' | 'levels' | 'due' | 'within' | 'worked'>> & {
  days?: readonly [sql: Sql, from: string];
};

const figure = (
  id: string,
  relation: RelationName,
  where: Sql,
  title: string,
  { keys = [], levels = [keys.length], days, ...rest }: Description = {},
): Family => {
  const [sql, from] = days ?? [RELATIONS[relation].row.days, DAYS_FROM[relation]];
  return { id, relation, where, title, keys, levels, days: { sql, from }, worked: [], ...rest };
};

const DAYS_FROM: Readonly<Record<RelationName, string>> = {
  cases: 'from the request, to its end or the day',
  all: 'from the request, to its end or the day',
  limits: 'past the limit; before it, less than nothing',
  soon: 'past the date; before it, less than nothing',
  advice: 'from being asked, to coming in or the day',
  campaign: 'from the day to the target; past it, less than nothing',
  reviewsDue: 'past the date; before it, less than nothing',
  reviewsHeld: 'from the opening of the review to its meeting',
  reviewDecisions: 'past the date; before it, less than nothing',
  contacts: 'from the contact to the day',
};

const ASKED = 'c.received_on >= :from and c.received_on < :until';
const OPEN = 'c.open';
const ANY_OWED = `'owed' in (c.decision_state, c.issue_state, c.final_state)`;
const SINCE_STAGE = [':on - c.stage_since', 'in this stage'] as const;
const PLANNED = 'c.plan_on <= :on and c.plan_on >= :from and c.plan_on < :until';
const TO_FINAL = ['c.plan_on - c.served_on', 'from the first draft to the plan'] as const;
const WITH_FAMILY = [':on - c.served_on', 'since the first draft was served'] as const;

const median = (id: string, of: Sql): Worked => ({ id, how: 'median', of });
const longest = (id: string, of: Sql): Worked => ({ id, how: 'longest', of });

const DEMAND = [
  figure('demand.requests', 'cases', ASKED, 'Requests received', { keys: ['month'], levels: [0, 1] }),
  figure('demand.source', 'cases', ASKED, 'Requests received, by who asked', {
    keys: ['source', 'month'],
    levels: [1, 2],
  }),
  figure('demand.reassessments', 'all', `${ASKED} and c.reassesses is not null`, 'Reassessments asked for'),
];

const WORK = [
  figure('work.open', 'cases', OPEN, 'Open assessments', {
    keys: ['stage'],
    levels: [0, 1],
    days: SINCE_STAGE,
    worked: [median('work.medianDays', SINCE_STAGE[0])],
  }),
  figure('work.late', 'cases', `${OPEN} and ${ANY_OWED}`, 'Open assessments past a limit', {
    keys: ['stage'],
    levels: [0, 1],
  }),
];

const OUTCOMES = [
  ['due', 'true', 'Limits that fell due'],
  ['inTime', `c.state = 'in-time'`, 'Done in time'],
  ['late', `c.state = 'late'`, 'Done late, or ended without being done'],
  ['excepted', `c.state = 'excepted'`, 'Past, with an exception recorded'],
  ['owed', `c.state = 'owed'`, 'Past and still owed'],
  ['notYetDue', `c.state = 'not-yet-due'`, 'Not yet due'],
] as const;

const DECISIONS = [
  ...OUTCOMES.map(([id, where, title]) =>
    figure(`decisions.${id}`, 'limits', `c.state is not null and ${where}`, title, {
      keys: ['limit', 'month'],
      levels: [1, 2],
    }),
  ),
  figure('decisions.reckoned', 'limits', `c.state in ('in-time', 'late', 'excepted', 'owed')`, 'Done, or past', {
    keys: ['limit'],
  }),
];

const SOON_DUE = [
  figure('soon.due', 'soon', 'true', `Limits of our own that fall due within ${SOON_DAYS} days`, {
    keys: ['rule'],
    levels: [0, 1],
  }),
];

const DRAFTS = [
  figure('draft.plans', 'cases', PLANNED, 'Plans made', {
    keys: ['planMonth'],
    levels: [0, 1],
    days: TO_FINAL,
    worked: [median('draft.medianDays', TO_FINAL[0]), longest('draft.longestDays', TO_FINAL[0])],
  }),
  figure('draft.drafts', 'cases', `c.stage = 'draft-with-family'`, 'Drafts with families', {
    days: WITH_FAMILY,
    worked: [median('draft.draftsMedianDays', WITH_FAMILY[0])],
  }),
];

const CAUSES = [
  figure('causes.passed', 'limits', `c.state in ('late', 'owed')`, 'Limits passed', {
    keys: ['cause', 'limit'],
    levels: [0, 1, 2],
  }),
];

const SERVICE = { keys: ['service'] } as const;
const ADVICE = [
  figure('advice.asked', 'advice', 'true', 'Advice asked for', {
    ...SERVICE,
    worked: [
      median('advice.medianDays', 'case when c.submitted_on <= :on then c.submitted_on - c.requested_on end'),
      { id: 'advice.chasers', how: 'sum', of: 'c.chasers' },
    ],
  }),
  figure('advice.inTime', 'advice', `c.state = 'in-time'`, 'Advice that came in time', SERVICE),
  figure('advice.late', 'advice', `c.state = 'late'`, 'Advice that came late', SERVICE),
  figure('advice.outstanding', 'advice', `c.state = 'outstanding'`, 'Advice to come, not past its date', SERVICE),
  figure('advice.overdue', 'advice', `c.state = 'overdue'`, 'Advice to come, past its date', SERVICE),
  figure('advice.closed', 'advice', `c.state = 'closed'`, 'Advice that comes no more', SERVICE),
  figure(
    'advice.reckoned',
    'advice',
    `c.state in ('in-time', 'late', 'overdue')`,
    'Advice in, or past its date',
    SERVICE,
  ),
  figure('advice.chased', 'advice', 'c.chasers > 0', 'Requests for advice that were chased', SERVICE),
];

const STUCK = [
  figure('stuck.stuck', 'all', `${OPEN} and c.stuck_on <= :on`, 'Stuck', {
    days: [':on - c.stuck_on', 'since it was stuck'],
  }),
];

const IN_MONTH = { keys: ['month'] } as const;
const SOON = { keys: ['month', 'week'] } as const;
const COHORTS = [
  figure('cohorts.requests', 'cases', ASKED, "The month's requests", IN_MONTH),
  figure('cohorts.decided', 'cases', `${ASKED} and c.assessed_on <= :on`, 'Decided whether to assess', IN_MONTH),
  figure('cohorts.planned', 'cases', `${ASKED} and c.plan_on <= :on`, 'Plan made', IN_MONTH),
  figure(
    'cohorts.endedWithoutPlan',
    'cases',
    `${ASKED} and not c.open and (c.plan_on <= :on) is not true`,
    'Ended without a plan',
    IN_MONTH,
  ),
  figure('cohorts.open', 'cases', `${ASKED} and ${OPEN}`, 'Still open', IN_MONTH),
  figure(
    'cohorts.plannedInTime',
    'cases',
    `${ASKED} and c.plan_on <= least(c.final_due_on, :on)`,
    'Plan within twenty weeks',
    IN_MONTH,
  ),
  figure('cohorts.decidedBy', 'cases', ASKED, 'Decided whether to assess within so many weeks', {
    ...SOON,
    within: 'c.assessed_on',
  }),
  figure('cohorts.plannedBy', 'cases', ASKED, 'Plan made within so many weeks', { ...SOON, within: 'c.plan_on' }),
  figure('cohorts.endedBy', 'cases', ASKED, 'Ended within so many weeks', { ...SOON, within: 'c.ended_on' }),
];

const TOOK = 'c.plan_on - c.received_on';
const { within20, within52 } = MEASURE_DAYS;
const EXCLUDING = ' and c.final_ground is null';
const published = (suffix: string, and: Sql, words: string): Family[] =>
  (
    [
      ['issued', 'true', 'Plans issued in the year'],
      ['within20', `${TOOK} <= ${within20}`, 'Plans issued within twenty weeks'],
      ['within52', `${TOOK} > ${within20} and ${TOOK} <= ${within52}`, 'Plans issued after twenty weeks and within 52'],
      ['over52', `${TOOK} > ${within52}`, 'Plans issued after 52 weeks'],
    ] as const
  ).map(([id, where, title]) =>
    figure(`published.${id}${suffix}`, 'cases', `c.plan_on <= :on and ${where}${and}`, `${title}${words}`, {
      keys: ['planYear'],
      days: [TOOK, 'from the request to the plan'],
    }),
  );

export const PUBLISHED = [
  ...published('', '', ', exceptions included'),
  ...published('Ex', EXCLUDING, ', exceptions excluded'),
  figure(
    'published.ownReckoned',
    'cases',
    `c.final_state in ('in-time', 'late', 'excepted', 'owed')`,
    'Requests whose twenty weeks ended in the year',
    {
      keys: ['dueYear'],
    },
  ),
  figure(
    'published.ownInTime',
    'cases',
    `c.final_state = 'in-time'`,
    'Requests whose twenty weeks ended in the year, in time',
    {
      keys: ['dueYear'],
    },
  ),
];

const WAITED = ':on - c.received_on';
const OVER = `${OPEN} and c.final_state in ('owed', 'excepted')`;
const BEYOND = [
  figure('beyond.open', 'cases', OVER, 'Over twenty weeks without a plan', {
    worked: [median('beyond.medianDays', WAITED), longest('beyond.longestDays', WAITED)],
  }),
  figure(
    'beyond.excepted',
    'cases',
    `${OVER} and c.final_state = 'excepted'`,
    'Over twenty weeks, with an exception recorded',
  ),
  figure('beyond.band', 'cases', OVER, 'Over twenty weeks, by how long', { keys: ['band'] }),
  figure('beyond.cause', 'cases', OVER, 'Over twenty weeks, by why', {
    keys: ['cause'],
    worked: [median('beyond.causeMedianDays', WAITED)],
  }),
];

const CAMPAIGN = [
  figure('campaign.plans', 'campaign', 'true', 'Plans of the campaign'),
  figure('campaign.begun', 'campaign', 'c.begun', 'Review begun'),
  figure('campaign.consulted', 'campaign', 'c.consulted', 'Schools consulted'),
  figure('campaign.decided', 'campaign', 'c.decided', 'Review decided'),
  figure('campaign.prepared', 'campaign', 'c.prepared', 'Prepared'),
  figure('campaign.notPrepared', 'campaign', 'not c.prepared', 'Not prepared yet'),
  figure('campaign.late', 'campaign', 'not c.prepared and c.target_on < :on', 'Not prepared, and past its target'),
];

const MONTHS = { keys: ['month'], levels: [0, 1] } as const;
const WHOLE_MONTHS = { keys: ['month'], levels: [0] } as const;
const REVIEWS = [
  figure('reviews.due', 'reviewsDue', 'true', 'Yearly reviews due', MONTHS),
  figure('reviews.dueInTime', 'reviewsDue', `c.state = 'in-time'`, 'Yearly reviews over in time', WHOLE_MONTHS),
  figure('reviews.dueLate', 'reviewsDue', `c.state = 'late'`, 'Yearly reviews over late', WHOLE_MONTHS),
  figure(
    'reviews.duePast',
    'reviewsDue',
    `c.state = 'owed'`,
    'Yearly reviews past their date and not over',
    WHOLE_MONTHS,
  ),
  figure('reviews.dueLater', 'reviewsDue', `c.state = 'not-yet-due'`, 'Yearly reviews not yet due', WHOLE_MONTHS),
  figure('reviews.held', 'reviewsHeld', 'true', 'Review meetings held', MONTHS),
  figure('reviews.decisions', 'reviewDecisions', 'true', 'Decisions after a review that fell due', WHOLE_MONTHS),
  figure(
    'reviews.decisionsInTime',
    'reviewDecisions',
    `c.state = 'in-time'`,
    'Decisions within four weeks of the meeting',
    MONTHS,
  ),
  figure(
    'reviews.decisionsLate',
    'reviewDecisions',
    `c.state = 'late'`,
    'Decisions after more than four weeks',
    MONTHS,
  ),
  figure(
    'reviews.decisionsOwed',
    'reviewDecisions',
    `c.state = 'owed'`,
    'Decisions past four weeks and still owed',
    MONTHS,
  ),
  figure(
    'reviews.decisionsNotYetDue',
    'reviewDecisions',
    `c.state = 'not-yet-due'`,
    'Decisions not yet due',
    WHOLE_MONTHS,
  ),
  figure(
    'reviews.decisionsReckoned',
    'reviewDecisions',
    `c.state <> 'not-yet-due'`,
    'Decisions made, or past four weeks',
    WHOLE_MONTHS,
  ),
];

const CONTACTS = [
  figure('contacts.made', 'contacts', 'true', 'Contacts with families', MONTHS),
  figure('contacts.channel', 'contacts', 'true', 'Contacts with families, by how', { keys: ['channel'] }),
  figure(
    'contacts.overdue',
    'all',
    `${OPEN} and c.next_contact_on < :on`,
    'Families not heard from for as long as policy allows',
    {
      due: 'c.next_contact_on',
      days: [':on - c.next_contact_on', 'past the next contact by policy'],
    },
  ),
];

export const CATALOGUE: readonly Family[] = [
  ...DEMAND,
  ...WORK,
  ...DECISIONS,
  ...SOON_DUE,
  ...DRAFTS,
  ...CAUSES,
  ...ADVICE,
  ...STUCK,
  ...COHORTS,
  ...PUBLISHED,
  ...BEYOND,
  ...CAMPAIGN,
  ...REVIEWS,
  ...CONTACTS,
];

const BY_ID = new Map(CATALOGUE.map((family) => [family.id, family]));

export const figureId = (id: string, ...keys: readonly string[]): string =>
  keys.length === 0 ? id : `${id}:${keys.join('/')}`;

/** Of a figure's id, the entry and the keys; or why there is none. */
export const resolve = (id: string): { family: Family; keys: string[] } | Refusal => {
  const [name = ''] = id.split(':', 1);
  const family = BY_ID.get(name);
  if (!family)
    return refuse(
      'no-such-figure',
      `There is no figure ${JSON.stringify(id.slice(0, 80))}; expected an id that the clinic shows, as in work.open:drafting`,
    );
  const keys = id === name ? [] : id.slice(name.length + 1).split('/');
  const wrong = keys.some((key) => key === '' || key.length > 100) || !family.levels.includes(keys.length);
  const badWeek = family.within !== undefined && !/^\d{1,3}$/.test(keys.at(-1) ?? '');
  if (wrong || badWeek) {
    const expected = family.levels
      .map((n) => figureId(name, ...family.keys.slice(0, n).map((k) => `<${k}>`)))
      .join(' or ');
    return refuse('no-such-figure', `There is no figure ${JSON.stringify(id.slice(0, 80))}; expected ${expected}`);
  }
  return { family, keys };
};
