/**
 * Anchors the ledger once each London day: how far every stream has come is signed and kept outside the database, since a
 * chain cannot see its own end cut off. One lasting process an installation; a day it slept through is not made up for.
 */
import { ActivityFailure, condition, defineQuery, log, setCurrentDetails, setDefaultSignalHandler, setHandler, } from '@temporalio/workflow';
import { addDays, londonDate, startOfLondonDay } from '../domain/civil-date.js';
import { anchorLedger, postAnchors } from './activities.js';
import { beginNewRun, onNudge, recordedAt, shouldContinueAsNew, today } from './desk.js';
/** Hours after midnight, when nobody works and before anybody does. */
const HOUR = 3;
const HOUR_MS = 3_600_000;
const nextAnchorAt = (now) => {
    const at = (day) => startOfLondonDay(day) + HOUR * HOUR_MS;
    const day = londonDate(now);
    return at(day) > now ? at(day) : at(addDays(day, 1));
};
export async function anchor() {
    let wake = nextAnchorAt(Date.now());
    setHandler(defineQuery('nextWake'), () => ({ at: wake }), {
        description: 'The instant of the next anchor',
    });
    setDefaultSignalHandler((name) => log.warn('A signal that this process cannot take is passed over', { name }));
    setCurrentDetails('No anchor was taken by this run yet.');
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
            setCurrentDetails(await anchorOfDay());
        }
        if (shouldContinueAsNew())
            await beginNewRun({});
    }
}
/** What became of it, for whoever looks. The copy elsewhere may come late; the next day's sends what is missing. */
const anchorOfDay = async () => {
    const day = today();
    try {
        const taken = await anchorLedger({ day, at: recordedAt() });
        const words = taken
            ? `**Anchor ${taken.n}** of ${day}: ${taken.events} events in ${taken.streams} streams.`
            : `There was an anchor of ${day} already.`;
        const lost = taken?.lost ?? [];
        if (lost.length > 0)
            log.error('The ledger lacks events that were anchored; run `ehcna ledger verify --anchors`', { lost });
        const alarm = lost.length > 0
            ? `\n\n**The ledger lacks events that were anchored** in ${lost.length} streams. Run \`ehcna ledger verify --anchors\`.`
            : '';
        return `${words}${alarm}${await copyElsewhere()}`;
    }
    catch (error) {
        if (!(error instanceof ActivityFailure))
            throw error;
        log.error('No anchor was taken', { day, why: error.cause?.message });
        return `**No anchor was taken on ${day}**: ${error.cause?.message ?? 'no reason was given'}`;
    }
};
const copyElsewhere = async () => {
    try {
        const posted = await postAnchors();
        return posted > 0 ? ` Copied elsewhere: ${posted}.` : '';
    }
    catch (error) {
        if (!(error instanceof ActivityFailure))
            throw error;
        log.warn('Anchors could not be copied elsewhere', { why: error.cause?.message });
        return `\n\nNot copied elsewhere yet: ${error.cause?.message ?? 'no reason was given'}`;
    }
};
//# sourceMappingURL=anchor.js.map