/** Each rule of the return finds the record that breaks it, and leaves alone the one that is put right. */
import { describe, expect, it } from 'vitest';
import type { PersonRecord, RequestRecord } from '../../domain/sen2/records.js';
import { saidFor, SEN2_RULES } from '../../domain/sen2/rules.js';
import { countByRule, validate } from '../../domain/sen2/validate.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';

const place = {
  URN: '999901',
  PlacementRank: '1',
  SENunitIndicator: '0',
  ResourcedProvisionIndicator: '0',
};

const soundRequest = (over: Partial<RequestRecord> = {}): RequestRecord => ({
  caseRef: 'EHC-7K2M9QXA',
  source: 'assessment',
  overOn: null,
  hasPlan: true,
  moved: false,
  transferred: false,
  madeInYear: true,
  reviewDecided: true,
  request: {
    ReceivedDate: '2025-01-10',
    RequestSource: '1',
    RYA: '0',
    RequestOutcomeDate: '2025-02-14',
    RequestOutcome: 'Y',
  },
  assessment: {
    AssessmentOutcome: 'Y',
    AssessmentOutcomeDate: '2025-04-30',
    OtherMediation: '0',
    OtherTribunal: '0',
    Week20: '0',
  },
  namedPlan: { StartDate: '2025-05-29', PB: '0' },
  planDetail: [place],
  activePlan: { ReviewMeeting: '2025-12-01', ReviewOutcome: 'M', LastReview: '2025-12-15' },
  placementDetail: [{ ...place, EntryDate: '2025-09-01' }],
  senNeed: [
    { SENtype: 'ASD', SENtypeRank: '1' },
    { SENtype: 'SLCN', SENtypeRank: '2' },
  ],
  ...over,
});

const sound = (over: Partial<PersonRecord> = {}): PersonRecord => ({
  identity: { number: 'A999990117001', isLasting: true, nameAndBirth: 'jamiesample|2015-03-04' },
  person: {
    Surname: 'Sample',
    Forename: 'Jamie',
    PersonBirthDate: '2015-03-04',
    Sex: 'F',
    Ethnicity: 'WBRI',
    PostCode: 'ZZ1 2LS',
    UPN: 'G999901318196',
  },
  requests: [soundRequest()],
  ...over,
});

const without = (values: Record<string, string>, ...tags: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([tag]) => !tags.includes(tag)));

const person = (over: Record<string, string>, ...left: string[]): PersonRecord[] => {
  const base = sound();
  return [{ ...base, person: { ...without(base.person, ...left), ...over } }];
};
const request = (over: Partial<RequestRecord>): PersonRecord[] => [sound({ requests: [soundRequest(over)] })];
const base = soundRequest();
const another = sound({
  identity: { number: null, isLasting: false, nameAndBirth: 'another|2014-01-01' },
  requests: [soundRequest({ caseRef: 'EHC-7K2M9QXB' })],
});

/** By rule: what breaks it. */
const BROKEN: Record<string, PersonRecord[]> = {
  'sex-missing': person({}, 'Sex'),
  'name-one-word': person({}, 'Forename'),
  'name-many-words': person({ Forename: 'Jamie van der' }),
  'upn-missing': person({}, 'UPN'),
  'upn-letter': person({ UPN: 'H999901318196' }),
  'upn-and-reason': person({ UPNunknown: 'UN1' }),
  'ethnicity-missing': person({ Ethnicity: 'NOBT' }),
  'ethnicity-code': person({ Ethnicity: 'QQQQ' }),
  'postcode-missing': person({}, 'PostCode'),
  'request-disputes': request({
    request: { ...base.request, RequestOutcome: 'N' },
    assessment: undefined as never,
    namedPlan: undefined as never,
    activePlan: undefined as never,
    planDetail: [],
    placementDetail: [],
    senNeed: [],
  }),
  'exported-code': request({ moved: true }),
  'request-dates': request({ request: { ...base.request, RequestOutcomeDate: '2025-01-09' } }),
  'assessment-disputes': request({
    assessment: { AssessmentOutcome: 'N', AssessmentOutcomeDate: '2025-04-30' },
    namedPlan: undefined as never,
    activePlan: undefined as never,
    planDetail: [],
    placementDetail: [],
    senNeed: [],
  }),
  'plan-disputes': request({ assessment: without(base.assessment ?? {}, 'OtherTribunal') }),
  'assessment-dates': request({ assessment: { ...base.assessment, AssessmentOutcomeDate: '2025-02-13' } }),
  'assessment-without-request': request({ request: { ...base.request, RequestOutcome: 'A' } }),
  'plan-without-assessment': request({ assessment: { ...base.assessment, AssessmentOutcome: 'A' } }),
  'plan-dates': request({ namedPlan: { ...base.namedPlan, StartDate: '2025-04-29' } }),
  'personal-budget': request({ namedPlan: { StartDate: '2025-05-29' } }),
  'personal-budget-kind': request({ namedPlan: { StartDate: '2025-05-29', PB: '1' } }),
  'cease-reason': request({ namedPlan: { ...base.namedPlan, CeaseDate: '2025-12-31' } as never }),
  'cease-dates': request({ namedPlan: { ...base.namedPlan, CeaseDate: '2025-05-28', CeaseReason: '2' } as never }),
  'placement-missing': request({ placementDetail: [without({ ...place, EntryDate: '2025-09-01' }, 'URN')] }),
  'setting-in-words': request({
    placementDetail: [{ ...without(place, 'URN'), EntryDate: '2025-09-01', SENSetting: 'OTH' }],
  }),
  'setting-code': request({ placementDetail: [{ ...place, EntryDate: '2025-09-01', SENSetting: 'XXX' }] }),
  'placement-began': request({ placementDetail: [place] }),
  'placement-unit': request({
    placementDetail: [without({ ...place, EntryDate: '2025-09-01' }, 'ResourcedProvisionIndicator')],
  }),
  'need-missing': request({ senNeed: [{ SENtype: 'ASD', SENtypeRank: '2' }] }),
  'need-twice': request({
    senNeed: [
      { SENtype: 'ASD', SENtypeRank: '1' },
      { SENtype: 'ASD', SENtypeRank: '2' },
    ],
  }),
  'transfer-from': request({ transferred: true }),
  'review-dates': request({ activePlan: { ...base.activePlan, ReviewMeeting: '2025-12-16' } }),
  'request-not-here': request({ request: without(base.request, 'ReceivedDate') }),
  'upn-twice': [sound(), another],
  'person-twice': [
    sound(),
    { ...another, identity: sound().identity, person: { ...another.person, UPN: 'P999901418095' } },
  ],
  'two-plans': [sound({ requests: [soundRequest(), soundRequest({ caseRef: 'EHC-7K2M9QXB' })] })],
};

const rulesIn = (persons: readonly PersonRecord[]): string[] => [...new Set(validate(persons).map(({ rule }) => rule))];

describe('the rules of the return', () => {
  it('find nothing in a record that is sound', () => {
    expect(validate([sound()])).toEqual([]);
  });

  it('are each tried here', () => {
    expect(Object.keys(BROKEN).toSorted()).toEqual(SEN2_RULES.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(BROKEN))('%s: finds what breaks it, and nothing else', (id, persons) => {
    expect(rulesIn(persons)).toEqual([id]);
  });

  it.each(SEN2_RULES.map((rule) => [rule.id, rule] as const))(
    '%s: names a field of the return, an owner, and a command that there is',
    (_, { message, owner, level, say = [], mend }) => {
      expect(message).not.toMatch(/\d{4}-\d{2}|Sample|Jamie/);
      const commands = mend === 'sen2' ? planCommands.recordSen2Facts : planCommands.correctFact;
      expect(commands.roles).toContain(owner);
      const fields = { ...planCommands.recordSen2Facts.shape.shape, ...assessmentCommands.recordSen2Facts.shape.shape };
      for (const field of say) expect(Object.keys(fields)).toContain(field);
      if (mend === 'sen2' && level === 'error') expect(say.length).toBeGreaterThan(0);
    },
  );

  it('say which command mends a thing: of the plan where there is one, else of the case', () => {
    const [onPlan] = validate(person({}, 'Sex'));
    expect(onPlan).toMatchObject({ closedBy: 'plan sen2', caseRef: 'EHC-7K2M9QXA' });
    const [onCase] = validate([
      sound({ person: without(sound().person, 'Sex'), requests: [soundRequest({ hasPlan: false })] }),
    ]);
    expect(onCase).toMatchObject({ closedBy: 'case sen2' });
    expect(saidFor('sex-missing')).toEqual(['sex']);
  });

  it('are counted, each as often as it is broken', () => {
    const counts = countByRule(validate([...person({}, 'Sex'), ...request({ moved: true })]));
    expect(counts.map(({ rule, n }) => [rule, n])).toEqual([
      ['sex-missing', 1],
      ['exported-code', 1],
      ['upn-twice', 2],
      ['person-twice', 2],
    ]);
  });
});
