/** The return on a real installation: what is said of it closes its tasks, and a manager alone takes it out. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { assessmentId, planId } from '../../domain/ids.js';
import { identityText, issue } from '../../keys/identity.js';
import { familyRequest } from '../cli/requests.js';
import { terminal, terminalOf } from '../cli/terminal.js';
import { codeOf, eventually } from '../plans/on-server.js';
import { holding } from '../plans/samples.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const manager = { role: 'manager', id: 'm-1' } as const;
const PLAN = 'EHC-0000SEN2';

let world: World;
let today: CivilDate;
let caseRef: string;
/** Of the collection that collects this year. */
let year: string;

beforeAll(async () => {
  world = await openWorld();
  today = londonDate(Date.now());
  year = String(Number(today.slice(0, 4)) + 1);
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
  const child = {
    ...holding().child,
    name: 'Robin Ashenfell',
    dateOfBirth: '2016-02-02',
    address: '4 Gorse Row, Northmere',
  };
  await world.ehcna.holdPlan(
    PLAN,
    holding({ child, madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -2) }),
  );
  await vi.waitFor(async () => expect(await world.ehcna.worklist.plans({ caseRef: PLAN })).toHaveLength(1), 20_000);
});
afterAll(() => world?.stop());

const errorsOf = async (ref: string): Promise<string[]> =>
  (await world.ehcna.worklist.tasks({ caseRef: ref, sen2: true })).map(({ key }) => key.slice('sen2:'.length));

describe('what is said for the return', () => {
  it('of a case closes its tasks, as the list says it would', async () => {
    const ehcna = terminalOf(world);
    expect(await errorsOf(caseRef)).toContain('sex-missing');
    const { tasks } = (await ehcna('tasks', 'list', '--sen2', '--case', caseRef, '--json')).json<{
      tasks: { key: string; command: string }[];
    }>();
    const { command } = tasks.find(({ key }) => key === 'sen2:sex-missing') as { command: string };
    expect(command).toBe(`npx ehcna case sen2 ${caseRef} --sex 'M or F'`);
    const words = ['case', 'sen2', caseRef, '--sex', 'M', '--postcode', 'ZZ1 2LS', '--upn-unknown', 'UN1'];
    expect(await ehcna(...words)).toMatchObject({ exit: 0 });
    await eventually(() => errorsOf(caseRef)).toEqual([]);
  });

  it('is told beside the list of what the law has due, which it is no part of', async () => {
    const { out } = await terminalOf(world)('tasks', 'list', '--case', PLAN);
    expect(out).toMatch(/Besides, 4 tasks of the SEN2 return: ehcna tasks list --sen2/);
    expect(out).not.toContain('sen2:');
  });

  it('of a plan closes its tasks', async () => {
    expect((await errorsOf(PLAN)).toSorted()).toEqual([
      'need-missing',
      'postcode-missing',
      'sex-missing',
      'upn-missing',
    ]);
    await world.ehcna.planCommand(
      PLAN,
      'recordSen2Facts',
      { sex: 'F', primaryNeed: 'ASD', postcode: 'ZZ2 3AB', upn: 'G999901318196', personalBudget: false },
      officer,
    );
    await eventually(() => errorsOf(PLAN)).toEqual([]);
  });

  it('of a case that is over is said by a manager, and by nobody else; the case is over again', async () => {
    const asked = familyRequest();
    const child = { ...asked.child, name: 'Wren Dusklade', dateOfBirth: '2015-06-07' };
    const { caseRef: over } = await world.ehcna.open({ ...asked, child }, officer);
    await world.ehcna.command(over, 'withdraw', { reason: 'Asked in writing' } as never, officer);
    const handle = world.client.workflow.getHandle(assessmentId(over));
    await handle.result();
    const before = (await world.ehcna.ledger.read(assessmentId(over))).length;
    const say = (by: typeof officer | typeof manager, sex: 'F' | 'M') =>
      codeOf(world.ehcna.command(over, 'recordSen2Facts', { sex }, by));
    expect(await say(officer, 'F')).toBe('wrong-role');
    expect(await say(manager, 'F')).toBe('accepted');
    expect(await say(manager, 'F')).toBe('no-change');
    await handle.result();
    const facts = await world.ehcna.ledger.read(assessmentId(over));
    expect(facts.slice(before)).toMatchObject([{ type: 'sen2.recorded', data: { sex: 'F' }, by: manager }]);
    expect(await errorsOf(over)).not.toContain('sex-missing');
    expect((await world.ehcna.worklist.cases({ open: true })).map((c) => c.caseRef)).not.toContain(over);
  });

  it('of a case that there is none of is refused, and leaves none behind', async () => {
    expect(await codeOf(world.ehcna.command('EHC-N0NE0000', 'recordSen2Facts', { sex: 'F' }, manager))).toBe(
      'not-found',
    );
    expect(await world.ehcna.ledger.read(assessmentId('EHC-N0NE0000'))).toEqual([]);
  });

  it('that makes two open cases one child’s is a task in both', async () => {
    const [one, two] = await Promise.all(
      ['Ada Larkholt', 'Ida Larkholt'].map((name) =>
        world.ehcna.open(
          { ...familyRequest(), child: { ...familyRequest().child, name, dateOfBirth: '2014-09-09' } },
          officer,
        ),
      ),
    );
    for (const ref of [one?.caseRef ?? '', two?.caseRef ?? ''])
      await world.ehcna.command(ref, 'recordSen2Facts', { upn: 'P999901418095' }, officer);
    const keys = (await world.ehcna.worklist.tasks({ caseRef: one?.caseRef ?? '' })).map(({ key }) => key);
    expect(keys).toContain(`same-child:${two?.caseRef ?? ''}`);
  });
});

describe('a file of what is said', () => {
  const file = (text: string): string => {
    const path = join(world.dataDir, 'facts.csv');
    writeFileSync(path, text);
    return path;
  };

  it('is carried out row by row: what is refused is named by its line, and repeats nothing', async () => {
    const path = file(
      [
        'case,surname,primary-need,senUnit',
        `${PLAN},Ashenfell-Rowe,SLCN,no`,
        `${caseRef},Hidden,,`,
        `${caseRef},Hidden,ASD,`,
        `${PLAN},Hidden,NONSENSE,`,
        'EHC-N0NE0000,Hidden,,',
        'nobody,Hidden,,',
      ].join('\r\n'),
    );
    const { exit, out } = await terminalOf(world)('sen2', 'say', path, '--as', 'manager:m-1', '--json');
    const { said, refused } = JSON.parse(out) as { said: number; refused: { line: number; reason: string }[] };
    expect([exit, said]).toEqual([1, 2]);
    expect(refused.map(({ line }) => line)).toEqual([4, 5, 6, 7]);
    expect(out).not.toMatch(/Hidden|NONSENSE|nobody/);
    const state = (await world.ehcna.ledger.read(planId(PLAN))).at(-1);
    expect(state).toMatchObject({
      type: 'sen2.recorded',
      data: { surname: 'Ashenfell-Rowe', primaryNeed: 'SLCN', senUnit: false, placementOf: '999902' },
    });
  });

  it('given again says nothing new', async () => {
    const path = file(`case,surname,primaryNeed\n${PLAN},Ashenfell-Rowe,SLCN\n`);
    const { exit, out } = await terminalOf(world)('sen2', 'say', path);
    expect([exit, out]).toEqual([0, '0 rows said, 1 known already, 0 refused.\n']);
  });

  it('with a column that is none is refused whole', async () => {
    const { exit, err } = await terminalOf(world)('sen2', 'say', file(`case,shoeSize\n${PLAN},9\n`));
    expect([exit, err]).toEqual([1, expect.stringContaining('not known: shoeSize')]);
  });
});

describe('the export', () => {
  const out = (name: string): string => join(world.dataDir, name);

  /** With an identity of that role. */
  const exportAs = (role: 'manager' | 'caseworker' | 'auditor', id: string, path: string, ...words: string[]) => {
    const file = out(`identity-${id}`);
    writeFileSync(file, identityText(issue(world.issuer, { role, id }, { now: Date.now() - 86_400_000, days: 30 })));
    const authority = { ...world.environment, EHCNA_ISSUERS: world.issuer.publicKey, EHCNA_IDENTITY: file };
    return terminal(authority)('sen2', 'export', '--year', year, '--out', path, '--as', `${role}:${id}`, ...words);
  };

  const accesses = async () =>
    (await world.ehcna.ledger.read(`access/${today.slice(0, 7)}`)).filter(({ type }) => type === 'sen2.exported');

  it.each(['caseworker', 'auditor'] as const)('is refused to a %s, and nothing is written or told', async (role) => {
    const before = (await accesses()).length;
    const { exit, err } = await exportAs(role, `${role}-1`, out(`by-${role}.xml`));
    expect([exit, err]).toEqual([1, expect.stringMatching(`exported by manager; it was asked as ${role}`)]);
    expect(readdirSync(world.dataDir)).not.toContain(`by-${role}.xml`);
    expect((await accesses()).length).toBe(before);
  });

  it('is refused to a manager whose identity is nobody’s that is known', async () => {
    const file = out('identity-m-9');
    writeFileSync(
      file,
      identityText(issue(world.issuer, { role: 'manager', id: 'm-9' }, { now: Date.now() - 86_400_000 * 3, days: 1 })),
    );
    const authority = { ...world.environment, EHCNA_ISSUERS: world.issuer.publicKey, EHCNA_IDENTITY: file };
    const { exit, err } = await terminal(authority)('sen2', 'export', '--year', year, '--out', out('old.xml'));
    expect([exit, err]).toEqual([1, expect.stringContaining('was good until')]);
  });

  it('of a manager is a file for its owner alone, of everybody, and is on the ledger without a name', async () => {
    const path = out('return.xml');
    expect(await exportAs('manager', 'data-1', path)).toMatchObject({ exit: 0 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    const { Person } = (
      new XMLParser({ parseTagValue: false }).parse(text) as {
        Message: { SEN2: { Persons: { Person: { Forename: string; Sex?: string }[] } } };
      }
    ).Message.SEN2.Persons;
    expect(Person.map(({ Forename }) => Forename)).toContain('Robin');
    const entry = (await accesses()).at(-1);
    expect(entry).toMatchObject({
      by: { role: 'manager', id: 'data-1' },
      data: {
        year: Number(year),
        format: 'xml',
        persons: Person.length,
        files: { 'sen2.xml': createHash('sha256').update(text).digest('hex') },
      },
    });
    expect(JSON.stringify(entry)).not.toMatch(/Robin|Ashenfell|Dusklade|ZZ\d/);
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
  });

  it('replaces no file, and is the same file when it is made again', async () => {
    expect((await exportAs('manager', 'data-1', out('return.xml'))).err).toContain('is there already');
    const { json } = await exportAs('manager', 'data-1', out('again.xml'), '--json');
    expect(readFileSync(out('again.xml'), 'utf8')).toBe(readFileSync(out('return.xml'), 'utf8'));
    expect(json<{ files: object }>().files).toEqual((await accesses()).at(-1)?.data.files);
    const { out: shown } = await exportAs('manager', 'data-1', '-');
    expect(shown).toBe(readFileSync(out('return.xml'), 'utf8'));
  });

  it('as CSV is a folder of its owner’s, a file a module; it does not go to standard output', async () => {
    expect(await exportAs('manager', 'data-1', out('return'), '--format', 'csv')).toMatchObject({ exit: 0 });
    expect(statSync(out('return')).mode & 0o777).toBe(0o700);
    expect(readdirSync(out('return')).toSorted()).toEqual(
      [
        'activeplans',
        'assessment',
        'namedplan',
        'person',
        'placementdetail',
        'plandetail',
        'requests',
        'sen2',
        'senneed',
      ].map((name) => `${name}.csv`),
    );
    for (const name of readdirSync(out('return'))) expect(statSync(join(out('return'), name)).mode & 0o777).toBe(0o600);
    expect((await exportAs('manager', 'data-1', '-', '--format', 'csv')).err).toContain('name a folder');
  });
});

describe('what is shown of it', () => {
  it('is counts a module and a rule, and names nobody', async () => {
    const ehcna = terminalOf(world);
    const { out, exit } = await ehcna('sen2', 'show', '--year', year);
    expect(exit).toBe(0);
    expect(out).toMatch(/Person +4\nRequests +5\n/);
    expect(out).not.toMatch(/Robin|Ashenfell|Dusklade|Gorse|ZZ\d/);
    const { errors, rules, modules } = (await ehcna('sen2', 'show', '--year', year, '--json')).json<{
      errors: number;
      rules: { rule: string; level: string; n: number }[];
      modules: Record<string, number>;
    }>();
    expect(modules).toMatchObject({ Person: 4, Requests: 5, ActivePlans: 1, SENneed: 1 });
    expect(errors).toBe(rules.filter(({ level }) => level === 'error').reduce((sum, { n }) => sum + n, 0));
  });

  it('of a rule is its cases, each with the command that mends it', async () => {
    const { out } = await terminalOf(world)('sen2', 'show', '--year', year, '--rule', 'personal-budget');
    expect(out).toMatch(/No record of \d+ breaks the rule/);
    const began = await terminalOf(world)('sen2', 'show', '--year', year, '--rule', 'placement-began');
    expect(began.out).toContain(`npx ehcna plan sen2 ${PLAN} --placement-from '…'`);
  });

  it('is nothing without the keys, and of no year before there was such a return', async () => {
    const { exit, err } = await terminal({ ...world.environment, EHCNA_KEYS: '' })('sen2', 'show', '--year', year);
    expect([exit, err]).toEqual([1, expect.stringContaining('EHCNA_KEYS')]);
    expect(await terminalOf(world)('sen2', 'show', '--year', '2022')).toMatchObject({ exit: 2 });
  });

  it('left no task of any process failed', async () => {
    await expectNoTaskFailed(world.client, planId(PLAN));
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });
});
