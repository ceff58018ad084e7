/** Whose plan it is, and what was held when it was taken over: nobody in it exists. */
import { addDays, addMonths, ageOn } from '../../../domain/civil-date.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { Rules } from '../../../domain/assessment/history.js';
import type { Holding } from '../../../domain/plan/event-shapes.js';
import { schoolYearOf } from '../../../domain/school-year.js';
import { Draw } from '../draw.js';
import { CASEWORKERS, personBorn } from '../people.js';
import { SCHOOLS } from '../schools.js';
import { draftSections, OUTCOMES, SECTION_A } from '../words.js';
import type { PlanStory } from './stories.js';

type School = (typeof SCHOOLS)[number];

interface Place {
  institution: NonNullable<Holding['institution']>;
  regulation20: boolean;
  lastYear: number | null;
}

const KINDS: Partial<Record<School['phase'], Place['institution']['kind']>> = {
  'early-years': 'early-years',
  'post-16': 'post-16',
};

const LAST_YEARS: Record<School['phase'], number | null> = {
  'early-years': -1,
  primary: 6,
  secondary: 11,
  'post-16': null,
  special: 13,
  independent: null,
};

const placeAt = ({ name, urn, email, address, phase, section38 }: School): Place => ({
  institution: { kind: KINDS[phase] ?? 'school', name, urn, email, address },
  regulation20: section38 && phase !== 'post-16' && phase !== 'early-years',
  lastYear: name.includes('Infant') ? 2 : LAST_YEARS[phase],
});

const phaseFor = (year: number): School['phase'] =>
  year < 0 ? 'early-years' : year <= 6 ? 'primary' : year <= 11 ? 'secondary' : 'post-16';

const inPhase = (phase: School['phase'], draw: Draw): Place =>
  placeAt(draw.shuffled(SCHOOLS.filter((s) => s.phase === phase && !s.name.includes('Infant')))[0] as School);

/** Before a transfer a child is where that takes place; otherwise one in three is at a special school. */
export const placeFor = (year: number, draw: Draw): Place =>
  inPhase(year >= 0 && ![6, 11].includes(year) && draw.chance(0.3) ? 'special' : phaseFor(year), draw);

/** Where a child of a year goes when it changes phase. */
export const nextPlace = (year: number, draw: Draw): Place => inPhase(phaseFor(year + 1), draw);

const bornInYear = (year: number, today: CivilDate, draw: Draw): CivilDate =>
  addDays(`${schoolYearOf(today) - 5 - year}-09-01`, draw.whole(0, 363));

/** Children of the assessments have the places before. */
const FIRST_PLACE = 1_000;

export interface Cast {
  holding: Holding;
  /** The day on which it was taken over. */
  heldOn: CivilDate;
}

/** Of most plans, whoever made them knew the need by its code. */
export const needs = (index: number): NonNullable<Holding['child']['sen2']> => {
  const draw = new Draw(`needs ${index}`);
  const needed = draw.shuffled(['ASD', 'ASD', 'SLCN', 'SEMH', 'MLD', 'SLD', 'PD', 'HI'] as const);
  if (draw.chance(0.12)) return {};
  return { primaryNeed: needed[0] as 'ASD', personalBudget: draw.chance(0.1), organisedArrangements: draw.chance(0.5) };
};

/** A plan whose annual review is opened on that day, as policy has it. */
export const castFor = (index: number, story: PlanStory, today: CivilDate, rules: Rules, draw: Draw): Cast => {
  const [from, to] = story.years;
  const year = draw.whole(from, to);
  const dateOfBirth = bornInYear(year, today, draw);
  const age = ageOn(dateOfBirth, today);
  const { child, family } = personBorn({ index: FIRST_PLACE + index, age, dateOfBirth }, today, true, draw);
  const opensOn = addDays(today, -draw.whole(...story.opened));
  const anchor = addMonths(addDays(opensOn, 7 * rules.policy.reviews.openWeeksBefore + 1), -12);
  // Nobody has one before they are two.
  const years = Math.max(0, Math.min(draw.whole(0, 6), ageOn(dateOfBirth, anchor) - 2));
  const heldOn = addDays(anchor, draw.whole(2, 9));
  const { setting: _, ...known } = child;
  const place = placeFor(year, draw);
  const caseworker = draw.of(CASEWORKERS);
  return {
    heldOn: heldOn < today ? heldOn : addDays(today, -1),
    holding: {
      source: 'import',
      child: { ...known, setting: place.institution, sen2: { ...known.sen2, ...needs(index) } },
      family,
      ...place,
      yearsAhead: 0,
      madeOn: addMonths(anchor, -12 * years),
      version: 1 + Math.min(years, draw.whole(0, 3)),
      sections: { ...draftSections(draw.of(SECTION_A), draw.of(OUTCOMES)), I: place.institution.name },
      lastReviewOn: years === 0 ? null : anchor,
      reassessedOn: null,
      externalRef: `SAMPLE-P${100_001 + index}`,
      caseworker: {
        id: caseworker.id,
        name: caseworker.name,
        telephone: caseworker.telephone ?? null,
        email: caseworker.email ?? null,
      },
      ...rules,
    },
  };
};
