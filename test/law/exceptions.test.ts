import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../domain/civil-date.js';
import {
  checkException,
  closureWindow,
  type ExceptionClaim,
  exceptionGrounds,
  exceptionProvision,
  groundFault,
} from '../../domain/law/exceptions.js';
import { allRules } from '../../domain/law/rules.js';

const SUMMER = { from: '2026-07-22', reopens: '2026-09-02' };

const absence: ExceptionClaim = {
  ruleId: 'plan-final-20w',
  ground: 'absence',
  evidence: ['EV-1'],
  from: '2026-05-01',
  to: '2026-05-28',
  triggeredOn: '2026-04-01',
  whose: 'child',
  madeImpractical: true,
};

const closure: ExceptionClaim = {
  ruleId: 'plan-final-20w',
  ground: 'school-closure',
  evidence: ['EV-2'],
  from: SUMMER.from,
  to: '2026-09-01',
  triggeredOn: '2026-05-18',
  adviceRequestedOn: '2026-07-15',
  closures: [SUMMER],
  madeImpractical: true,
};

const refused = (claim: ExceptionClaim, code: string, says: string): void => {
  const answer = checkException(claim);
  expect(answer).toMatchObject({ refused: true, code });
  expect('reason' in answer ? answer.reason : '').toContain(says);
};

describe('a closure', () => {
  test('from 22 July to 2 September 2026 excuses requests of 15 July to 26 August', () => {
    expect(closureWindow(SUMMER)).toEqual({ from: '2026-07-15', to: '2026-08-26' });
    for (const adviceRequestedOn of ['2026-07-15', '2026-08-26']) {
      expect(checkException({ ...closure, adviceRequestedOn })).toEqual({
        ok: true,
        ruleId: 'plan-final-20w',
        set: 'E1',
        ground: 'school-closure',
        provision: 'r13(3)(a)',
        evidence: ['EV-2'],
        from: '2026-07-22',
        to: '2026-09-01',
      });
    }
    for (const adviceRequestedOn of ['2026-07-14', '2026-08-27']) {
      refused({ ...closure, adviceRequestedOn }, 'outside-closure-window', '2026-07-15 to 2026-08-26');
    }
  });

  test('must last four weeks', () => {
    expect(closureWindow({ from: '2026-07-22', reopens: '2026-08-19' })).not.toBeNull();
    expect(closureWindow({ from: '2026-07-22', reopens: '2026-08-18' })).toBeNull();
    const short = [{ from: '2026-07-22', reopens: '2026-08-18' }];
    refused({ ...closure, closures: short }, 'outside-closure-window', 'four continuous weeks');
  });

  test('without a request in its window is nothing', () => {
    const { adviceRequestedOn: _, ...unasked } = closure;
    refused(unasked, 'request-date-missing', 'the day advice was requested');
    refused({ ...closure, closures: [] }, 'outside-closure-window', 'excuses nothing');
  });

  test('does not excuse a limit that had not begun or was already missed when advice was requested', () => {
    refused({ ...closure, triggeredOn: '2026-07-20' }, 'outside-period', '2026-07-15');
    refused({ ...closure, triggeredOn: '2026-01-05' }, 'outside-period', '2026-05-25');
  });
});

describe('an absence', () => {
  test('of four weeks in the period excuses, a day less does not', () => {
    expect(checkException(absence)).toMatchObject({ ok: true, ground: 'absence', provision: 'r13(3)(d)' });
    refused({ ...absence, to: '2026-05-27' }, 'absence-too-short', '27 days');
  });

  test('counts only its days within the period', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 160 }), fc.integer({ min: 1, max: 90 }), (offset, length) => {
        const from = addDays(absence.triggeredOn, offset);
        const claim = { ...absence, from, to: addDays(from, length - 1) };
        let within = 0;
        for (let i = 0; i < length; i++) {
          const at = daysBetween(absence.triggeredOn, addDays(from, i));
          if (at >= 0 && at <= 140) within++;
        }
        expect('ok' in checkException(claim)).toBe(within >= 28);
      }),
    );
  });

  test('that has not ended has not yet lasted', () => {
    refused({ ...absence, to: null }, 'absence-still-open', '4 weeks');
  });

  test('under E3 need be of two weeks only', () => {
    const twoWeeks = exceptionGrounds().find(({ set, id }) => set === 'E3' && id === 'absence');
    if (!twoWeeks) throw new Error('E3 has lost its absence');
    const period = { from: '2026-04-01', to: '2026-05-06' };
    const claim = { ...absence, from: '2026-04-02' };
    expect(groundFault(twoWeeks, { ...claim, to: '2026-04-15' }, period)).toBeNull();
    expect(groundFault(twoWeeks, { ...claim, to: '2026-04-14' }, period)).toMatchObject({ code: 'absence-too-short' });
  });
});

describe('circumstances', () => {
  const personal: ExceptionClaim = { ...absence, ground: 'personal-circumstances', to: null };

  test('may go on, and must touch the period', () => {
    expect(checkException(personal)).toMatchObject({ ok: true, to: null, provision: 'r13(3)(c)' });
    refused({ ...personal, from: '2026-03-01', to: '2026-03-31' }, 'outside-period', '2026-04-01');
    refused({ ...personal, from: '2026-08-20' }, 'outside-period', '2026-08-19');
  });

  test('are somebody in particular’s', () => {
    const { whose: _, ...nobody } = personal;
    refused(nobody, 'whose-missing', 'child, parent, young-person');
  });

  test('need not be personal to excuse a body, which a missed test does too', () => {
    const body: ExceptionClaim = { ...personal, ruleId: 'advice-6w', ground: 'exceptional-circumstances' };
    expect(checkException(body)).toMatchObject({ ok: true, set: 'E2', provision: 'r8(2)(a)' });
    expect(checkException({ ...body, ground: 'missed-examination' })).toMatchObject({
      ok: true,
      provision: 'r8(2)(c)',
    });
    refused({ ...body, ground: 'missed-examination', whose: 'parent' }, 'whose-wrong', 'child or young person');
    refused({ ...body, ground: 'personal-circumstances' }, 'not-a-ground', 'r8(2)');
    refused({ ...body, ground: 'school-closure' }, 'not-a-ground', 'exceptional-circumstances');
  });
});

describe('a claim', () => {
  test.each(['workload', 'staff-shortage', 'psychologist-shortage', 'cost', '', 'Absence'])(
    'of %j is no ground',
    (ground) => {
      refused({ ...absence, ground }, 'not-a-ground', 'Staff shortage, demand and cost are never exceptions');
    },
  );

  test('needs evidence, and that the event made the limit impractical', () => {
    refused({ ...absence, evidence: [] }, 'no-evidence', 'r13(3)');
    refused({ ...absence, evidence: [' '] }, 'no-evidence', 'r13(3)');
    refused({ ...absence, madeImpractical: false }, 'not-impractical', 'impractical');
  });

  test('on a rule without exceptions names the provision that has none', () => {
    refused({ ...absence, ruleId: 'ehcna-screen-no' }, 'no-exception', 'r4(1)');
    refused({ ...absence, ruleId: 'draft-15d' }, 'no-exception', 'r13(1)(a)');
    refused({ ...absence, ruleId: 'plan-final-19w' }, 'unknown-rule', 'plan-final-19w');
  });

  test('names a date that is none', () => {
    refused({ ...absence, from: '2026-02-30' }, 'not-a-date', '2026-02-30');
    refused({ ...absence, triggeredOn: 'soon' }, 'not-a-date', 'soon');
    refused({ ...absence, to: '2026-04-30' }, 'ends-before-it-begins', '2026-04-30');
  });
});

test('the grounds are those of E1, E2 and E3, and none else', () => {
  expect(exceptionGrounds().map(({ set, letter, id }) => `${set}(${letter}) ${id}`)).toEqual([
    'E1(a) school-closure',
    'E1(b) early-years-closure',
    'E1(c) personal-circumstances',
    'E1(d) absence',
    'E2(a) exceptional-circumstances',
    'E2(b) absence',
    'E2(c) missed-examination',
    'E3(a) personal-circumstances',
    'E3(b) absence',
    'E3(c) school-closure',
    'E3(c) early-years-closure',
  ]);
});

test('exceptions attach to r5(1), r8(1), r10(1), r13(2), r26 and r27(2) and to nothing else', () => {
  const given = allRules().filter(({ id }) => exceptionGrounds(id).length > 0);
  expect(given.map(({ id }) => `${id} ${exceptionProvision(id)}`)).toEqual([
    'ehcna-decision-6w r5(4)',
    'advice-6w r8(2)',
    'noplan-16w r10(4)',
    'plan-decision-16w r10(4)',
    'plan-final-20w r13(3)',
    'reassess-advice r8(2)',
    'reassess-final-14w r27(3)',
  ]);
});

describe('in a reassessment', () => {
  test('r27(3) excuses the final plan, within its fourteen weeks', () => {
    const claim: ExceptionClaim = { ...absence, ruleId: 'reassess-final-14w' };
    expect(checkException(claim)).toMatchObject({ ok: true, set: 'E1', provision: 'r27(3)(d)' });
    refused({ ...claim, from: '2026-06-20', to: '2026-08-20' }, 'absence-too-short', '2026-07-08');
  });

  test('E2 excuses a body in the six weeks it has for its advice', () => {
    const claim: ExceptionClaim = { ...absence, ruleId: 'reassess-advice', from: '2026-04-02', to: '2026-04-29' };
    expect(checkException(claim)).toMatchObject({ ok: true, set: 'E2', provision: 'r8(2)(b)' });
    refused({ ...claim, to: '2026-04-28' }, 'absence-too-short', '2026-05-13');
  });

  test('nothing excuses the decision, nor a review', () => {
    for (const ruleId of ['reassess-decision-15d', 'ar-12m-next', 'ar-final-8w', 'phase-15feb', 'move-transfer']) {
      refused({ ...absence, ruleId }, 'no-exception', 'has no exceptions');
    }
  });
});
