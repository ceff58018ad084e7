/** The clinic, live and as it was kept. */
import type { ClinicFigures } from '../../domain/clinic/figures.js';
import { FILTER_NAMES, type FilterName, type GivenFilters, writeFilters } from '../../domain/clinic/filters.js';
import { weekdayName } from '../../domain/civil-date.js';
import { renderPage } from '../page.js';
import { clinicAddress, frameOf, listAddress, type Reader, shownInWords } from './frame.js';
import type { Section } from './parts.js';
import { beyondSection, cohortsSection, publishedSection } from './sections/cohorts.js';
import { demandSection, workSection } from './sections/flow.js';
import { nowSection } from './sections/now.js';
import { adviceSection, campaignSection, capacitySection, contactsSection, reviewsSection } from './sections/people.js';
import { causesSection, decisionsSection, draftSection } from './sections/timeliness.js';
import { formatDay, plain } from './words.js';

type Choices = ClinicFigures['choices'];

const sectionsOf = (figures: ClinicFigures, reader: Reader): Section[] => [
  nowSection(figures, (caseRef) => reader.caseAddress(caseRef)),
  workSection(figures),
  decisionsSection(figures),
  causesSection(figures),
  beyondSection(figures),
  cohortsSection(figures),
  publishedSection(figures),
  draftSection(figures),
  adviceSection(figures),
  demandSection(figures),
  reviewsSection(figures),
  campaignSection(figures),
  contactsSection(figures),
  capacitySection(figures),
];

const LABELS: Record<FilterName, string> = {
  from: 'First month',
  to: 'Last month',
  on: 'As on the day',
  locality: 'Locality',
  caseworker: 'Caseworker',
  source: 'Asked for by',
};
const HINTS: Partial<Record<FilterName, string>> = {
  from: 'For example 2026-04',
  to: 'For example 2026-11',
  on: 'For example 2026-11-23',
};

const itemsOf = (choices: readonly string[], value: string, said: (code: string) => string) => [
  { value: '', text: 'Any' },
  // What was given and is none of them stays to be seen.
  ...[...new Set([...choices, ...(value === '' ? [] : [value])])].map((code) => ({ value: code, text: said(code) })),
];

const asItStands = (code: string): string => code;

const filterForm = (given: GivenFilters, choices: Choices, wrong?: { name: FilterName; reason: string }) => ({
  action: '/clinic',
  open: wrong !== undefined,
  fields: FILTER_NAMES.map((name) => {
    const value = typeof given[name] === 'string' ? given[name] : (given[name] ?? []).join(' ');
    const listed = {
      locality: () => itemsOf(choices.localities, value, plain),
      caseworker: () => itemsOf(choices.caseworkers, value, asItStands),
      source: () => itemsOf(choices.sources, value, plain),
    };
    return {
      name,
      label: LABELS[name],
      hint: HINTS[name] ?? '',
      value,
      error: wrong?.name === name ? wrong.reason : '',
      ...(name in listed ? { items: listed[name as keyof typeof listed]() } : {}),
    };
  }),
});

const common = (figures: ClinicFigures, reader: Reader) => ({
  signedInAs: reader.signedInAs,
  sections: sectionsOf(figures, reader),
  listAddress: (figure: string) => listAddress(figures.filters, figure),
  shown: shownInWords(figures.filters),
});

export const clinicPage = (figures: ClinicFigures, reader: Reader): string =>
  renderPage('clinic/clinic.njk', frameOf(reader, 'Monday clinic', 'clinic'), {
    ...common(figures, reader),
    heading: 'Monday clinic',
    caption: `${weekdayName(figures.on)} ${formatDay(figures.on)}`,
    filters: filterForm(writeFilters(figures.filters), figures.choices),
    address: `${reader.publicUrl}${clinicAddress(figures.filters)}`,
  });

/** The form with what was given, and what is wrong with it. */
export const badFilterPage = (
  given: GivenFilters,
  wrong: { name: FilterName; reason: string },
  choices: Choices,
  reader: Reader,
): string =>
  renderPage('clinic/clinic.njk', frameOf(reader, 'Error: Monday clinic', 'clinic'), {
    signedInAs: reader.signedInAs,
    heading: 'Monday clinic',
    caption: 'Nothing is counted yet',
    errors: [{ text: wrong.reason, href: `#${wrong.name}` }],
    filters: filterForm(given, choices, wrong),
    sections: [],
  });

export const snapshotPage = (
  figures: ClinicFigures,
  kept: { takenAt: string; lawVersion: string; policyVersion: string },
  reader: Reader,
): string =>
  renderPage('clinic/clinic.njk', frameOf(reader, `Clinic of ${formatDay(figures.on)}`, 'snapshots'), {
    ...common(figures, reader),
    heading: `The clinic of ${formatDay(figures.on)}`,
    caption: 'Snapshot',
    kept: `Kept at ${kept.takenAt.slice(0, 16).replace('T', ' ')} UTC, under law ${kept.lawVersion} and policy ${kept.policyVersion}. The numbers are those of that day. A list behind a number is counted now, as on that day: a fact that was recorded later is in it.`,
    address: `${reader.publicUrl}/clinic/snapshots/${figures.on}`,
  });
