/**
 * What is wrong with a return, each rule once: the field, how bad it is, who mends it and with which command. The rules are
 * ours; those of the Department for Education were not at hand.
 */
import type { Role } from '../events.js';
import { CODES, SETTINGS } from './codes.js';
import type { Module } from './fields.js';
import type { PersonRecord, RequestRecord } from './records.js';
import { isUpn } from './upn.js';
import type { Values } from './values.js';

export type Level = 'error' | 'query';

/** `ours`: follows from what the records say · `list`: as the checks of another return of the same children. */
export type RuleSource = 'ours' | 'list';

interface About {
  id: string;
  module: Module;
  field: string;
  level: Level;
  /** Names the rule and the field, and never what stands in it. */
  message: string;
  owner: Role;
  /** The verb of the command that mends it, and the fields to say with it. */
  mend: 'sen2' | 'correct';
  say?: readonly string[];
  source: RuleSource;
}

export interface PersonRule extends About {
  scope: 'person';
  isBroken: (person: Values) => boolean;
}

export interface RequestRule extends About {
  scope: 'request';
  isBroken: (record: RequestRecord) => boolean;
}

/** Of the whole return: whom it finds, by the person. */
export interface ReturnRule extends About {
  scope: 'return';
  find: (persons: readonly PersonRecord[]) => PersonRecord[];
}

export type Sen2Rule = PersonRule | RequestRule | ReturnRule;

const error = { level: 'error', owner: 'caseworker', mend: 'sen2', source: 'ours' } as const;
const query = { ...error, level: 'query' } as const;
/** A date that is wrong is put right by whoever may correct facts. */
const correction = { ...error, owner: 'assessment-lead', mend: 'correct' } as const;

const isBefore = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a < b;

const ETHNICITIES: ReadonlySet<string> = new Set(CODES.Ethnicity.map(({ code }) => code));

const PERSON_RULES: readonly Omit<PersonRule, 'scope'>[] = [
  {
    ...error,
    id: 'sex-missing',
    say: ['sex'],
    module: 'Person',
    field: 'Sex',
    message: 'Sex is not said: M or F',
    source: 'list',
    isBroken: (p) => p.Sex === undefined,
  },
  {
    ...error,
    id: 'name-one-word',
    say: ['surname', 'forename'],
    module: 'Person',
    field: 'Forename',
    message: 'The name is one word: say surname and forename',
    isBroken: (p) => p.Forename === undefined || p.Surname === undefined,
  },
  {
    ...query,
    id: 'name-many-words',
    say: ['surname', 'forename'],
    module: 'Person',
    field: 'Surname',
    message: 'The name is of three words or more, and the last is taken for the surname: say surname and forename',
    isBroken: (p) => p.Surname !== undefined && !p.Surname.includes(' ') && (p.Forename ?? '').includes(' '),
  },
  {
    ...error,
    id: 'upn-missing',
    say: ['upn'],
    module: 'Person',
    field: 'UPN',
    message: 'There is no pupil number, no learner number, and no reason why',
    source: 'list',
    isBroken: (p) => p.UPN === undefined && p.UniqueLearnerNumber === undefined && p.UPNunknown === undefined,
  },
  {
    ...error,
    id: 'upn-letter',
    say: ['upn'],
    module: 'Person',
    field: 'UPN',
    message: 'The check letter of the pupil number does not fit its digits',
    isBroken: (p) => p.UPN !== undefined && !isUpn(p.UPN),
  },
  {
    ...query,
    id: 'upn-and-reason',
    say: ['upnUnknown'],
    module: 'Person',
    field: 'UPNunknown',
    message: 'There is a number, and a reason why there is none',
    isBroken: (p) => p.UPNunknown !== undefined && (p.UPN !== undefined || p.UniqueLearnerNumber !== undefined),
  },
  {
    ...query,
    id: 'ethnicity-missing',
    say: ['ethnicity'],
    module: 'Person',
    field: 'Ethnicity',
    message: 'Ethnicity is not known, and is given as not yet obtained',
    source: 'list',
    isBroken: (p) => p.Ethnicity === undefined || p.Ethnicity === 'NOBT',
  },
  {
    ...query,
    id: 'ethnicity-code',
    say: ['ethnicity'],
    module: 'Person',
    field: 'Ethnicity',
    message: 'The code of ethnicity is none that is known here',
    isBroken: (p) => p.Ethnicity !== undefined && !ETHNICITIES.has(p.Ethnicity),
  },
  {
    ...error,
    id: 'postcode-missing',
    say: ['postcode'],
    module: 'Person',
    field: 'PostCode',
    message: 'No post code is said, and the address has none, or several',
    isBroken: (p) => p.PostCode === undefined,
  },
];

const isUnsaid = (values: Values | undefined, ...tags: string[]): boolean =>
  values !== undefined && tags.some((tag) => values[tag] === undefined);

const hasNoPlace = (place: Values): boolean =>
  place.URN === undefined && place.UKPRN === undefined && place.SENSetting === undefined;

/** Where the child is, or, where the plan is over, was named. */
const places = ({ activePlan, placementDetail, planDetail }: RequestRecord): Values[] =>
  activePlan ? placementDetail : planDetail;

const REQUEST_RULES: readonly Omit<RequestRule, 'scope'>[] = [
  {
    ...query,
    id: 'request-disputes',
    say: ['requestMediation', 'requestTribunal'],
    module: 'Requests',
    field: 'RequestMediation',
    message: 'The request was refused: whether there was mediation or an appeal is not said',
    isBroken: ({ request }) =>
      request.RequestOutcome === 'N' && isUnsaid(request, 'RequestMediation', 'RequestTribunal'),
  },
  {
    ...error,
    id: 'exported-code',
    say: ['exported'],
    module: 'Requests',
    field: 'Exported',
    message: 'The child moved away before the assessment was complete: say the code for it',
    isBroken: ({ moved, request }) => moved && request.Exported === undefined,
  },
  {
    ...correction,
    id: 'request-dates',
    module: 'Requests',
    field: 'RequestOutcomeDate',
    message: 'It was decided whether to assess before the request was received',
    isBroken: ({ request }) => isBefore(request.RequestOutcomeDate, request.ReceivedDate),
  },
  {
    ...query,
    id: 'assessment-disputes',
    say: ['assessmentMediation', 'assessmentTribunal'],
    module: 'Assessment',
    field: 'AssessmentMediation',
    message: 'No plan was issued: whether there was mediation or an appeal is not said',
    isBroken: ({ assessment }) =>
      assessment?.AssessmentOutcome === 'N' && isUnsaid(assessment, 'AssessmentMediation', 'AssessmentTribunal'),
  },
  {
    ...query,
    id: 'plan-disputes',
    say: ['otherMediation', 'otherTribunal'],
    module: 'Assessment',
    field: 'OtherMediation',
    message: 'Whether there was mediation or an appeal about the plan is not said',
    isBroken: ({ assessment, namedPlan }) =>
      namedPlan !== undefined && isUnsaid(assessment ?? {}, 'OtherMediation', 'OtherTribunal'),
  },
  {
    ...correction,
    id: 'assessment-dates',
    module: 'Assessment',
    field: 'AssessmentOutcomeDate',
    message: 'It was decided whether to issue a plan before it was decided to assess',
    isBroken: ({ request, assessment }) => isBefore(assessment?.AssessmentOutcomeDate, request.RequestOutcomeDate),
  },
  {
    ...correction,
    id: 'assessment-without-request',
    module: 'Assessment',
    field: 'AssessmentOutcome',
    message: 'There is an assessment, and it was not decided to make one',
    isBroken: ({ request, assessment }) =>
      assessment !== undefined && request.RequestOutcome !== 'Y' && request.RequestOutcome !== 'H',
  },
  {
    ...correction,
    id: 'plan-without-assessment',
    module: 'NamedPlan',
    field: 'StartDate',
    message: 'There is a plan, and it was not decided to issue one',
    isBroken: ({ assessment, namedPlan }) =>
      namedPlan !== undefined && assessment?.AssessmentOutcome !== 'Y' && assessment?.AssessmentOutcome !== 'H',
  },
  {
    ...correction,
    id: 'plan-dates',
    module: 'NamedPlan',
    field: 'StartDate',
    message: 'The plan was made before the request was received, or before it was decided to issue one',
    isBroken: ({ request, assessment, namedPlan }) =>
      isBefore(namedPlan?.StartDate, request.ReceivedDate) ||
      isBefore(namedPlan?.StartDate, assessment?.AssessmentOutcomeDate),
  },
  {
    ...query,
    id: 'personal-budget',
    say: ['personalBudget'],
    module: 'NamedPlan',
    field: 'PB',
    message: 'Whether a personal budget was taken up is not said',
    isBroken: ({ namedPlan }) => isUnsaid(namedPlan, 'PB'),
  },
  {
    ...error,
    id: 'personal-budget-kind',
    say: ['organisedArrangements'],
    module: 'NamedPlan',
    field: 'OA',
    message: 'A personal budget was taken up: say whether by organised arrangements or direct payments',
    isBroken: ({ namedPlan }) => namedPlan?.PB === '1' && namedPlan.OA === undefined && namedPlan.DP === undefined,
  },
  {
    ...error,
    id: 'cease-reason',
    say: ['ceaseReason'],
    module: 'NamedPlan',
    field: 'CeaseReason',
    message: 'The plan ceased, and what is recorded of it says no reason that the return knows',
    isBroken: ({ namedPlan }) => namedPlan?.CeaseDate !== undefined && namedPlan.CeaseReason === undefined,
  },
  {
    ...correction,
    id: 'cease-dates',
    module: 'NamedPlan',
    field: 'CeaseDate',
    message: 'The plan ceased before it was made',
    isBroken: ({ namedPlan }) => isBefore(namedPlan?.CeaseDate, namedPlan?.StartDate),
  },
  {
    ...error,
    id: 'placement-missing',
    say: ['senSetting'],
    module: 'PlacementDetail',
    field: 'URN',
    message: 'No institution with a number is named: say ukprn or senSetting',
    source: 'list',
    isBroken: (record) => record.namedPlan !== undefined && places(record).every(hasNoPlace),
  },
  {
    ...error,
    id: 'setting-in-words',
    say: ['senSettingOther'],
    module: 'PlacementDetail',
    field: 'SENSettingOther',
    message: 'The kind of place is other, and not said in words',
    isBroken: (record) =>
      places(record).some((place) => place.SENSetting === 'OTH' && place.SENSettingOther === undefined),
  },
  {
    ...error,
    id: 'setting-code',
    say: ['senSetting'],
    module: 'PlacementDetail',
    field: 'SENSetting',
    message: 'The kind of place is none that the return knows',
    isBroken: (record) =>
      places(record).some(({ SENSetting: s }) => s !== undefined && !(SETTINGS as readonly string[]).includes(s)),
  },
  {
    ...query,
    id: 'placement-began',
    say: ['placementFrom'],
    module: 'PlacementDetail',
    field: 'EntryDate',
    message: 'Since when the child is there is not said',
    isBroken: ({ placementDetail }) => placementDetail.some((place) => isUnsaid(place, 'EntryDate')),
  },
  {
    ...query,
    id: 'placement-unit',
    say: ['senUnit', 'resourcedProvision'],
    module: 'PlacementDetail',
    field: 'SENunitIndicator',
    message: 'Whether the place is in a special unit or in resourced provision is not said',
    isBroken: ({ placementDetail }) =>
      placementDetail.some((place) => isUnsaid(place, 'SENunitIndicator', 'ResourcedProvisionIndicator')),
  },
  {
    ...error,
    id: 'need-missing',
    say: ['primaryNeed'],
    module: 'SENneed',
    field: 'SENtype',
    message: 'The primary need is not said',
    source: 'list',
    isBroken: ({ activePlan, senNeed }) =>
      activePlan !== undefined && !senNeed.some((need) => need.SENtypeRank === '1'),
  },
  {
    ...error,
    id: 'need-twice',
    say: ['secondaryNeed'],
    module: 'SENneed',
    field: 'SENtype',
    message: 'The secondary need is the primary need again',
    isBroken: ({ senNeed: [first, second] }) => second !== undefined && first?.SENtype === second.SENtype,
  },
  {
    ...error,
    id: 'transfer-from',
    say: ['transferLa'],
    module: 'ActivePlans',
    field: 'TransferLA',
    message: 'The plan came from another authority in the year, whose code is not said',
    isBroken: ({ transferred, activePlan }) => transferred && isUnsaid(activePlan, 'TransferLA'),
  },
  {
    ...correction,
    id: 'review-dates',
    module: 'ActivePlans',
    field: 'ReviewMeeting',
    message: 'The review meeting was before the plan was made, or after what it decided was notified',
    isBroken: ({ namedPlan, activePlan, reviewDecided }) =>
      isBefore(activePlan?.ReviewMeeting, namedPlan?.StartDate) ||
      (reviewDecided && isBefore(activePlan?.LastReview, activePlan?.ReviewMeeting)),
  },
  {
    ...query,
    id: 'request-not-here',
    module: 'Requests',
    field: 'ReceivedDate',
    message: 'The plan was made in the year, and its request is not here: the twenty weeks cannot be counted',
    isBroken: ({ madeInYear, request }) => madeInYear && request.ReceivedDate === undefined,
  },
];

const repeated = (persons: readonly PersonRecord[], keyOf: (p: PersonRecord) => string | undefined): PersonRecord[] => {
  const times = new Map<string, number>();
  for (const key of persons.flatMap((p) => keyOf(p) ?? [])) times.set(key, (times.get(key) ?? 0) + 1);
  return persons.filter((p) => (times.get(keyOf(p) ?? '') ?? 0) > 1);
};

const RETURN_RULES: readonly Omit<ReturnRule, 'scope'>[] = [
  {
    ...correction,
    id: 'upn-twice',
    module: 'Person',
    field: 'UPN',
    message: 'Two persons have one pupil number',
    source: 'list',
    find: (persons) => repeated(persons, ({ person }) => person.UPN),
  },
  {
    ...correction,
    level: 'query',
    id: 'person-twice',
    module: 'Person',
    field: 'Surname',
    message: 'Two persons have one name and date of birth',
    find: (persons) => repeated(persons, ({ identity }) => identity.nameAndBirth),
  },
  {
    ...correction,
    id: 'two-plans',
    module: 'ActivePlans',
    field: 'StartDate',
    message: 'One person has two plans at once',
    find: (persons) => persons.filter(({ requests }) => requests.filter((r) => r.activePlan).length > 1),
  },
];

export const SEN2_RULES: readonly Sen2Rule[] = [
  ...PERSON_RULES.map((rule): PersonRule => ({ ...rule, scope: 'person' })),
  ...REQUEST_RULES.map((rule): RequestRule => ({ ...rule, scope: 'request' })),
  ...RETURN_RULES.map((rule): ReturnRule => ({ ...rule, scope: 'return' })),
];

/** The fields that the command of a rule is to say. */
export const saidFor = (rule: string): readonly string[] => SEN2_RULES.find(({ id }) => id === rule)?.say ?? [];

/** The command that mends it: of the plan where there is one. */
export const mendedBy = ({ mend }: Pick<About, 'mend'>, hasPlan: boolean): string =>
  `${hasPlan ? 'plan' : 'case'} ${mend}`;
