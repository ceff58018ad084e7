/** The codes of the return. A code that could not be confirmed says so; docs/sen2.md lists them. */
import type { Sen2Status } from './status.js';

export interface Code {
  code: string;
  words: string;
  status: Sen2Status;
}

const confirmed = (words: Readonly<Record<string, string>>): Code[] =>
  Object.entries(words).map(([code, said]) => ({ code, words: said, status: 'confirmed' }));
const unconfirmed = (words: Readonly<Record<string, string>>): Code[] =>
  Object.entries(words).map(([code, said]) => ({ code, words: said, status: 'unconfirmed' }));

export const SEXES = ['M', 'F'] as const;
export const RESIDENTIAL = ['A', 'B'] as const;
export const SETTINGS = ['OLA', 'OPA', 'EHE', 'EYP', 'OTH', 'NEET', 'NIEC', 'NIEO'] as const;
export const NEEDS = [
  'SPLD',
  'MLD',
  'SLD',
  'PMLD',
  'SEMH',
  'SLCN',
  'HI',
  'VI',
  'MSI',
  'PD',
  'ASD',
  'DS',
  'OTH',
] as const;

/** Information about ethnicity that was not yet obtained: the return's own word for not known. */
export const ETHNICITY_UNKNOWN = 'NOBT';

const OUTCOMES: readonly Code[] = [
  ...unconfirmed({
    Y: 'yes',
    N: 'no',
    A: 'not decided by the reference date',
    W: 'withdrawn, or ended before it was decided',
  }),
  ...confirmed({ H: 'historical: decided before what is collected' }),
];

export const CODES = {
  Sex: confirmed({ M: 'male', F: 'female' }),
  RequestSource: confirmed({
    1: 'young person or parent',
    2: 'school or other education setting',
    3: 'health care professionals',
    4: 'social care professionals',
    5: 'other',
  }),
  RequestOutcome: OUTCOMES,
  AssessmentOutcome: OUTCOMES,
  Residential: confirmed({ A: '38 to 51 weeks', B: '52 weeks' }),
  CeaseReason: confirmed({
    1: 'reached maximum age',
    2: 'ongoing needs met without a plan',
    3: 'moved on to higher education',
    4: 'moved on to paid employment, excluding apprenticeships',
    5: 'transferred to another authority in England',
    6: 'no longer wishes to engage in education or training',
    7: 'moved outside England',
    8: 'deceased',
    9: 'other',
  }),
  SENSetting: confirmed({
    OLA: 'arrangements of the authority (s61)',
    OPA: "arrangements of the parent or person (s42(5)), not at home by the parent's choice",
    EHE: 'elective home education',
    EYP: 'early-years provider without a number in the register of schools',
    OTH: 'other',
    NEET: 'not in education, employment or training, 16 to 25',
    NIEC: 'not in education or training, notice to cease issued',
    NIEO: 'not in education or training, other',
  }),
  SENtype: confirmed({
    SPLD: 'specific learning difficulty',
    MLD: 'moderate learning difficulty',
    SLD: 'severe learning difficulty',
    PMLD: 'profound and multiple learning difficulty',
    SEMH: 'social, emotional and mental health',
    SLCN: 'speech, language and communication needs',
    HI: 'hearing impairment',
    VI: 'vision impairment',
    MSI: 'multi-sensory impairment',
    PD: 'physical disability',
    ASD: 'autistic spectrum disorder',
    DS: 'Down syndrome',
    OTH: 'other difficulty',
  }),
  ReviewOutcome: confirmed({ M: 'maintain', A: 'amend', C: 'cease' }),
  Ethnicity: [
    ...confirmed({ WBRI: 'White British', NOBT: 'not yet obtained', REFU: 'refused' }),
    ...unconfirmed({
      WIRI: 'White Irish',
      WIRT: 'Traveller of Irish heritage',
      WROM: 'Gypsy or Roma',
      WOTH: 'any other White background',
      MWBC: 'White and Black Caribbean',
      MWBA: 'White and Black African',
      MWAS: 'White and Asian',
      MOTH: 'any other mixed background',
      AIND: 'Indian',
      APKN: 'Pakistani',
      ABAN: 'Bangladeshi',
      AOTH: 'any other Asian background',
      BCRB: 'Black Caribbean',
      BAFR: 'Black African',
      BOTH: 'any other Black background',
      CHNE: 'Chinese',
      OOTH: 'any other ethnic group',
    }),
  ],
} as const satisfies Record<string, readonly Code[]>;

/** Their lists were not found: what is said goes into the return as it is said. */
export const CODES_NOT_FOUND = ['UPNunknown', 'Exported', 'PlanWBP', 'WBP', 'DP'] as const;
