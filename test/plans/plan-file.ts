/** Files of plans of children who do not exist, at schools that do not exist: URNs from 999900 are given to no school. */
import { Temporal } from 'temporal-polyfill';
import { Draw } from '../../client/sample/draw.js';
import type { Cells } from '../import/caseload-file.js';

let made = 0;

/** A plan that is sound as it stands, of another child every time. */
export const planRow = (cells: Cells = {}): Cells => {
  made += 1;
  return {
    external_ref: `NM-P-${String(made).padStart(4, '0')}`,
    plan_made_on: '2022-03-14',
    last_review_on: '',
    child_name: `Zebedee Planned-${made}`,
    date_of_birth: `2014-03-${String((made % 28) + 1).padStart(2, '0')}`,
    address: `${made} Secret Lane, Northmere`,
    parent1_name: `Parent Hidden-${made}`,
    ...cells,
  };
};

const FIRST = [
  'Abelia',
  'Bramwell',
  'Cressida',
  'Dunstan',
  'Elfrida',
  'Fenella',
  'Gawain',
  'Hesper',
  'Isolde',
] as const;
const LAST = ['Ashbarrow', 'Cloudholt', 'Duskfell', 'Embergarth', 'Gorselade', 'Hazeldene', 'Larkcombe'] as const;
const LOCALITIES = ['north', 'east', 'south-west'] as const;

interface Place {
  kind: string;
  name: string;
  urn: string;
  from: number;
  to: number;
  regulation20?: string;
}
const PLACES: readonly Place[] = [
  { kind: 'early-years', name: 'Fernhallow Nursery', urn: '999901', from: 2, to: 5, regulation20: 'yes' },
  { kind: 'school', name: 'Quillbrook Primary School', urn: '999902', from: 4, to: 11 },
  { kind: 'school', name: 'Ravensholt Academy', urn: '999903', from: 11, to: 16 },
  { kind: 'school', name: 'Honeyoak School', urn: '999904', from: 2, to: 19 },
  { kind: 'school', name: 'Gorsemount House School', urn: '999905', from: 5, to: 18, regulation20: 'no' },
  { kind: 'post-16', name: 'Northmere Riverside College', urn: '999906', from: 16, to: 26 },
];

const YOUNGEST = 4;
const OLDEST = 24;

/** When the last review's decision was notified, in days before today: late, due soon, or next year. */
const lastReview = (draw: Draw): number =>
  draw.weighted([
    [() => draw.whole(366, 700), 12],
    // On either side of the day on which it comes to be late.
    [() => draw.whole(362, 368), 4],
    [() => draw.whole(230, 361), 30],
    [() => draw.whole(1, 229), 54],
  ])();

const institutionOf = (age: number, draw: Draw): Cells => {
  const fitting = PLACES.filter(({ from, to }) => age >= from && age < to);
  const place = draw.chance(0.04) ? undefined : fitting[draw.whole(0, fitting.length - 1)];
  return {
    institution_kind: place?.kind ?? '',
    institution_name: place?.name ?? '',
    institution_urn: place?.urn ?? '',
    institution_email: place ? `office@${place.urn}.example` : '',
    regulation_20: place?.regulation20 ?? '',
    last_year: place?.kind === 'school' && draw.chance(0.5) ? String(place.to - 5) : '',
    years_ahead: draw.chance(0.03) ? '-1' : '',
  };
};

const servedOf = (n: number, age: number, draw: Draw): Cells => {
  const alone = age >= 16 && draw.chance(0.6);
  const second = !alone && draw.chance(0.3);
  return {
    young_person: alone ? 'yes' : '',
    parent1_name: alone ? '' : `P. Invented-${n}`,
    parent2_name: second ? `Q. Invented-${n}` : '',
    parent2_address: second ? `${n} Other Street, Northmere` : '',
  };
};

/** Whoever has special schools and settings after 16 is another than whoever has the rest. */
const caseworkerOf = ({ institution_name: name, institution_kind: kind }: Cells, draw: Draw): Cells => {
  const special = kind === 'post-16' || name === 'Honeyoak School';
  const number = special ? draw.whole(11, 14) : draw.whole(1, 10);
  return { caseworker_id: `cw-${number}`, caseworker_name: `Caseworker ${number}` };
};

/** So many plans, the same for the same seed and day. */
export const plansOf = (count: number, seed: string, today: string): Cells[] => {
  const now = Temporal.PlainDate.from(today);
  const draw = new Draw(seed);
  const ago = (days: number): string => now.subtract({ days }).toString();
  return Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    const age = YOUNGEST + (i % (OLDEST - YOUNGEST + 1));
    const born = now.subtract({ years: age, days: draw.whole(1, 364) });
    // A fifth were made within the last year or so, and most of those never reviewed.
    const last = draw.chance(0.2) ? null : lastReview(draw);
    const madeAgo = last === null ? draw.whole(1, 420) : last + draw.whole(300, 700);
    const reassessed = last !== null && draw.chance(0.05) ? draw.whole(1, madeAgo) : null;
    const where = institutionOf(age, draw);
    return {
      external_ref: `NM-P-${seed}-${n}`,
      plan_made_on: ago(madeAgo),
      last_review_on: last === null ? '' : ago(last),
      reassessed_on: reassessed === null ? '' : ago(reassessed),
      plan_version: last === null ? '' : String(draw.whole(1, 6)),
      child_name: `${draw.of(FIRST)} ${draw.of(LAST)}-${n}`,
      date_of_birth: born.toString(),
      address: `${n} Invented Street, Northmere`,
      ...servedOf(n, age, draw),
      ...where,
      ...caseworkerOf(where, draw),
      locality: draw.of(LOCALITIES),
    };
  });
};
