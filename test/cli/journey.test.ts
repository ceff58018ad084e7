import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { openWorld, type World } from '../world.js';
import { type Screen, terminalOf } from './terminal.js';

let world: World;
let ehcna: (...words: string[]) => Promise<Screen>;
beforeAll(async () => {
  world = await openWorld();
  ehcna = terminalOf(world);
});
afterAll(() => world.stop());

const today = londonDate(Date.now());
const ago = (days: number): string => addDays(today, -days);

/** As typed, and taken: what it printed. */
const done = async (...words: string[]): Promise<string> => {
  const { exit, out, err } = await ehcna(...words);
  expect(err).toBe('');
  expect(exit).toBe(0);
  return out;
};

const refused = async (...words: string[]): Promise<string> => {
  const { exit, err } = await ehcna(...words);
  expect(exit).toBe(1);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  return err.trimEnd();
};

const open = async (name: string, ...more: string[]): Promise<Screen> =>
  ehcna(
    'case',
    'open',
    '--child-name',
    name,
    '--date-of-birth',
    '2017-03-09',
    '--address',
    '4 Larkfield Row, Northmere',
    '--parent',
    'name=Alex Sample,address=4 Larkfield Row, Northmere',
    '--setting',
    'kind=school,name=Millbrook School,urn=999902',
    '--caseworker',
    'id=cw-014,name=A. Caseworker',
    '--locality',
    'north',
    '--json',
    ...more,
  );

const opened = async (name: string, ...more: string[]): Promise<string> => {
  const screen = await open(name, ...more);
  expect(screen.exit).toBe(0);
  return screen.json<{ caseRef: string }>().caseRef;
};

interface Shown {
  stage: string;
  outcome: string | null;
  tasks: { closedBy: string; command: string }[];
  advice: { id: string; state: string }[];
  deadlines: { key: string; state: string; due: string }[];
}
const shown = async (ref: string): Promise<Shown> => (await ehcna('case', 'show', ref, '--json')).json<Shown>();

const DRAFT = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'J', 'K'].map((s) => `${s}=Section ${s}`).join(',');

describe('a case from request to final plan, typed in late', () => {
  let ref: string;

  it('opens, and is on the worklist with the command that does each task', async () => {
    ref = await opened('Robin Sample', '--received-on', ago(130));
    expect(ref).toMatch(/^EHC-/);
    const { tasks } = (await ehcna('tasks', 'list', '--case', ref, '--json')).json<Shown>();
    expect(tasks.map((t) => t.command)).toContain(
      `npx ehcna assessment family-call ${ref} --outcome 'held or no-answer or declined'`,
    );
  });

  it('takes the telephone call and the decision to assess', async () => {
    await done(
      'assessment',
      'family-call',
      ref,
      '--outcome',
      'held',
      '--consent-to-share',
      '--section-a',
      'Likes maps.',
      '--on',
      ago(125),
    );
    const said = await done(
      'assessment',
      'decide',
      ref,
      '--outcome',
      'assess',
      '--may-have-sen',
      '--may-need-plan',
      '--reasons',
      'Little progress.',
      '--on',
      ago(100),
      '--all-advice-requested',
      '--notice-already-sent-on',
      ago(99),
    );
    expect(said).toMatch(new RegExp(`^${ref}: .*assessment\\.decided, .*advice\\.requested ×5`));
    expect(said).toContain('Stage: gathering-advice.');
  });

  it('takes every advice, each by the command that its task names', async () => {
    const { advice } = await shown(ref);
    expect(advice).toHaveLength(5);
    for (const { id } of advice) {
      await done(
        'advice',
        'submit',
        ref,
        '--advice-id',
        id,
        '--author',
        'A. Professional',
        '--findings',
        'Needs structure.',
        '--on',
        ago(60),
      );
      await done('advice', 'quality-check', ref, '--advice-id', id, '--outcome', 'accept', '--on', ago(59));
    }
    const { out } = await ehcna('case', 'show', ref);
    expect(out).toContain('Decide whether a plan is needed');
    expect(out).toMatch(/educational-psychology .* came /);
  });

  it('takes the decision to issue, a draft with its checks, and serves it', async () => {
    await done(
      'assessment',
      'decide-issue',
      ref,
      '--outcome',
      'issue',
      '--reasons',
      'Beyond what is ordinarily available.',
      '--on',
      ago(45),
      '--notice-already-sent-on',
      ago(44),
    );
    await done('draft', 'planning-meeting', ref, '--outcome', 'held', '--on', ago(42));
    expect(
      await refused('draft', 'prepare', ref, '--basis', 'first', '--sections', `${DRAFT},I=Millbrook School`),
    ).toContain('s38(5)');
    await done('draft', 'prepare', ref, '--basis', 'first', '--sections', `${DRAFT},I=`, '--on', ago(40));
    for (const [check, role] of Object.entries({
      'assessment-lead': 'assessment-lead',
      'clinical-lead': 'clinical-lead',
      'educational-psychologist': 'ep-admin',
    }))
      await done('draft', 'check', ref, '--check', check, '--outcome', 'pass', '--as', role, '--on', ago(39));
    await done('draft', 'serve', ref, '--served-on', ago(38));
    expect((await shown(ref)).stage).toBe('draft-with-family');
  });

  it('hears the family, consults, names the school and makes the plan final, late', async () => {
    await done(
      'draft',
      'representations',
      ref,
      '--agrees',
      '--requested-school',
      'name=Millbrook School,section38=yes',
      '--on',
      ago(30),
    );
    await done(
      'consult',
      'send',
      ref,
      '--providers',
      'urn=999902,name=Millbrook School,section38=yes,requestedByFamily=yes,email=office@millbrook.example',
      '--notice-already-sent-on',
      ago(30),
      '--on',
      ago(30),
    );
    await done('consult', 'reply', ref, '--consultation-id', 'C1', '--reply', 'can-meet-need', '--on', ago(20));
    await done(
      'consult',
      'name',
      ref,
      '--kind',
      'institution',
      '--consultation-id',
      'C1',
      '--reasons',
      'Requested, and can meet need.',
    );
    const said = await done(
      'draft',
      'finalise',
      ref,
      '--sections',
      `${DRAFT},I=Millbrook School`,
      '--as',
      'assessment-lead:al-1',
    );
    expect(said).toContain('Outcome: final-plan.');
  });

  it('then shows how it went, and is among the closed ones', async () => {
    const { outcome, deadlines } = await shown(ref);
    expect(outcome).toBe('final-plan');
    expect(deadlines.find((d) => d.key === 'ehcna-decision-6w')?.state).toBe('met');
    const listed = (await ehcna('case', 'list', '--closed', '--json')).json<{ cases: { caseRef: string }[] }>();
    expect(listed.cases.map((c) => c.caseRef)).toContain(ref);
    expect((await ehcna('case', 'list')).out).not.toContain(ref);
    const { out } = await ehcna('case', 'timeline', ref);
    expect(out).toMatch(/plan\.finalised +- +assessment-lead al-1/);
    expect(out).not.toMatch(/Robin|Alex|Section A|Larkfield/);
    expect(await refused('case', 'withdraw', ref, '--reason', 'x')).toContain('finished');
  });
});

describe('a refusal', () => {
  it('of a second request for the same child says which case is open, and exits 1', async () => {
    const first = await opened('Jo Twice');
    const { exit, err, json } = await open('Jo Twice');
    expect(json()).toMatchObject({ accepted: false, reason: 'duplicate', otherCase: first });
    expect(err).toContain(`already open as ${first}`);
    expect(err).not.toContain('Jo');
    expect(exit).toBe(1);
  });

  it('of a second request knows the child with a pupil number in one and without it in the other', async () => {
    const first = await opened('Ola O’Twice', '--upn', 'A999900126001');
    expect((await open('Ola OTwice')).json()).toMatchObject({ reason: 'duplicate', otherCase: first });
    expect((await open('Ola Renamed', '--upn', 'A999900126001')).json()).toMatchObject({ otherCase: first });
    const namesake = await opened('Ola OTwice', '--upn', 'B999900126002');
    expect((await open('OLA O-TWICE')).json()).toMatchObject({ reason: 'duplicate' });
    expect((await ehcna('tasks', 'list', '--case', namesake)).out).not.toContain(first);
  });

  it('is no longer possible once a name is put right: both cases say so, until one ends', async () => {
    const [first, second] = [await opened('Pia Right'), await opened('Pia Wrong')];
    const words = ['--fact', 'childName', '--evidence', 'Birth certificate', '--as', 'manager'];
    await done('case', 'correct', second, ...words, '--value', 'Pia Right');
    const told = async (ref: string): Promise<string[]> =>
      (await ehcna('tasks', 'list', '--case', ref, '--json'))
        .json<{ tasks: { key: string; command: string }[] }>()
        .tasks.filter((task) => task.key.startsWith('same-child:'))
        .map((task) => `${task.key} ${task.command}`);
    expect(await told(first)).toEqual([expect.stringMatching(`${second} npx ehcna case withdraw ${first} `)]);
    expect(await told(second)).toEqual([expect.stringMatching(`${first} npx ehcna case withdraw ${second} `)]);
    await done('case', 'withdraw', second, '--reason', 'One child, one case');
    expect(await told(first)).toEqual([]);
    expect((await open('Pia Wrong')).json()).toMatchObject({ accepted: true });
  });

  it('of a request from another area, or from the future, says why', async () => {
    expect((await open('Sky Away', '--no-lives-in-area')).json()).toMatchObject({ reason: 'out-of-area' });
    const { exit, json } = await open('Sky Ahead', '--received-on', ago(-40));
    expect(json()).toMatchObject({ refused: true, code: 'in-the-future' });
    expect(exit).toBe(1);
  });

  it('by the law names the rule', async () => {
    const ref = await opened('Lee Lawful');
    const words = [
      'assessment',
      'decide',
      ref,
      '--outcome',
      'refuse',
      '--may-have-sen',
      '--may-need-plan',
      '--reasons',
      'x',
    ];
    expect(await refused(...words)).toContain('(s36(8))');
    expect((await ehcna(...words, '--json')).json()).toMatchObject({ refused: true, rule: 's36(8)' });
  });

  it('for the role that is sent says whose it is', async () => {
    const ref = await opened('Kit Role');
    const words = [
      'assessment',
      'decide',
      ref,
      '--outcome',
      'assess',
      '--may-have-sen',
      '--may-need-plan',
      '--reasons',
      'x',
    ];
    expect(await refused(...words, '--as', 'caseworker')).toBe(
      'This is done by assessment-lead, manager; it was sent as caseworker',
    );
  });

  it('of what is not there', async () => {
    expect(await refused('case', 'show', 'EHC-00000000')).toContain('There is no case EHC-00000000');
    expect(await refused('case', 'timeline', 'EHC-00000000')).toContain('There is no case EHC-00000000');
    expect(await refused('case', 'withdraw', 'EHC-00000000', '--reason', 'x')).toContain('EHC-00000000');
    expect(await refused('panel', 'show', 'nowhere')).toContain('nowhere');
  });
});

describe('sending twice', () => {
  it('with one request id is one request, even when it was turned away', async () => {
    const ref = await opened('Ray Again', '--request-id', 'form-1');
    expect(await opened('Ray Again', '--request-id', 'form-1')).toBe(ref);
    const turnedAway = await open('Ray Again', '--request-id', 'form-2');
    const again = await open('Ray Again', '--request-id', 'form-2');
    expect(turnedAway.exit).toBe(1);
    expect(again.json()).toEqual(turnedAway.json());
  });

  it('with one command id is one command', async () => {
    const ref = await opened('Max Once');
    const words = [
      'case',
      'contact',
      ref,
      '--channel',
      'telephone',
      '--direction',
      'to-family',
      '--command-id',
      'call-7',
    ];
    expect(await done(...words)).toContain('contact.made');
    await done(...words);
    const events = (await ehcna('case', 'timeline', ref, '--json')).json<{ events: { type: string }[] }>().events;
    expect(events.filter((e) => e.type === 'contact.made')).toHaveLength(1);
  });
});

describe('a panel', () => {
  it('lists the case referred to it, and its recommendation reaches the case with its actions', async () => {
    const ref = await opened('Val Panel');
    await done('panel', 'refer', ref, '--panel', 'stuck-cases', '--question', 'stuck', '--reason', 'No psychologist');
    await expect
      .poll(async () => (await ehcna('panel', 'show', 'stuck-cases')).out, { timeout: 20_000 })
      .toContain(ref);
    expect((await ehcna('panel', 'list')).out).toContain('stuck-cases');
    const { tasks } = (await ehcna('tasks', 'list', '--role', 'panel-clerk', '--json')).json<Shown>();
    expect(tasks.map((t) => t.command)).toContain(
      `npx ehcna panel recommend stuck-cases --case-ref ${ref} --referral-id P1 --recommendation '…' --reasons '…'`,
    );
    await done(
      'panel',
      'recommend',
      'stuck-cases',
      '--case-ref',
      ref,
      '--referral-id',
      'P1',
      '--recommendation',
      'Locum',
      '--reasons',
      'Eight weeks late',
      '--actions',
      `what=Allocate a locum,owner=Principal EP,dueOn=${addDays(today, 7)}`,
    );
    await expect
      .poll(async () => (await ehcna('tasks', 'list', '--case', ref)).out, { timeout: 20_000 })
      .toContain(`ehcna panel action-done ${ref} --action-id X1`);
    await done('panel', 'action-done', ref, '--action-id', 'X1', '--outcome', 'Allocated');
  });
});

describe('lists', () => {
  it('filter by stage, lateness and days, and count days from the day that is said', async () => {
    const late = await opened('Pat Late', '--received-on', ago(60));
    const refs = async (...words: string[]): Promise<string[]> =>
      (await ehcna('case', 'list', ...words, '--json'))
        .json<{ cases: { caseRef: string }[] }>()
        .cases.map((c) => c.caseRef);
    expect(await refs('--late')).toEqual([late]);
    expect(await refs('--late', '--today', ago(60))).toEqual([]);
    expect((await ehcna('case', 'breaches', '--json')).json()).toMatchObject({
      breaches: [{ ruleId: 'ehcna-decision-6w', cases: 1 }],
    });
    expect((await ehcna('case', 'breaches')).out).toMatch(/ehcna-decision-6w +1 +20\d\d-\d\d-\d\d +\d+ over/);
    expect((await ehcna('case', 'breaches', '--today', ago(60))).out).toMatch(/No statutory date is past/);
    expect(await refs('--due-within', '0')).toEqual([late]);
    expect(await refs('--stage', 'drafting')).toEqual([]);
    expect(await refs('--locality', 'north', '--caseworker', 'cw-014', '--limit', '1')).toEqual([late]);
    expect((await ehcna('case', 'list', '--late')).out).toMatch(new RegExp(`${late} .* over `));
    expect((await ehcna('case', 'show', late)).out).toMatch(
      /ehcna-decision-6w .* over +missed +the panel has not met on it/,
    );
  });
});
