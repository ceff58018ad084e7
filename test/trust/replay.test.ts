/**
 * Every process that is running when a new version comes goes on from its history, so the new code must repeat what the
 * old code did. The recorded histories stand for those processes: one for each way a case can go and end.
 * docs/replay.md says what to do when one of these fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import proto from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarioNames } from '../../client/rehearse/scenario.js';
import type { Outcome } from '../../domain/assessment/state.js';
import { assertionCodec } from '../../keys/assertion-codec.js';
import { trustedIssuers } from '../../keys/identity.js';
import { NO_REVOCATIONS } from '../../keys/revocations.js';
import { packageRoot } from '../../workers/platform/places.js';
import { workflowBundlePath } from '../environment.js';

const { History } = proto.temporal.api.history.v1;
type Event = proto.temporal.api.history.v1.IHistoryEvent;

interface Recording {
  name: string;
  workflowId: string;
  namespace: string;
  /** The public key of whoever issued the identities in it. */
  issuer: string;
  events: Event[];
}

const FOLDER = join(packageRoot, 'test', 'replay');
const ENDING = '.json.gz';

const read = (file: string): Recording => {
  const text = gunzipSync(readFileSync(join(FOLDER, file))).toString();
  const { history, ...told } = JSON.parse(text) as Recording & { history: { events: object[] } };
  return { ...told, name: file.slice(0, -ENDING.length), events: History.fromObject(history).events };
};

const corpus = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map(read);

const recording = (name: string): Recording => {
  const found = corpus.find((r) => r.name === name);
  if (!found) throw new Error(`test/replay/ holds no ${name}: run \`npm run record\``);
  return found;
};

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

/** What the current workflows say to these histories; undefined for one that they repeat. */
const replay = async (recordings: readonly Recording[]): Promise<Record<string, Error | undefined>> => {
  const results: Record<string, Error | undefined> = {};
  const histories = recordings.map(({ workflowId, events }) => ({ workflowId, history: { events } }));
  // Who called is read again, as it was then.
  const issuers = trustedIssuers([...new Set(corpus.map((r) => r.issuer))].join(' '));
  const [first] = corpus;
  const callers = assertionCodec({ namespace: first?.namespace ?? '', issuers, revocations: NO_REVOCATIONS });
  const options = {
    workflowBundle: { codePath: workflowBundlePath() },
    dataConverter: { payloadCodecs: [callers] },
  };
  for await (const { error } of Worker.runReplayHistories(options, histories)) {
    const { name } = recordings[Object.keys(results).length] as Recording;
    results[name] = error;
  }
  return results;
};

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
};

describe('the recorded histories', () => {
  it('hold every story that is told, and every end that a case can have', async () => {
    expect(corpus.map((r) => r.name)).toEqual(expect.arrayContaining(await scenarioNames()));
    expect(new Set(corpus.map(outcomeOf))).toEqual(new Set([undefined, ...Object.keys(ENDS)]));
  });

  it('hold every kind of process, and every way in which a case starts', async () => {
    const ofKind = (kind: string): string[] =>
      corpus.filter((r) => r.workflowId.startsWith(`${kind}/`)).map((r) => r.name);
    expect(ofKind('panel').length).toBeGreaterThan(2);
    expect(ofKind('plan').length).toBeGreaterThan(0);
    expect(ofKind('assessment')).toEqual(expect.arrayContaining(['on-time', 'taken-over', 'started-again']));
  });

  it('are repeated by the workflows as they are now', { timeout: 120_000 }, async () => {
    const results = await replay(corpus);
    expect(Object.keys(results)).toHaveLength(corpus.length);
    expect(Object.entries(results).filter(([, error]) => error)).toEqual([]);
  });
});

describe('a history that is not what the workflows do', () => {
  it('is refused where nobody is known to have called any more', async () => {
    const { workflowId, events } = recording('on-time');
    const options = { workflowBundle: { codePath: workflowBundlePath() } };
    for await (const { error } of Worker.runReplayHistories(options, [{ workflowId, history: { events } }]))
      expect(error).toBeDefined();
  });

  const expectRefused = async (doctored: Recording): Promise<void> => {
    const { [doctored.name]: error } = await replay([doctored]);
    // The second where the history is no longer whole.
    expect(error?.name).toMatch(/^(DeterminismViolationError|ReplayError)$/);
  };

  const firstActivity = (events: readonly Event[]): number =>
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
    const isAboutIt = (event: Event): boolean =>
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
    const { doctored: error } = await replay([
      { ...recording('on-time.plan'), name: 'doctored', workflowId: 'panel/x', events: [doctored, ...rest] },
    ]);
    expect(error).toBeDefined();
  });
});
