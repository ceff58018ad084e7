import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOfWeek } from '../../domain/civil-date.js';
import { meetingFor, meetingOnOrAfter } from '../../domain/panel/meetings.js';
import {
  blankPanel,
  cancelMeeting,
  evolvePanel,
  list,
  nextPanelWakeOn,
  type PanelState,
  panelDetails,
  passPanelTime,
  recommend,
  remove,
} from '../../domain/panel/panel.js';
import type { NewPanelEvent, ReferralToPanel } from '../../domain/panel/panel-shapes.js';
import { panelEventShapes } from '../../domain/panel/panel-shapes.js';
import type { Actor, Refusal } from '../../domain/events.js';
import { isProcessOf } from '../../domain/ids.js';
import { POLICY, REF } from './case.js';

/** Every second Tuesday; papers the day before; two days to write down what was said. */
const PANEL = POLICY.panels.find((p) => p.id === 'stuck-cases') ?? (POLICY.panels[0] as (typeof POLICY.panels)[number]);
const CLERK: Actor = { role: 'panel-clerk', id: 'pc-1' };
const OTHER = 'EHC-00000002';

const referral = (changes: Partial<ReferralToPanel> = {}): ReferralToPanel => ({
  caseRef: REF,
  referralId: 'P1',
  question: 'stuck',
  reason: 'Advice is late',
  referredOn: '2025-07-03',
  ...changes,
});

const convened = (): PanelState =>
  evolvePanel(blankPanel(), { type: 'panel.convened', data: { panel: PANEL }, occurredOn: '2025-01-01' });

const after = (state: PanelState, events: NewPanelEvent[] | Refusal): PanelState => {
  if (!Array.isArray(events)) throw new Error(`refused: ${events.code}`);
  return events.reduce<PanelState>((s, e) => evolvePanel(s, e), state);
};

const meetings = (state: PanelState): string[] => state.agenda.map((e) => `${e.referralId} ${e.meetingOn}`);

describe('whom a panel answers', () => {
  const REVIEW = `annualReview/${REF}/2`;
  const asked = (replyTo?: string): PanelState =>
    after(convened(), list(convened(), referral(replyTo ? { replyTo } : {}), '2025-07-03'));

  it('is the process that asked, in every fact that it hears of', () => {
    const state = asked(REVIEW);
    const command = {
      by: CLERK,
      caseRef: REF,
      referralId: 'P1',
      recommendation: 'Agree',
      reasons: 'Needed.',
      actions: [],
    };
    for (const events of [passPanelTime(state, '2025-07-20'), recommend(state, command, '2025-07-08')]) {
      if (!Array.isArray(events)) throw new Error(events.reason);
      expect(events.map((e) => (e.data as { replyTo?: string }).replyTo)).toEqual([REVIEW]);
      for (const e of events) expect(panelEventShapes[e.type].safeParse(e.data).success).toBe(true);
    }
  });

  it('is the assessment where nothing is said: then no fact names anybody', () => {
    expect(passPanelTime(asked(), '2025-07-20').map((e) => Object.keys(e.data))).toEqual([
      ['caseRef', 'referralId', 'meetingOn', 'reason'],
    ]);
  });

  it('is a process of the same child and nobody else', () => {
    expect(isProcessOf(REF, REVIEW)).toBe(true);
    expect(isProcessOf(REF, `annualReview/${OTHER}/2`)).toBe(false);
    expect(isProcessOf(REF, `panel/${REF}`)).toBe(false);
  });
});

describe('the calendar of a panel', () => {
  it('follows from any one meeting, before it as well as after', () => {
    expect(meetingOnOrAfter(PANEL, '2025-07-08')).toBe('2025-07-08');
    expect(meetingOnOrAfter(PANEL, '2025-07-09')).toBe('2025-07-22');
    expect(meetingOnOrAfter(PANEL, '2024-12-20')).toBe('2024-12-24');
  });

  it('leaves out meetings that are not held', () => {
    const weekly = POLICY.panels.find((p) => p.id === 'multi-agency') ?? PANEL;
    expect(meetingOnOrAfter(weekly, '2025-12-18')).toBe('2026-01-07');
    expect(meetingOnOrAfter(PANEL, '2025-07-08', ['2025-07-08'])).toBe('2025-07-22');
  });

  it('takes a case to the next meeting that its papers can make', () => {
    expect(meetingFor(PANEL, '2025-07-07')).toBe('2025-07-08');
    expect(meetingFor(PANEL, '2025-07-08')).toBe('2025-07-22');
  });

  it('gives a meeting on the right day, never before the papers are due, for any date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 2000 }), (n) => {
        const on = addDays('2025-01-01', n);
        const meeting = meetingFor(PANEL, on);
        expect(dayOfWeek(meeting)).toBe(dayOfWeek(PANEL.anchor));
        expect(meeting >= addDays(on, PANEL.papersDaysBefore)).toBe(true);
        expect(meeting < addDays(on, PANEL.papersDaysBefore + 14)).toBe(true);
      }),
    );
  });
});

describe('the agenda of a panel', () => {
  it('takes a case once, and cases with one number apart', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    expect(list(listed, referral(), '2025-07-04')).toEqual([]);
    const two = after(listed, list(listed, referral({ caseRef: OTHER }), '2025-07-04'));
    expect(two.agenda).toHaveLength(2);
    expect(meetings(two)).toEqual(['P1 2025-07-08', 'P1 2025-07-08']);
  });

  it('hears a case once it recommends, and says on what it can', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    const command = {
      caseRef: REF,
      referralId: 'P1',
      recommendation: 'Allocate a locum',
      reasons: 'x',
      actions: [{ what: 'Allocate', owner: 'An officer', dueOn: '2025-07-15' }],
      by: CLERK,
    };
    const refused = recommend(listed, { ...command, caseRef: OTHER }, '2025-07-08');
    expect(refused).toMatchObject({ code: 'not-on-agenda', reason: expect.stringContaining(`${REF} P1`) });
    expect(recommend(listed, { ...command, occurredOn: '2025-07-09' }, '2025-07-08')).toMatchObject({
      code: 'in-the-future',
    });
    const early = { ...command, actions: [{ what: 'Allocate', owner: 'An officer', dueOn: '2025-07-07' }] };
    expect(recommend(listed, early, '2025-07-08')).toMatchObject({ code: 'action-in-the-past' });
    expect(after(listed, recommend(listed, command, '2025-07-08')).agenda).toEqual([]);
  });

  it('moves a case that was not heard to the next meeting, once its record is overdue', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    expect(nextPanelWakeOn(listed, '2025-07-03')).toBe('2025-07-08');
    expect(nextPanelWakeOn(listed, '2025-07-08')).toBe('2025-07-11');
    expect(passPanelTime(listed, '2025-07-10')).toEqual([]);
    const moved = after(listed, passPanelTime(listed, '2025-07-11'));
    expect(meetings(moved)).toEqual(['P1 2025-07-22']);
  });

  it('after a stop of months holds its cases for a meeting whose record is not overdue', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    expect(meetings(after(listed, passPanelTime(listed, '2025-12-01')))).toEqual(['P1 2025-12-09']);
  });

  it('moves the cases of a meeting that is cancelled, and cancels no other day', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    const cancel = (meetingOn: string, today = '2025-07-04') =>
      cancelMeeting(listed, { meetingOn, reason: 'Not quorate', by: CLERK }, today);
    expect(cancel('2025-07-09')).toMatchObject({ code: 'no-meeting' });
    expect(cancel('2025-07-08', '2025-07-09')).toMatchObject({ code: 'meeting-past' });
    const cancelled = after(listed, cancel('2025-07-08'));
    expect(meetings(cancelled)).toEqual(['P1 2025-07-22']);
    expect(meetings(after(cancelled, list(cancelled, referral({ referralId: 'P2' }), '2025-07-04')))).toContain(
      'P2 2025-07-22',
    );
  });

  it('lets go of a case that need not be heard', () => {
    const listed = after(convened(), list(convened(), referral(), '2025-07-03'));
    const item = { caseRef: REF, referralId: 'P1', reason: 'Withdrawn' };
    expect(after(listed, remove(listed, item, '2025-07-04')).agenda).toEqual([]);
    expect(remove(convened(), item, '2025-07-04')).toEqual([]);
  });

  it('never loses a case, whatever is listed, heard, cancelled or left alone', () => {
    const turn = fc.record({ days: fc.nat(20), act: fc.constantFrom('list', 'hear', 'cancel', 'wait'), n: fc.nat(99) });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
        let state = convened();
        let today = '2025-07-01';
        let [listed, heard] = [0, 0];
        for (const { days, act, n } of turns) {
          today = addDays(today, days);
          const passed = passPanelTime(state, today);
          state = after(state, passed);
          expect(passPanelTime(state, today)).toEqual([]);
          expect(state.agenda.every((e) => addDays(e.meetingOn, PANEL.recordWithinDays) >= today)).toBe(true);
          const [entry] = state.agenda;
          if (act === 'list') {
            listed += 1;
            const asked = referral({ referralId: `P${listed}`, referredOn: addDays(today, -(n % 9)) });
            state = after(state, list(state, asked, today));
          }
          if (act === 'hear' && entry) {
            heard += 1;
            const { caseRef, referralId } = entry;
            state = after(
              state,
              recommend(
                state,
                { caseRef, referralId, recommendation: 'x', reasons: 'x', actions: [], by: CLERK },
                today,
              ),
            );
          }
          if (act === 'cancel') {
            const meetingOn = meetingOnOrAfter(PANEL, today, state.cancelled);
            state = after(state, cancelMeeting(state, { meetingOn, reason: 'x', by: CLERK }, today));
            expect(state.agenda.some((e) => e.meetingOn === meetingOn)).toBe(false);
          }
          for (const event of passed) {
            expect(panelEventShapes[event.type].safeParse(event.data).success).toBe(true);
          }
          expect(state.agenda).toHaveLength(listed - heard);
          const wake = nextPanelWakeOn(state, today);
          expect(wake === null ? state.agenda.length === 0 : wake > today).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('can be read by a manager, without a name of any child', () => {
    const listed = after(convened(), list(convened(), { ...referral(), reason: 'Robin Example waits' }, '2025-07-03'));
    expect(panelDetails(listed, '2025-07-03').replaceAll('\u00a0', ' ')).toMatch(
      new RegExp(`\\| ${REF} P1\\s+\\| stuck\\s+\\| 3 Jul 2025\\s+\\| 0 days`),
    );
    expect(panelDetails(listed, '2025-07-03')).not.toContain('Robin');
  });
});
