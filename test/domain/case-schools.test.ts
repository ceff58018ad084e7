import { describe, expect, it } from 'vitest';
import { PlanSchools } from '../../domain/case-schools.js';
import { project } from '../../domain/projection.js';
import type { PlanState } from '../../domain/plan/state.js';
import type { AnyEvent } from '../../domain/events.js';
import { planHeld } from '../plans/samples.js';
import { Case, CHILD, REF } from './case.js';

const valley = { kind: 'school', name: 'Valley School', urn: '999902', email: 'office@valley.example' } as const;

const schoolsOf = (of: Case) => project(`assessment/${REF}`, of.events as unknown as AnyEvent[])?.schools ?? [];

const told = (of: Case) => schoolsOf(of).map(({ how, urn, fromOn, untilOn }) => [how, urn, fromOn, untilOn]);

describe('the schools of an assessment', () => {
  it('are the one that asked, for good, and the one that the child attends', () => {
    const asked = new Case({ request: { source: 'school' } });
    expect(told(asked)).toEqual([
      ['asked', '999901', '2025-04-02', null],
      ['attends', '999901', '2025-04-02', null],
    ]);
    expect(told(new Case())).toEqual([['attends', '999901', '2025-04-02', null]]);
  });

  it('follow a child that changes school, that attends none, and that comes back', () => {
    const of = new Case().at('2025-04-10').do('changeSetting', { setting: valley, evidence: 'Admission' });
    of.at('2025-04-20').do('changeSetting', { none: true, evidence: 'At home' });
    of.at('2025-04-28').do('changeSetting', { setting: CHILD.setting, evidence: 'Back' });
    expect(told(of)).toEqual([
      ['attends', '999901', '2025-04-02', '2025-04-10'],
      ['attends', '999902', '2025-04-10', '2025-04-20'],
      ['attends', '999901', '2025-04-28', null],
    ]);
  });
});

describe('the schools of a plan', () => {
  const institution = (urn: string) => ({ kind: 'school' as const, name: `School ${urn}`, urn });
  const seen = (...states: [PlanState, string][]) => {
    const schools = new PlanSchools();
    for (const [state, occurredOn] of states) schools.see(state, { occurredOn });
    return schools.rows.map(({ how, urn, fromOn, untilOn }) => [how, urn, fromOn, untilOn]);
  };
  const held = planHeld({ institution: institution('999902') });

  it('are the one named until the plan ends', () => {
    expect(seen([held, '2026-03-10'], [{ ...held, stage: 'ceased' }, '2027-01-05'])).toEqual([
      ['placed', '999902', '2026-03-10', '2027-01-05'],
    ]);
  });

  it('are two while a transfer is near: the next one from the day it is named, the present one until the transfer', () => {
    const amended: PlanState = {
      ...held,
      institution: institution('999903'),
      beforeTransfer: { institution: institution('999902'), regulation20: true, until: '2026-09-01' },
    };
    const afterwards: PlanState = { ...amended, beforeTransfer: { ...amended.beforeTransfer!, until: '2026-10-01' } };
    expect(seen([held, '2026-03-10'], [amended, '2026-06-01'])).toEqual([
      ['placed', '999902', '2026-03-10', '2026-09-01'],
      ['placed', '999903', '2026-06-01', null],
    ]);
    expect(seen([held, '2026-03-10'], [amended, '2026-06-01'], [afterwards, '2026-06-02'])[0]).toEqual([
      'placed',
      '999902',
      '2026-03-10',
      '2026-10-01',
    ]);
  });
});
