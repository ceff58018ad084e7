/**
 * Every process that is running when a new version comes goes on from its history, so the new code must repeat what the
 * old code did. The recorded histories stand for those processes: one for each way a case can go and end.
 * docs/replay.md says what to do when one of these fails.
 */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { prefixesOf, recordedReleases, recordings, replay as replayOn } from '../../client/replay.js';
import type { HistoryEvent, Recording } from '../../client/replay.js';
import { scenarioNames } from '../../client/rehearse/scenario.js';
import type { Outcome } from '../../domain/assessment/state.js';
import { workflowBundlePath } from '../environment.js';

const corpus = recordedReleases().flatMap(recordings);
/** The release that is being worked on, or the last one. */
const latest = recordings(recordedReleases().at(-1) ?? '');

const recording = (name: string): Recording => {
  const found = latest.find((r) => r.name === name);
  if (!found) throw new Error(`test/replay/ holds no ${name}: run \`npm run record\``);
  return found;
};

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

const replay = (of: readonly Recording[]) => replayOn(of, workflowBundlePath());

const outcomeOf = ({ events }: Recording): Outcome | undefined => {
  const [payload] = events.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads ?? [];
  if (!payload?.data) return undefined;
  return (JSON.parse(Buffer.from(payload.data).toString()) as { outcome?: Outcome } | null)?.outcome;
};

const ENDS: Record<Outcome, true> = {
  'turned-away': true,
  'refused-to-assess': true,
  'no-plan': true,
  'final-plan': true,
  withdrawn: true,
  'moved-away': true,
  died: true,
  'not-reassessed': true,
  'plan-unchanged': true,
  reassessed: true,
  'plan-ended': true,
};

describe('the recorded histories', () => {
  it('hold every story that is told, and every end that a case can have', async () => {
    expect(latest.map((r) => r.name)).toEqual(expect.arrayContaining(await scenarioNames()));
    const cases = latest.filter((r) => r.workflowId.startsWith('assessment/'));
    expect(new Set(cases.flatMap((r) => outcomeOf(r) ?? []))).toEqual(new Set(Object.keys(ENDS)));
  });

  it('hold every kind of process, and every way in which a case starts', async () => {
    const ofKind = (kind: string): string[] =>
      latest.filter((r) => r.workflowId.startsWith(`${kind}/`)).map((r) => r.name);
    expect(ofKind('panel').length).toBeGreaterThan(2);
    expect(ofKind('plan')).toContain('plan-before-reviews');
    expect(ofKind('annualReview').length).toBeGreaterThan(3);
    expect(ofKind('anchor').length).toBeGreaterThan(0);
    expect(ofKind('assessment')).toEqual(expect.arrayContaining(['on-time', 'taken-over', 'started-again']));
  });

  it('are repeated by the workflows as they are now', { timeout: 120_000 }, async () => {
    const results = await replay(corpus);
    expect(results).toHaveLength(corpus.length);
    expect(results.filter((r) => r.error).map((r) => [r.recording.name, r.error?.message])).toEqual([]);
  });

  it('are taken up again at any step by a worker that keeps nothing in memory', { timeout: 120_000 }, async () => {
    const cut = corpus.flatMap((r) => prefixesOf(r, 3));
    expect(cut.length).toBeGreaterThan(corpus.length);
    const results = await replay(cut);
    expect(results.filter((r) => r.error).map((r) => [r.recording.name, r.error?.message])).toEqual([]);
  });
});

describe('a history that is not what the workflows do', () => {
  it('is refused where nobody is known to have called any more', async () => {
    const [result] = await replay([{ ...recording('on-time'), issuer: '' }]);
    expect(result?.error).toBeDefined();
  });

  const expectRefused = async (doctored: Recording): Promise<void> => {
    const [{ error } = { error: undefined }] = await replay([doctored]);
    // The second where the history is no longer whole.
    expect(error?.name).toMatch(/^(DeterminismViolationError|ReplayError)$/);
  };

  const firstActivity = (events: readonly HistoryEvent[]): number =>
    events.findIndex((event) => event.activityTaskScheduledEventAttributes);

  it('is refused where it did another activity', async () => {
    const original = recording('on-time');
    const events = original.events.map((event, i) =>
      i === firstActivity(original.events)
        ? {
            ...event,
            activityTaskScheduledEventAttributes: {
              ...event.activityTaskScheduledEventAttributes,
              activityType: { name: 'somethingElse' },
            },
          }
        : event,
    );
    await expectRefused({ ...original, events });
  });

  it('is refused where it never slept', async () => {
    const original = recording('on-time');
    const timer = original.events.find((event) => event.timerStartedEventAttributes)?.timerStartedEventAttributes
      ?.timerId;
    const isAboutIt = (event: HistoryEvent): boolean =>
      [event.timerStartedEventAttributes, event.timerFiredEventAttributes, event.timerCanceledEventAttributes].some(
        (attributes) => attributes?.timerId === timer,
      );
    expect(original.events.filter(isAboutIt)).toHaveLength(2);
    await expectRefused({ ...original, events: original.events.filter((event) => !isAboutIt(event)) });
  });

  it('is refused where it is of another process', async () => {
    const { events } = recording('on-time.plan');
    const [started, ...rest] = events;
    const attributes = started?.workflowExecutionStartedEventAttributes;
    const doctored = {
      ...started,
      workflowExecutionStartedEventAttributes: { ...attributes, workflowType: { name: 'panel' } },
    };
    const [result] = await replay([
      { ...recording('on-time.plan'), name: 'doctored', workflowId: 'panel/x', events: [doctored, ...rest] },
    ]);
    expect(result?.error).toBeDefined();
  });
});
