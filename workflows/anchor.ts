/**
 * Anchors the ledger once each London day: how far every stream has come is signed and kept outside the database, since a
 * chain cannot see its own end cut off. One lasting process an installation; a day it slept through is not made up for.
 */
import {
  ActivityFailure,
  condition,
  defineQuery,
  log,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
} from '@temporalio/workflow';
import { addDays, formatLong, londonDate, startOfLondonDay } from '../domain/civil-date.js';
import { pageOf } from '../domain/matter/summary.js';
import { anchorLedger, postAnchors } from './activities.js';
import { beginNewRun, onNudge, recordedAt, shouldContinueAsNew, today } from './desk.js';
import { Lists } from './lists.js';
import type { Attributes } from './lists.js';
import { KEYS } from './search-attributes.js';

/** Hours after midnight, when nobody works and before anybody does. */
const HOUR = 3;
const HOUR_MS = 3_600_000;

const nextAnchorAt = (now: number): number => {
  const at = (day: string): number => startOfLondonDay(day) + HOUR * HOUR_MS;
  const day = londonDate(now);
  return at(day) > now ? at(day) : at(addDays(day, 1));
};

export async function anchor(): Promise<void> {
  let wake = nextAnchorAt(Date.now());
  setHandler(defineQuery<{ at: number | null }>('nextWake'), () => ({ at: wake }), {
    description: 'The instant of the next anchor, in milliseconds. Takes no argument',
  });
  setDefaultSignalHandler((name) => log.warn('A signal that this process cannot take is passed over', { name }));
  const lists = new Lists();
  const show = (told: Told): void => {
    lists.showWithLater([], shownOf(told));
    setCurrentDetails(anchorDetails(told, wake));
  };
  show({ stage: 'anchor-waiting', words: 'No anchor was taken by this run yet.', copy: 'nothing to copy yet' });
  let nudged = false;
  onNudge(() => {
    nudged = true;
  });
  for (;;) {
    const summary = `Until the anchor of ${londonDate(wake)}`;
    await condition(() => nudged, Math.max(1, wake - Date.now()), { summary });
    nudged = false;
    if (Date.now() >= wake) {
      wake = nextAnchorAt(Date.now());
      show(await anchorOfDay());
    }
    if (shouldContinueAsNew()) await beginNewRun({});
  }
}

interface Told {
  stage: 'anchor-waiting' | 'anchor-taken' | 'anchor-missed' | 'anchor-alarm';
  /** What became of it, in a sentence. */
  words: string;
  copy: string;
}

const shownOf = ({ stage }: Told): Attributes => [
  { key: KEYS.stage, value: stage },
  { key: KEYS.planType, value: 'anchor' },
];

const anchorDetails = ({ stage, words, copy }: Told, next: number): string =>
  pageOf(
    {
      title: 'Anchors of the ledger',
      notices: [words],
      facts: [
        ['Copy elsewhere', copy],
        ['Next anchor', formatLong(londonDate(next))],
        ['Waiting on', stage === 'anchor-alarm' ? 'whoever looks after the ledger, at once' : 'nobody'],
      ],
      command: 'ehcna ledger verify --anchors',
    },
    today(),
  );

/** What became of it, for whoever looks. The copy elsewhere may come late; the next day's sends what is missing. */
const anchorOfDay = async (): Promise<Told> => {
  const day = today();
  try {
    const taken = await anchorLedger({ day, at: recordedAt() });
    const words = taken
      ? `**Anchor ${taken.n}** of ${day}: ${taken.events} events in ${taken.streams} streams.`
      : `There was an anchor of ${day} already.`;
    const lost = taken?.lost ?? [];
    if (lost.length > 0)
      log.error('The ledger lacks events that were anchored; run `ehcna ledger verify --anchors`', { lost });
    const alarm = `**The ledger lacks events that were anchored** in ${lost.length} streams. Run \`ehcna ledger verify --anchors\`.`;
    const copy = await copyElsewhere();
    if (lost.length > 0) return { stage: 'anchor-alarm', words: `${words} ${alarm}`, copy };
    return { stage: 'anchor-taken', words, copy };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.error('No anchor was taken', { day, why: error.cause?.message });
    const words = `**No anchor was taken on ${day}**: ${error.cause?.message ?? 'no reason was given'}`;
    return { stage: 'anchor-missed', words, copy: 'not tried' };
  }
};

const copyElsewhere = async (): Promise<string> => {
  try {
    const posted = await postAnchors();
    return posted > 0 ? `${posted} sent` : 'nothing was to be sent, or no other place is set';
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('Anchors could not be copied elsewhere', { why: error.cause?.message });
    return `**not yet**: ${error.cause?.message ?? 'no reason was given'}`;
  }
};
