import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger, type Project } from '../../activities/ledger.js';
import type { AnyEvent } from '../../domain/events.js';
import type { Projection } from '../../domain/projection-rows.js';
import { event, events, type Fixture, openFixture, project, refOf, streamOf } from './ledger-fixture.js';

let fixture: Fixture;

/** The small projection, with one advice, one consultation, one letter and one referral that the case keeps too. */
const fuller: Project = (stream, all) => {
  const made = project(stream, all);
  if (!made) return made;
  const item = {
    referralId: 'r1',
    panel: 'complex-cases',
    caseRef: refOf(1),
    question: 'stuck' as const,
    recommendation: null,
  };
  const listed = { ...item, meetingOn: '2025-06-03', state: 'listed' };
  if (!made.case) return { ...made, panelItems: [listed, { ...listed, caseRef: refOf(2) }] };
  return {
    ...made,
    ...ofCase(all),
    panelItems: stream === streamOf(1) ? [{ ...item, meetingOn: null, state: 'referred' }] : [],
  };
};

const ofCase = (all: AnyEvent[]): Pick<Projection, 'advice' | 'consultations' | 'letters'> => ({
  advice: [
    {
      adviceId: 'A1',
      kind: 'educational-psychology',
      service: 'eps',
      requestedOn: '2025-04-10',
      dueOn: '2025-05-22',
      acknowledgedOn: null,
      submittedOn: null,
      acceptedOn: null,
      state: 'requested',
      reminders: all.length,
      chasers: 0,
      escalatedOn: null,
      limitOn: '2025-05-22',
      declinedOn: null,
    },
  ],
  consultations: [
    {
      consultationId: 'C1',
      round: 1,
      urn: '100000',
      provider: 'Elm School',
      consultedOn: '2025-06-01',
      dueOn: '2025-06-16',
      repliedOn: null,
      reply: null,
      state: 'asked',
    },
  ],
  letters: [
    {
      letterId: 'L1',
      notice: 'acknowledgement',
      recipientRole: 'parent',
      requestedOn: '2025-04-02',
      dispatchedOn: null,
      documentHash: null,
      state: 'requested',
    },
  ],
});

beforeAll(async () => {
  fixture = await openFixture();
  const ledger = createLedger(fixture.pool, fuller);
  await ledger.append(streamOf(1), events(1, 10));
  await ledger.append(streamOf(2), [event(1), event(2, 'decided')]);
  await ledger.append(streamOf(3), [event(1), event(2, 'finished', { outcome: 'no-plan' })]);
  await ledger.append(`plan/${refOf(3)}`, events(1, 1));
  await ledger.append('panel/complex-cases', events(1, 1));
});
afterAll(() => fixture.close());

const refs = (rows: { caseRef: string | null }[]): (string | null)[] => rows.map((r) => r.caseRef);

describe('the worklist', () => {
  it('lists open tasks by due date, those without one last, with the days left on the day it is asked for', async () => {
    const tasks = await fixture.worklist.tasks({ caseRef: refOf(1), today: '2025-04-05' });
    expect(tasks.map((t) => [t.key, t.dueOn, t.daysLeft])).toEqual([
      ['task-1', '2025-04-02', -3],
      ['task-3', '2025-04-04', -1],
      ['task-7', '2025-04-08', 3],
      ['task-9', '2025-04-10', 5],
      ['task-5', null, null],
    ]);
    expect(tasks[0]).toMatchObject({
      caseRef: refOf(1),
      stage: 'after-10',
      caseworker: 'officer-1',
      role: 'caseworker',
      closedOn: null,
    });
  });

  it('narrows by role and due date, shows closed tasks when asked, and turns pages', async () => {
    expect(await fixture.worklist.tasks({ role: 'ep-admin' })).toEqual([]);
    expect((await fixture.worklist.tasks({ caseRef: refOf(1), dueBefore: '2025-04-08' })).map((t) => t.key)).toEqual([
      'task-1',
      'task-3',
    ]);
    expect(await fixture.worklist.tasks({ caseRef: refOf(1), openOnly: false })).toHaveLength(10);
    const pages = await Promise.all(
      [0, 2, 4].map((offset) => fixture.worklist.tasks({ caseRef: refOf(1), limit: 2, offset })),
    );
    expect(pages.map((page) => page.map((t) => t.key))).toEqual([
      ['task-1', 'task-3'],
      ['task-7', 'task-9'],
      ['task-5'],
    ]);
  });

  it("shows a panel's own tasks, which belong to no case", async () => {
    const own = (await fixture.worklist.tasks()).filter((t) => t.stream === 'panel/complex-cases');
    expect(own).toMatchObject([{ caseRef: null, stage: null }]);
  });
});

describe('the list of cases', () => {
  it('narrows by what is known of a case', async () => {
    const { cases } = fixture.worklist;
    expect(refs(await cases())).toEqual([refOf(1), refOf(2), refOf(3)]);
    expect(refs(await cases({ open: true }))).toEqual([refOf(1), refOf(2)]);
    expect(refs(await cases({ open: false, stage: 'finished' }))).toEqual([refOf(3)]);
    expect(refs(await cases({ caseworker: 'officer-1', locality: 'north', open: true }))).toEqual([refOf(1), refOf(2)]);
    expect(refs(await cases({ stuck: true }))).toEqual([]);
    expect(refs(await cases({ dueBefore: '2025-05-14' }))).toEqual([]);
    expect(refs(await cases({ limit: 1, offset: 1 }))).toEqual([refOf(2)]);
  });

  it('calls a case in breach from the day after a date that is past and not met', async () => {
    expect(refs(await fixture.worklist.cases({ open: true, breachedOn: '2025-05-14' }))).toEqual([]);
    expect(refs(await fixture.worklist.cases({ open: true, breachedOn: '2025-05-15' }))).toEqual([refOf(1)]);
  });

  it('counts those in breach by locality and date, a case once, from the same day on', async () => {
    expect(await fixture.worklist.breaches('2025-05-14')).toEqual([]);
    expect(await fixture.worklist.breaches('2025-05-15')).toEqual([
      { locality: 'north', ruleId: 'decide-6w', cases: 1, earliestDueOn: '2025-05-14' },
    ]);
  });
});

describe('one case', () => {
  it('is told whole: clocks, advice, consultations, open tasks, letters, and its referral as the panel knows it', async () => {
    const found = await fixture.worklist.caseSummary(refOf(1));
    expect(found?.case).toMatchObject({ stream: streamOf(1), caseRef: refOf(1), receivedOn: '2025-04-02', open: true });
    expect(found?.deadlines).toMatchObject([
      { ruleId: 'decide-6w', dueOn: '2025-05-14', earlyOn: null, contested: false },
    ]);
    expect(found?.advice).toMatchObject([{ adviceId: 'A1', reminders: 10, dueOn: '2025-05-22' }]);
    expect(found?.consultations).toMatchObject([{ provider: 'Elm School', round: 1 }]);
    expect(found?.tasks.map((t) => t.key)).toEqual(['task-1', 'task-3', 'task-7', 'task-9', 'task-5']);
    expect(found?.letters).toMatchObject([{ notice: 'acknowledgement', state: 'requested' }]);
    expect(found?.panelItems).toEqual([
      {
        referralId: 'r1',
        panel: 'complex-cases',
        caseRef: refOf(1),
        question: 'stuck',
        meetingOn: '2025-06-03',
        state: 'listed',
        recommendation: null,
      },
    ]);
  });

  it('does not hide another that has a referral of the same number at the same meeting', async () => {
    const agenda = await fixture.worklist.panelItems({ panel: 'complex-cases', meetingOn: '2025-06-03' });
    expect(agenda.map((item) => [item.caseRef, item.referralId])).toEqual([
      [refOf(1), 'r1'],
      [refOf(2), 'r1'],
    ]);
  });

  it('is unknown when the ledger has never heard of it', async () => {
    expect(await fixture.worklist.caseSummary(refOf(999))).toBeUndefined();
    expect(await fixture.worklist.timeline(refOf(999))).toEqual([]);
  });

  it('has a timeline over all its processes, newest last, that says who and not what', async () => {
    const timeline = await fixture.worklist.timeline(refOf(3));
    expect(timeline.map((t) => [t.stream, t.seq, t.type])).toEqual([
      [streamOf(3), 1, 'noted'],
      [streamOf(3), 2, 'finished'],
      [`plan/${refOf(3)}`, 1, 'noted'],
    ]);
    expect(timeline[1]).toEqual({
      stream: streamOf(3),
      seq: 2,
      type: 'finished',
      occurredOn: '2025-04-03',
      recordedAt: '2025-05-01T09:00:00.002Z',
      byRole: 'caseworker',
      byId: 'officer-1',
    });
  });
});
