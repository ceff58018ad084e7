/**
 * Lists that managers open in the Temporal UI, each a query over search attributes. The server compares instants and knows no
 * "today", so a list is made for a day. Nothing personal is in a query: it stands in an address.
 */
import { addDays, startOfLondonDay } from './civil-date.js';
import type { CivilDate } from './civil-date.js';

export interface ViewFor {
  today: CivilDate;
  /** Of `my-locality`; a place as cases have it. */
  locality?: string | undefined;
  /** Of `my-cases`; an officer's id. */
  caseworker?: string | undefined;
}

export interface View {
  name: string;
  /** As the UI's page and our own lists call it. */
  title: string;
  /** What is in it, for a manager. */
  shows: string;
  /** Undefined where it asks for something that was not given. */
  query(given: ViewFor): string | undefined;
  /** What it must be given. */
  needs?: 'locality' | 'caseworker';
}

const RUNNING = 'ExecutionStatus = "Running"';
const CASES = 'WorkflowType IN ("assessment", "annualReview")';

const all = (...parts: string[]): string => [...parts, RUNNING].join(' AND ');
const instant = (on: CivilDate): string => `"${new Date(startOfLondonDay(on)).toISOString()}"`;
/** From the first day to the end of the last. */
const dueFrom = (first: CivilDate, last: CivilDate): string =>
  `NextDue >= ${instant(first)} AND NextDue < ${instant(addDays(last, 1))}`;

const IN_14_DAYS = 14;
const IN_90_DAYS = 90;

/** What may stand in a query: nothing that could end a text in it and begin something else. */
const LOCALITY = /^[a-z][a-z0-9-]{0,39}$/;
const OFFICER = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;

/** What is wrong with what was given; undefined where nothing is. */
export const viewFault = ({ locality, caseworker }: ViewFor): string | undefined => {
  if (locality !== undefined && !LOCALITY.test(locality))
    return 'The locality is not one: expected a place in lower case with hyphens, as cases have it, such as north';
  if (caseworker !== undefined && !OFFICER.test(caseworker))
    return 'The caseworker is not an id: expected letters, digits and . : _ -, such as cw-03';
  return undefined;
};

export const VIEWS: readonly View[] = [
  {
    name: 'breaches',
    title: 'Breaches',
    shows: 'A limit of the authority’s own has passed and is still owed (red): assessments, reviews and plans',
    query: () => all('Rag = "red"'),
  },
  {
    name: 'near',
    title: 'Nearly late',
    shows: 'A limit of the authority’s own is near (amber)',
    query: () => all('Rag = "amber"'),
  },
  {
    name: 'due-14-days',
    title: 'Due in 14 days',
    shows: 'Assessments and reviews with a limit from today to the fourteenth day from now, by the cautious reading',
    query: ({ today }) => all(CASES, dueFrom(today, addDays(today, IN_14_DAYS))),
  },
  {
    name: 'decisions-overdue',
    title: 'Decisions overdue',
    shows: 'The decision to assess or to reassess, whether a plan is needed, or after a review is late',
    query: () => all('Stage IN ("considering", "gathering-advice", "review-held")', 'Rag = "red"'),
  },
  {
    name: 'plans-overdue',
    title: 'Final plans overdue',
    shows: 'A plan is being written or is with the family, and its limit has passed; amended plans too',
    query: () =>
      all('Stage IN ("drafting", "draft-with-family", "review-amending", "amendment-amending")', 'Rag = "red"'),
  },
  {
    name: 'stuck',
    title: 'Stuck',
    shows: 'Nothing has moved for as long as policy says, or a limit is that late: each is before a panel, or is to be',
    query: () => all('Stuck = true'),
  },
  {
    name: 'priority',
    title: 'Priority cases',
    shows: 'The first band of priority; why a case is in it is not said here',
    query: () => all('Priority = "A"'),
  },
  {
    name: 'waiting-psychologist',
    title: 'Waiting on the psychologist',
    shows: 'Nothing moves before the educational psychologist’s advice is in',
    query: () => all('WaitingOn = "advice:educational-psychology"'),
  },
  {
    name: 'waiting-advice',
    title: 'Waiting on other advice',
    shows: 'Advice of a doctor, of social care, of a school or of others is waited for',
    query: () => all('WaitingOn STARTS_WITH "advice:"', 'WaitingOn != "advice:educational-psychology"'),
  },
  {
    name: 'waiting-schools',
    title: 'Waiting on schools',
    shows: 'A school or provider has not answered a consultation, or has a review to arrange or to report on',
    query: () => all('WaitingOn IN ("provider", "school")'),
  },
  {
    name: 'waiting-family',
    title: 'Waiting on the family',
    shows: 'The family has something to answer',
    query: () => all('WaitingOn = "family"'),
  },
  {
    name: 'waiting-us',
    title: 'Waiting on us',
    shows: 'The next step of an assessment or review is the authority’s own',
    query: () => all('WaitingOn = "authority"', CASES),
  },
  {
    name: 'nobodys',
    title: 'Nobody’s cases',
    shows: 'Assessments, reviews and plans that no officer has',
    query: () => all('CaseworkerRole = "none"'),
  },
  {
    name: 'my-locality',
    title: 'My locality',
    shows: 'Everything open of one locality',
    needs: 'locality',
    query: ({ locality }) => (locality === undefined ? undefined : all(`Locality = "${locality}"`)),
  },
  {
    name: 'my-cases',
    title: 'My cases',
    shows: 'Everything open that one officer has',
    needs: 'caseworker',
    query: ({ caseworker }) => (caseworker === undefined ? undefined : all(`Caseworker = "${caseworker}"`)),
  },
  {
    name: 'reviews-late',
    title: 'Reviews late',
    shows: 'Reviews of plans, and amendments, of which a limit of the authority’s own has passed',
    query: () => all('WorkflowType = "annualReview"', 'Rag = "red"'),
  },
  {
    name: 'reviews-due',
    title: 'Plans to review in 90 days',
    shows: 'Plans that are held, by the date by which the next review must be done; no review of them is open yet',
    query: ({ today }) => all('Stage = "plan-held"', dueFrom(today, addDays(today, IN_90_DAYS))),
  },
  {
    name: 'phase-transfer',
    title: 'Phase transfer',
    shows: 'Reviews before a transfer to another phase of education',
    query: () => all('PlanType = "phase-transfer"'),
  },
  {
    name: 'post-16',
    title: 'After 16',
    shows: 'Plans of young people in further education, and their reviews',
    query: () => all('PlanType IN ("post-16-plan", "post-16-review")'),
  },
  {
    name: 'panels',
    title: 'Panels',
    shows: 'Panels and their agendas; `panel-behind` is one whose last meeting is not recorded yet',
    query: () => all('WorkflowType = "panel"'),
  },
  {
    name: 'troubled',
    title: 'In trouble',
    shows: 'Processes whose work has failed again and again: for whoever looks after the installation',
    query: () => all('TemporalReportedProblems IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut")'),
  },
];

export interface ReadyView {
  name: string;
  title: string;
  shows: string;
  /** Null where it asks for something that was not given. */
  query: string | null;
  needs: View['needs'] | null;
  /** Of the Temporal UI, opened on that list. */
  url: string | null;
}

/** `listUrl`: of the UI's list of workflows, `https://temporal.example/namespaces/ehcna/workflows`. */
export const readyViews = (listUrl: string | null, given: ViewFor): ReadyView[] =>
  VIEWS.map(({ name, title, shows, needs = null, query: queryOf }) => {
    const query = queryOf(given) ?? null;
    return {
      name,
      title,
      shows,
      needs,
      query,
      url:
        listUrl === null || query === null ? null : viewUrl(listUrl, query, query.includes('NextDue') ? null : title),
    };
  });

/** The UI keeps a list under its title in the browser, where it is named in the address. One of dates would be stale tomorrow. */
const viewUrl = (listUrl: string, query: string, title: string | null): string => {
  const asked = new URLSearchParams({ query, ...(title === null ? {} : { savedQuery: title }) });
  return `${listUrl.replace(/\/+$/, '')}?${asked.toString().replaceAll('+', '%20')}`;
};
