/** What of a case goes into the return of a year: nobody in it exists. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../activities/sen2/csv.js';
import { headerOf } from '../../activities/sen2/header.js';
import { xmlOf } from '../../activities/sen2/xml.js';
import { asAt } from '../../domain/sen2/as-at.js';
import { censusAfter, censusOf } from '../../domain/sen2/census.js';
import { MODULES, tagsOf } from '../../domain/sen2/fields.js';
import { personRecords } from '../../domain/sen2/records.js';
import type { PersonRecord, RequestRecord } from '../../domain/sen2/records.js';
import { isUpn } from '../../domain/sen2/upn.js';
import type { CaseFile } from '../../domain/sen2/values.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import { dayOfWeek } from '../../domain/civil-date.js';
import { Case } from '../domain/case.js';
import { planHeld, Plan } from '../plans/samples.js';
import { filesOf, policy, sampleStreams } from './sample.js';

const IN_2025 = censusOf(2026);

const fileOf = (c: Case, caseRef = 'EHC-7K2M9QXA'): CaseFile => ({ caseRef, assessment: c.state, reviews: [] });
const planFile = (plan: CaseFile['plan'] & object, caseRef = 'EHC-7K2M9QXA'): CaseFile => ({
  caseRef,
  plan,
  reviews: [],
});

const personIn = (files: CaseFile[], census = IN_2025): PersonRecord => {
  const [person, ...others] = personRecords(files, census);
  expect(others).toEqual([]);
  if (!person) throw new Error('Nobody is in it.');
  return person;
};
const recordOf = (file: CaseFile, census = IN_2025): RequestRecord =>
  personIn([file], census).requests[0] as RequestRecord;

const SAY = { by: { role: 'caseworker', id: 'cw-1' } } as const;

describe('a collection', () => {
  it('is of a Thursday in January, and of the calendar year before it', () => {
    expect(censusOf(2026)).toEqual({
      year: 2026,
      referenceDate: '2026-01-15',
      status: 'confirmed',
      from: '2025-01-01',
      to: '2025-12-31',
    });
    for (let year = 2023; year < 2040; year += 1) expect(dayOfWeek(censusOf(year).referenceDate)).toBe(4);
    expect(censusOf(2030)).toMatchObject({ referenceDate: '2030-01-17', status: 'position-inferred' });
    expect(censusAfter('2025-04-02').year).toBe(2026);
  });
});

describe('a request', () => {
  it('that is not decided on has no date of that, and no assessment', () => {
    const { request, assessment, namedPlan } = recordOf(fileOf(new Case()));
    expect(request).toEqual({ ReceivedDate: '2025-04-02', RequestSource: '1', RYA: '0', RequestOutcome: 'A' });
    expect([assessment, namedPlan]).toEqual([undefined, undefined]);
  });

  it('that was refused, that was withdrawn, and of a child who moved away each say so', () => {
    const refused = new Case().at('2025-04-30').do('decideToAssess', {
      outcome: 'refuse',
      mayHaveSen: true,
      mayNeedPlan: false,
      reasons: 'Needs are met.',
    });
    expect(recordOf(fileOf(refused)).request).toMatchObject({ RequestOutcome: 'N', RequestOutcomeDate: '2025-04-30' });
    const withdrawn = new Case().at('2025-04-20').do('withdraw', { reason: 'Asked in writing' });
    expect(recordOf(fileOf(withdrawn)).request).toMatchObject({
      RequestOutcome: 'W',
      RequestOutcomeDate: '2025-04-20',
    });
    const gone = new Case().decidedToAssess().at('2025-05-20').do('recordMove', { toAuthority: 'Southmere Council' });
    const record = recordOf(fileOf(gone));
    expect(record).toMatchObject({ moved: true, assessment: { AssessmentOutcome: 'W' } });
    expect(record.request.Exported).toBeUndefined();
    gone.do('recordSen2Facts', { ...SAY, exported: '1' });
    expect(recordOf(fileOf(gone)).request.Exported).toBe('1');
  });

  it('that ends in a plan says when it was decided, when it was issued, and what was named', () => {
    const issued = new Case().withDraftServed().placed().finalised();
    const { assessment, namedPlan, planDetail, activePlan } = recordOf(fileOf(issued));
    expect(assessment).toMatchObject({ AssessmentOutcome: 'Y', AssessmentOutcomeDate: '2025-06-11', Week20: '0' });
    expect(namedPlan).toEqual({ StartDate: '2025-07-15' });
    expect(planDetail).toEqual([{ URN: '999902', PlacementRank: '1' }]);
    // The plan's own stream says that it is active.
    expect(activePlan).toBeUndefined();
  });

  it('has exceptions apply to its twenty weeks only where one was recorded against them', () => {
    const absent = new Case().withDraftServed().placed().at('2025-07-10').do('recordException', {
      ruleId: 'plan-final-20w',
      ground: 'absence',
      evidence: 'Tickets',
      from: '2025-05-20',
      to: '2025-06-29',
      whose: 'child',
      madeImpractical: true,
    });
    absent.finalised('2025-08-29');
    expect(recordOf(fileOf(absent)).assessment?.Week20).toBe('1');
  });

  it('is in the collection of its year and of those in which it goes on, and in none after', () => {
    const withdrawn = new Case().at('2025-04-20').do('withdraw', { reason: 'Asked in writing' });
    const years = (file: CaseFile) =>
      [2025, 2026, 2027].filter((year) => personRecords([file], censusOf(year)).length > 0);
    expect(years(fileOf(withdrawn))).toEqual([2026]);
    expect(years(fileOf(new Case()))).toEqual([2026, 2027]);
  });

  it('that was turned away is none, and a reassessment is none', () => {
    expect(personRecords([fileOf(new Case({ child: { livesInArea: false } }))], IN_2025)).toEqual([]);
    const reassesses = {
      planRef: 'EHC-7K2M9QXB',
      planVersion: 1,
      requestedBy: 'family',
      lastAssessedOn: null,
    } as const;
    expect(personRecords([fileOf(new Case({ request: { reassesses } }))], IN_2025)).toEqual([]);
  });

  it('of a child whom an earlier one was about is one person with two requests', () => {
    const first = new Case({ request: { receivedOn: '2025-01-06' } })
      .at('2025-01-20')
      .do('withdraw', { reason: 'Later' });
    first.do('recordContact', { channel: 'telephone', direction: 'from-family' });
    const person = personIn([fileOf(first, 'EHC-7K2M9QXB'), fileOf(new Case())]);
    expect(person.requests.map(({ request }) => request.RequestOutcome)).toEqual(['A', 'W']);
  });
});

describe('what stood on the census date', () => {
  it('leaves out steps that came later, and takes in what was put right later', () => {
    const later = new Case().withDraftServed().placed().finalised();
    later.at('2025-08-01').do('correctFact', { fact: 'childName', value: 'Testing Child-Rowe', evidence: 'Deed poll' });
    const state = foldEvents('EHC-7K2M9QXA', asAt(later.events, '2025-05-01'));
    expect(state.stage).toBe('gathering-advice');
    expect(state.child.name).toBe('Testing Child-Rowe');
  });
});

describe('a person', () => {
  it('has a post code out of the address, and no ethnicity, sex or number that nobody said', () => {
    const { person } = personIn([fileOf(new Case({ child: { address: '1 Invented Street, Northmere, ZZ1 2LS' } }))]);
    expect(person).toEqual({
      Forename: 'Testing',
      Surname: 'Child',
      PersonBirthDate: '2017-03-01',
      Ethnicity: 'NOBT',
      PostCode: 'ZZ1 2LS',
    });
  });

  it('is known by what is said for the return, as soon as it is said', () => {
    const told = new Case().do('recordSen2Facts', {
      ...SAY,
      sex: 'F',
      ethnicity: 'WBRI',
      upn: 'A950000178301',
      surname: 'van Test',
      forename: 'Child',
      postcode: 'ZZ9 9AA',
    });
    expect(personIn([fileOf(told)]).person).toMatchObject({
      Sex: 'F',
      Ethnicity: 'WBRI',
      UPN: 'A950000178301',
      Surname: 'van Test',
      Forename: 'Child',
      PostCode: 'ZZ9 9AA',
    });
  });

  it('is refused a pupil number whose check letter is wrong, and a word that changes nothing', () => {
    const told = new Case().do('recordSen2Facts', { ...SAY, sex: 'F' });
    expect(told.refusal('recordSen2Facts', { ...SAY, upn: 'R247962919251' }).code).toBe('bad-upn');
    expect(told.refusal('recordSen2Facts', { ...SAY, sex: 'F' }).code).toBe('no-change');
    expect(told.refusal('recordSen2Facts', { ...SAY }).code).toBe('nothing-said');
    for (const upn of ['A950000178301', 'H243278544154', 'V342200119001']) expect(isUpn(upn)).toBe(true);
    for (const upn of ['R247962919251', 'X428558133462', 'I950000178301', '']) expect(isUpn(upn)).toBe(false);
  });
});

describe('a plan', () => {
  it('that was taken over is historical, and is in no collection of requests of its own year', () => {
    const record = recordOf(planFile(planHeld({ madeOn: '2024-03-10' })));
    expect(record).toMatchObject({
      source: 'import',
      request: { RequestOutcome: 'H' },
      assessment: { AssessmentOutcome: 'H' },
      namedPlan: { StartDate: '2024-03-10' },
      placementDetail: [{ URN: '999902', PlacementRank: '1' }],
      madeInYear: false,
    });
    expect(record.request.ReceivedDate).toBeUndefined();
  });

  it('says its needs, its budget and its placement as they were said', () => {
    const plan = new Plan({ madeOn: '2024-03-10' });
    plan.say('2025-03-10', 'recordSen2Facts', {
      primaryNeed: 'ASD',
      secondaryNeed: 'SLCN',
      personalBudget: true,
      organisedArrangements: true,
      residential: 'B',
      senUnit: false,
      resourcedProvision: true,
      placementFrom: '2024-09-02',
    });
    expect(recordOf(planFile(plan.state))).toMatchObject({
      namedPlan: { PB: '1', OA: '1', PlanRes: 'B' },
      placementDetail: [{ EntryDate: '2024-09-02', SENunitIndicator: '0', ResourcedProvisionIndicator: '1', Res: 'B' }],
      senNeed: [
        { SENtype: 'ASD', SENtypeRank: '1' },
        { SENtype: 'SLCN', SENtypeRank: '2' },
      ],
    });
  });

  it('that names another institution keeps nothing that was said of the old placement', () => {
    const plan = new Plan({ madeOn: '2024-03-10' });
    plan.say('2025-03-10', 'recordSen2Facts', { primaryNeed: 'ASD', placementFrom: '2024-09-02', senUnit: true });
    const elsewhere = {
      ...plan.state,
      institution: { kind: 'school', name: 'Hillside School', urn: '999901' } as const,
    };
    const { placementDetail, senNeed } = recordOf(planFile(elsewhere));
    expect(placementDetail).toEqual([{ URN: '999901', PlacementRank: '1' }]);
    expect(senNeed).toHaveLength(1);
  });

  it('at an early-years provider without a number is at one, and elsewhere is where it was said to be', () => {
    const nursery = { kind: 'early-years', name: 'Northmere Nursery' } as const;
    expect(recordOf(planFile(planHeld({ madeOn: '2024-03-10', institution: nursery }))).placementDetail).toEqual([
      { SENSetting: 'EYP', PlacementRank: '1' },
    ]);
    const plan = new Plan({ madeOn: '2024-03-10', institution: null, regulation20: false });
    plan.say('2025-03-10', 'recordSen2Facts', { senSetting: 'EHE' });
    expect(recordOf(planFile(plan.state)).placementDetail).toEqual([{ SENSetting: 'EHE', PlacementRank: '1' }]);
  });

  it.each([
    ['lapsed', '1'],
    ['transferred', '5'],
    ['ended', '8'],
  ] as const)('that is over (%s) says why, and is active no more', (stage, reason) => {
    const over = { ...planHeld({ madeOn: '2024-03-10' }), stage, endedOn: '2025-07-31' };
    const { namedPlan, activePlan } = recordOf(planFile(over));
    expect(namedPlan).toMatchObject({ CeaseDate: '2025-07-31', CeaseReason: reason });
    expect(activePlan).toBeUndefined();
    expect(personRecords([planFile(over)], censusOf(2027))).toEqual([]);
  });

  it('that ceased for a ground of the law says the reason that is the same, and leaves out what is none', () => {
    const ceased = { ...planHeld({ madeOn: '2024-03-10' }), stage: 'ceased', endedOn: '2025-07-31' } as const;
    const review = (ground: string) =>
      ({
        kind: 'annual',
        n: 1,
        heldOn: '2025-05-01',
        phase: null,
        decision: { outcome: 'cease' },
        ceasing: { ground },
      }) as never;
    const reasonOf = (ground: string) =>
      recordOf({ ...planFile(ceased), reviews: [review(ground)] }).namedPlan?.CeaseReason;
    expect(['no-longer-necessary', 'higher-education', 'employment', 'left-education'].map(reasonOf)).toEqual([
      '2',
      '3',
      '4',
      '6',
    ]);
    expect(reasonOf('not-responsible')).toBeUndefined();
  });

  it('that came from another authority in the year asks for its code', () => {
    const transfer = {
      from: { name: 'Southmere Council' },
      movedOn: '2025-03-01',
      awareOn: '2025-03-01',
      transferredOn: '2025-03-03',
    };
    const plan = new Plan({ source: 'transfer', transfer, madeOn: '2024-03-10' });
    expect(recordOf(planFile(plan.state))).toMatchObject({ source: 'transfer', transferred: true });
    plan.say('2025-03-10', 'recordSen2Facts', { transferLa: '302' });
    expect(recordOf(planFile(plan.state)).activePlan?.TransferLA).toBe('302');
    expect(recordOf(planFile(plan.state), censusOf(2027)).activePlan?.TransferLA).toBeUndefined();
  });

  it('is not there before it was made', () => {
    expect(personRecords([planFile(planHeld({ madeOn: '2026-01-16' }))], IN_2025)).toEqual([]);
  });
});

describe('the file', () => {
  const census = censusOf(2027);
  const persons = personRecords(filesOf(sampleStreams('2027-01-22', 60, 60), census.referenceDate), census);
  const header = headerOf(census, policy, { release: '0.1.0', recordedAt: '2027-01-10T11:12:13.456Z', serial: 1 });
  const xml = xmlOf(header, persons);

  const several = (name: string): boolean =>
    ['Person', 'Requests', 'PlanDetail', 'PlacementDetail', 'SENneed'].includes(name);
  const read = (text: string) =>
    new XMLParser({ parseTagValue: false, isArray: several }).parse(text) as {
      Message: {
        Header: Record<string, Record<string, string>>;
        SEN2: { Persons: { Person: Record<string, never>[] } };
      };
    };

  it('is well-formed XML that names collection, year, date and authority', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(read(xml).Message.Header).toEqual({
      CollectionDetails: { Collection: 'SEN2', Year: '2027', ReferenceDate: '2027-01-21' },
      Source: {
        SourceLevel: 'L',
        LEA: '999',
        SoftwareCode: 'ehcna',
        Release: '0.1.0',
        SerialNo: '1',
        DateTime: '2027-01-10T11:12:13',
      },
    });
  });

  it('read again, says what the records say, of everybody and in the order of the fields', () => {
    expect(persons.length).toBeGreaterThan(100);
    const again = read(xml).Message.SEN2.Persons.Person.map((element) => {
      const { Requests, ...person } = element as unknown as { Requests: Record<string, never>[] } & Record<
        string,
        string
      >;
      return { person, requests: Requests };
    });
    expect(again.map(({ person }) => person)).toEqual(persons.map(({ person }) => person));
    expect(again.map(({ requests }) => requests.length)).toEqual(persons.map(({ requests }) => requests.length));
    for (const [i, { requests }] of persons.entries())
      for (const [j, record] of requests.entries()) {
        const element = (again[i]?.requests[j] ?? {}) as Record<string, Record<string, unknown>>;
        const { Assessment, ActivePlans, ...request } = element;
        const { NamedPlan, ...assessment } = Assessment ?? {};
        expect(request).toEqual(record.request);
        expect(assessment).toEqual(record.assessment ?? {});
        const { PlanDetail, ...named } = (NamedPlan ?? {}) as Record<string, unknown>;
        expect(named).toEqual(record.namedPlan ?? {});
        expect(PlanDetail ?? []).toEqual(record.planDetail);
        const { PlacementDetail, SENneed, ...active } = ActivePlans ?? {};
        expect(active).toEqual(record.activePlan ?? {});
        expect(PlacementDetail ?? []).toEqual(record.placementDetail);
        expect(SENneed ?? []).toEqual(record.senNeed);
      }
    const [first] = xml.match(/<Person>[\s\S]*?<Requests>/) ?? [''];
    const tags = [...first.matchAll(/<(\w+)>[^<]/g)]
      .map(([, tag]) => tag)
      .filter((tag) => tagsOf('Person').includes(tag ?? ''));
    expect(tags).toEqual(tagsOf('Person').filter((tag) => tags.includes(tag)));
  });

  it('holds every stage that a council has', () => {
    const all = persons.flatMap(({ requests }) => requests);
    const outcomes = new Set(all.map(({ request }) => request.RequestOutcome));
    expect(outcomes).toEqual(new Set(['A', 'Y', 'H']));
    expect(new Set(all.map(({ assessment }) => assessment?.AssessmentOutcome))).toEqual(
      new Set([undefined, 'A', 'Y', 'H']),
    );
    expect(all.some(({ activePlan }) => activePlan?.ReviewOutcome === 'A')).toBe(true);
    expect(
      all.some(
        ({ activePlan }) =>
          activePlan?.PhaseTransferDueDate?.endsWith('-02-14') || activePlan?.PhaseTransferDueDate?.endsWith('-02-15'),
      ),
    ).toBe(true);
  });

  it('is the same however often and in whatever order the cases are read', () => {
    const files = filesOf(sampleStreams('2027-01-22', 60, 60), census.referenceDate);
    expect(xmlOf(header, personRecords(files.toReversed(), census))).toBe(xml);
  });

  it('keeps what XML and spreadsheets would take for theirs as text', () => {
    const [some] = persons as [PersonRecord];
    const odd = { ...some, person: { ...some.person, Surname: `<O'Brien & "Co">\u0001`, Forename: '=1+1' } };
    const [again] = read(xmlOf(header, [odd])).Message.SEN2.Persons.Person as unknown as Record<string, string>[];
    expect(again).toMatchObject({ Surname: `<O'Brien & "Co">\uFFFD`, Forename: '=1+1' });
    expect(csvOf(header, [odd]).get('person.csv')).toContain("'=1+1");
  });

  it('as CSV is one file a module, whose rows go together by their numbers', () => {
    const files = csvOf(header, persons);
    expect([...files.keys()]).toEqual(['sen2.csv', ...MODULES.map((module) => `${module.toLowerCase()}.csv`)]);
    const rows = (name: string) => parse(files.get(name) ?? '', { columns: true }) as Record<string, string>[];
    expect(rows('person.csv')).toHaveLength(persons.length);
    expect(rows('sen2.csv')).toMatchObject([{ Collection: 'SEN2', LEA: '999', Year: '2027' }]);
    const requests = rows('requests.csv');
    expect(requests.map((r) => [r.personid, r.RequestOutcome])).toEqual(
      persons.flatMap((p, i) => p.requests.map(({ request }) => [String(i + 1), request.RequestOutcome])),
    );
    const known = new Set(requests.map((r) => r.requestid));
    expect(known.size).toBe(requests.length);
    for (const row of rows('senneed.csv').concat(rows('placementdetail.csv'))) expect(known).toContain(row.requestid);
  });
});
