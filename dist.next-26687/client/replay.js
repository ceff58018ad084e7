/**
 * Replays recorded histories through the workflows as they are now. Each release of the code keeps under `test/replay/` the
 * histories of every story and the workflows that wrote them; cases in flight are where those histories are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { assertionCodec } from '../keys/assertion-codec.js';
import { workerConverter } from '../keys/data-converter.js';
import { trustedIssuers } from '../keys/identity.js';
import { NO_REVOCATIONS } from '../keys/revocations.js';
import { packageRoot } from '../workers/platform/places.js';
const { History } = proto.temporal.api.history.v1;
const FOLDER = join(packageRoot, 'test', 'replay');
const ENDING = '.json.gz';
const WORKFLOWS = 'workflows.js.gz';
/** The releases whose histories are kept, oldest first. */
export const recordedReleases = () => readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const read = (release, file) => {
    const text = gunzipSync(readFileSync(join(FOLDER, release, file))).toString();
    const { history, ...told } = JSON.parse(text);
    return { ...told, release, name: file.slice(0, -ENDING.length), events: History.fromObject(history).events };
};
export const recordings = (release) => readdirSync(join(FOLDER, release))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => read(release, file));
/** A worker wants a map of the sources with the workflows; it is not kept, being most of them. */
const EMPTY_MAP = Buffer.from(JSON.stringify({ version: 3, sources: [], names: [], mappings: '' })).toString('base64');
/** The packed workflows of a release, as JavaScript: what its workers ran. */
export const workflowsOf = (release) => {
    const code = gunzipSync(readFileSync(join(FOLDER, release, WORKFLOWS))).toString();
    return `${code}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${EMPTY_MAP}\n`;
};
/** `keys` where the histories are as the server has them; those that are kept are in clear. */
export const replay = async (of, bundlePath, keys) => {
    const results = [];
    const histories = of.map(({ workflowId, events }) => ({ workflowId, history: { events } }));
    // Who called is read again, as it was then.
    const issuers = trustedIssuers([...new Set(of.map((r) => r.issuer))].filter(Boolean).join(' '));
    const callers = assertionCodec({ namespace: of[0]?.namespace ?? '', issuers, revocations: NO_REVOCATIONS });
    const dataConverter = keys ? workerConverter(keys, callers) : { payloadCodecs: [callers] };
    const options = { workflowBundle: { codePath: bundlePath }, dataConverter };
    for await (const { error } of Worker.runReplayHistories(options, histories))
        results.push({ recording: of[results.length], error });
    return results;
};
const { WORKFLOW_TASK_SCHEDULED } = proto.temporal.api.enums.v1.EventType;
/**
 * A history as it stood before each of its later steps: what a worker is given that keeps nothing in memory. At most so many,
 * evenly spread.
 */
export const prefixesOf = (recording, most) => {
    const steps = recording.events.flatMap(({ eventType }, i) => i > 1 && Number(eventType) === (WORKFLOW_TASK_SCHEDULED ?? 5) ? [i] : []);
    const every = Math.max(1, Math.ceil(steps.length / most));
    return steps
        .filter((_, i) => i % every === 0)
        .map((at) => ({
        ...recording,
        name: `${recording.name} up to event ${at}`,
        events: recording.events.slice(0, at),
    }));
};
//# sourceMappingURL=replay.js.map