/** Corrections in the life of a plan on the real server: what is open follows, letters go where people are, the register knows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { History } from '../../domain/assessment/history.js';
import { childIdentity } from '../../domain/assessment/identity.js';
import { addDays, addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { annualReviewId, assessmentId, caseRefFrom, planId } from '../../domain/ids.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { familyRequest } from '../cli/requests.js';
import { terminalOf } from '../cli/terminal.js';
import { readHtml, wordsOf } from '../letters/html.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf, eventually } from './on-server.js';
import { holding, policy, policyVersion, sections } from './samples.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'al-1' } as const;
const school = { role: 'provider', id: 'school-1' } as const;
const evidence = 'A letter';
const other = { id: 'parent-2', role: 'parent', name: 'Sam Other', address: '2 Low Street, Northmere' } as const;

let world: World;
let today: CivilDate;
let number = 0;

beforeAll(async () => {
  world = await openWorld();
  today = londonDate(Date.now());
});
afterAll(() => world?.stop());

const held = async (over: Partial<Holding> = {}): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 5, 5, 5, 5, 5, 5, 5]);
  const child = { ...holding().child, name: `Child Corrected${number}`, dateOfBirth: addDays('2018-10-01', number) };
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -9) };
  await world.ehcna.holdPlan(caseRef, holding({ child, ...past, ...over }));
  await eventually(async () => (await world.ehcna.worklist.reviews({ caseRef, open: true })).length).toBe(1);
  return caseRef;
};

const followed = (caseRef: string, times: number) =>
  eventually(
    async () =>
      (await world.ehcna.ledger.read(annualReviewId(caseRef, 1))).filter((e) => e.type === 'plan.followed').length,
  ).toBe(times);

const letters = (caseRef: string): string[] =>
  readdirSync(join(world.outboxDir, caseRef))
    .filter((name) => name.endsWith('.html'))
    .map((name) => wordsOf(readHtml(readFileSync(join(world.outboxDir, caseRef, name), 'utf8'))));

describe('a plan that is corrected while its review is open', () => {
  it('has the review write to the new address and the new name, and to nobody who was taken out', async () => {
    const family = [...holding().family, other];
    const caseRef = await held({ family });
    const { ehcna } = world;
    await ehcna.planCommand(
      caseRef,
      'correctContact',
      { partyId: 'parent-1', address: '9 Mill Lane, Northmere', evidence },
      officer,
    );
    await ehcna.planCommand(caseRef, 'removeParent', { partyId: 'parent-2', evidence }, lead);
    await ehcna.planCommand(caseRef, 'correctFact', { fact: 'childName', value: 'Jamie Rowe', evidence }, lead);
    await followed(caseRef, 3);
    await ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent'] }, school);
    const decided = { outcome: 'maintain', reasons: 'It meets the needs.', withoutReport: 'Sent in words' } as const;
    await ehcna.reviewCommand(caseRef, 'decideReview', decided, lead);
    await eventually(() => letters(caseRef).filter((words) => words.includes('to continue')).length).toBe(2);
    const family_ = letters(caseRef).filter((words) => words.includes('to continue') && words.includes('9 Mill Lane'));
    expect(family_).toHaveLength(1);
    expect(family_[0]).toContain('Jamie Rowe');
    expect(letters(caseRef).join(' ')).not.toContain('2 Low Street');
    for (const id of [planId(caseRef), annualReviewId(caseRef, 1)]) await expectNoTaskFailed(world.client, id);
  });

  it('is corrected by those who may, and at the command line', async () => {
    const caseRef = await held();
    const { ehcna } = world;
    const removing = { partyId: 'parent-1', evidence };
    expect(await codeOf(ehcna.planCommand(caseRef, 'removeParent', removing, officer))).toBe('wrong-role');
    const naming = { fact: 'childName', value: 'x', evidence } as const;
    expect(await codeOf(ehcna.planCommand(caseRef, 'correctFact', naming, officer))).toBe('wrong-role');
    const asFamily = { role: 'family', id: 'f-1' } as const;
    expect(await codeOf(ehcna.planCommand(caseRef, 'addParent', { name: 'x', evidence }, asFamily))).toBe('wrong-role');
    expect(await codeOf(ehcna.planCommand(caseRef, 'correctSchool', { lastYear: 2, evidence }, school))).toBe(
      'wrong-role',
    );
    expect(await codeOf(ehcna.planCommand(caseRef, 'takeOverAsYoungPerson', { evidence }, officer))).toBe('school-age');
    const terminal = terminalOf(world);
    const typed = ['plan', 'correct-school', caseRef, '--last-year', '2', '--evidence', evidence];
    expect(await terminal(...typed)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('school.corrected') as string,
    });
    const again = await terminal(
      'plan',
      'correct-contact',
      caseRef,
      '--party-id',
      'parent-1',
      '--email',
      'new@post.example',
      '--evidence',
      evidence,
    );
    expect(again).toMatchObject({ exit: 0, out: expect.stringContaining('contact.corrected') as string });
    await followed(caseRef, 1);
  });

  it('is the young person’s once they are over compulsory school age, and the review invites them', async () => {
    const child = { ...holding().child, name: 'Rowan Grown', dateOfBirth: addMonths(today, -17 * 12 - 6) };
    const caseRef = await held({ child, regulation20: false, institution: null });
    const email = 'rowan@post.example';
    await world.ehcna.planCommand(caseRef, 'takeOverAsYoungPerson', { email, evidence }, officer);
    await followed(caseRef, 1);
    await world.ehcna.reviewCommand(
      caseRef,
      'arrangeMeeting',
      { meetingOn: addDays(today, 40), remote: true },
      officer,
    );
    const roles = async () =>
      (await world.ehcna.ledger.read(annualReviewId(caseRef, 1))).flatMap((e) =>
        e.type === 'letter.requested' ? [(e.data.letter as { to: { role: string } }).to.role] : [],
      );
    await eventually(roles).toEqual(['young-person', 'health-commissioner', 'social-care']);
  });
});

describe('the register of children', () => {
  const known = (name: string, dateOfBirth: string) =>
    world.ehcna.ledger.knownOfChild('EHC-00000000', childIdentity({ name, dateOfBirth }));

  it('knows the child of a plan by the name that was put right', async () => {
    const child = { ...holding().child, name: 'Merle Before', dateOfBirth: '2017-02-04' };
    const caseRef = await held({ child });
    await world.ehcna.planCommand(caseRef, 'correctFact', { fact: 'childName', value: 'Merle After', evidence }, lead);
    expect(await known('Merle After', '2017-02-04')).toMatchObject({ planHeld: true });
    expect(await known('Merle Before', '2017-02-04')).toMatchObject({ planHeld: false });
  });

  it('does so where an assessment here ended in the plan, whatever is written of that afterwards', async () => {
    const { ehcna } = world;
    const receivedOn = addDays(today, -200);
    const request = { ...familyRequest(), receivedOn };
    const rules = { lawVersion: LAW_VERSION, policyVersion, policy };
    const caseRef = caseRefFrom([7, 7, 5, 5, 5, 5, 5, 5]);
    const { events } = new History(caseRef, request, rules, officer);
    const fact = (seq: number, type: string, data: object, on: CivilDate) => ({
      seq,
      type,
      data,
      occurredOn: on,
      recordedAt: `${on}T12:00:00.000Z`,
      by: officer,
    });
    const madeOn = addDays(today, -60);
    const final = fact(events.length + 1, 'plan.finalised', { sections, earlyOverride: null }, madeOn);
    const stream = assessmentId(caseRef);
    await ehcna.ledger.append(stream, [...events, final] as never);
    const { child, family } = request;
    await ehcna.holdPlan(caseRef, holding({ source: 'assessment', child, family, madeOn }));
    await eventually(async () => (await ehcna.worklist.plans({ caseRef })).length).toBe(1);
    await ehcna.planCommand(caseRef, 'correctFact', { fact: 'childName', value: 'Lark Afterwards', evidence }, lead);
    expect(await known('Lark Afterwards', child.dateOfBirth)).toMatchObject({ planHeld: true, lastAssessedOn: madeOn });
    const word = { channel: 'telephone', direction: 'to-family', note: null };
    await ehcna.ledger.append(stream, [fact(events.length + 2, 'contact.made', word, today)] as never);
    expect(await known('Lark Afterwards', child.dateOfBirth)).toMatchObject({ planHeld: true });
    expect(await known(child.name, child.dateOfBirth)).toMatchObject({ planHeld: false });
    expect((await ehcna.ledger.rebuild()).differences).toEqual([]);
    expect((await ehcna.ledger.verify()).faults).toEqual([]);
  });
});
