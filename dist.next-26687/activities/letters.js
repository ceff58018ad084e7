import { LetterFault, renderAdvice, renderLetter, renderPlan, } from '../letters/render.js';
import { NotSent } from './channels/channel.js';
import { createOutbox } from './channels/outbox.js';
import { alone, readDispatch, recordNothingWent, recordOutcome, recordRefused, recordSending, recordSent, recordUncertain, } from './dispatch-record.js';
import { checkLetter, keyOf } from './letter-checks.js';
import { documentsUnder, hashOf, nameOf } from './letter-documents.js';
const bodyOf = (content, authority) => {
    if ('sections' in content)
        return { mediaType: 'text/html', body: Buffer.from(renderPlan(content, authority)) };
    if ('findings' in content)
        return { mediaType: 'text/html', body: Buffer.from(renderAdvice(content, authority)) };
    return { mediaType: content.mediaType, body: Buffer.from(content.body, content.encoding ?? 'utf8') };
};
/** Notices that a plan goes with which was sent before. */
const AS_IT_STANDS = new Set([
    'review-amend',
    'amendment-proposal',
    'amendment-consultation',
    'plan-transfer',
    'he-disclosure',
]);
/** Documents that are about one child by their nature: the same bytes in another case are another child's. */
const ONE_CHILDS = new Set(['draft-plan', 'final-plan', 'advice']);
const createCompose = ({ pool, authority }, kept) => {
    const keep = async (caseRef, content) => {
        const { kind, id, version } = content;
        if (content.caseRef !== caseRef)
            throw new LetterFault(`${nameOf(content)} belongs to another case.`);
        const { mediaType, body } = bodyOf(content, authority);
        const document = { kind, id, version, mediaType, body, hash: hashOf(body) };
        if (ONE_CHILDS.has(kind) && (await kept.belongsToAnotherCase(pool, caseRef, document.hash))) {
            throw new LetterFault(`${nameOf(content)} belongs to another case.`);
        }
        if (!(await kept.keep(pool, caseRef, document))) {
            throw new LetterFault(`${nameOf(content)} is kept with other contents: a change needs a new version.`);
        }
        return document;
    };
    const enclose = async (caseRef, letter, documents) => {
        const sealed = [];
        for (const enclosure of letter.enclosures) {
            // The plan that is to be amended, or transferred, stands as it was sent, whatever of the child was corrected since.
            const standing = AS_IT_STANDS.has(letter.notice) ? await kept.find(pool, caseRef, enclosure) : undefined;
            const given = standing ? undefined : documents.find((d) => nameOf(d) === nameOf(enclosure));
            const document = standing ?? (given ? await keep(caseRef, given) : await kept.find(pool, caseRef, enclosure));
            if (!document)
                throw new LetterFault(`${nameOf(enclosure)} is not kept for this case and was not given.`);
            sealed.push({ ...enclosure, hash: document.hash });
        }
        return sealed;
    };
    return async (caseRef, letter, documents = []) => {
        if (letter.facts.caseRef !== caseRef)
            throw new LetterFault('The letter’s case reference is not this case’s.');
        const enclosures = await enclose(caseRef, letter, documents);
        const html = renderLetter(letter, authority, enclosures);
        const hash = hashOf(html);
        const document = { kind: letter.notice, id: letter.id, mediaType: 'text/html', body: Buffer.from(html), hash };
        const version = await kept.keepNextVersion(pool, caseRef, document);
        return {
            html,
            hash,
            version,
            enclosureHashes: Object.fromEntries(enclosures.map((e) => [`${e.kind}/${e.id}`, e.hash])),
        };
    };
};
const createDispatch = (dependencies, kept) => {
    const { pool, channels, readCase } = dependencies;
    const now = dependencies.now ?? (() => new Date());
    const outbox = createOutbox(dependencies.outboxDir);
    const named = new Map([outbox, channels.post, channels.email].flatMap((c) => (c ? [[c.name, c]] : [])));
    const channelFor = (letter) => {
        const channel = channels[letter.medium] ?? outbox;
        return letter.enclosures.length && !channel.carriesEnclosures ? outbox : channel;
    };
    /** What became of an attempt that never reported back; undefined where it certainly sent nothing. */
    const settleEarlier = async (client, order, { channel, since, nothingWent }) => {
        if (nothingWent)
            return undefined;
        const key = keyOf(order);
        const used = named.get(channel);
        if (!used)
            return recordUncertain(client, key, `it was begun by ${channel}, which is no longer set up`);
        const found = await used.wasSent({ key, caseRef: order.caseRef, letterId: order.letterId }, since);
        if (found.state === 'sent')
            return recordSent(client, key, found.providerReference, now());
        if (found.state === 'unknown')
            return recordUncertain(client, key, found.reason);
        return undefined;
    };
    const attempt = async (client, order, letter) => {
        const channel = channelFor(letter);
        await recordSending(client, order, channel.name, now());
        try {
            return await recordOutcome(client, order, await channel.send(letter), now());
        }
        catch (error) {
            if (error instanceof NotSent)
                await recordNothingWent(client, keyOf(order));
            throw error;
        }
    };
    return async (order, known) => {
        // Read before the lock: it may need a connection of the same pool.
        const guard = known ?? (await readCase(order.caseRef, order.letterId));
        return alone(pool, keyOf(order), async (client) => {
            const earlier = await readDispatch(client, keyOf(order));
            if (earlier && 'result' in earlier)
                return earlier.result;
            const settled = earlier && (await settleEarlier(client, order, earlier.unsettled));
            if (settled)
                return settled;
            const checked = await checkLetter(client, kept, guard, order);
            return 'reason' in checked
                ? recordRefused(client, order, checked.reason)
                : attempt(client, order, checked.letter);
        });
    };
};
export const createLetters = (dependencies) => {
    const kept = documentsUnder(dependencies.keys);
    const compose = createCompose(dependencies, kept);
    const dispatch = createDispatch(dependencies, kept);
    return {
        compose,
        dispatch,
        readCase: dependencies.readCase,
        async sendLetter({ caseRef, letter, documents = [], guard }) {
            const order = { caseRef, letterId: letter.id, to: letter.to };
            const earlier = await readDispatch(dependencies.pool, keyOf(order));
            if (earlier && 'result' in earlier)
                return { letterId: letter.id, enclosureHashes: {}, ...earlier.result };
            try {
                const { hash, version, enclosureHashes } = await compose(caseRef, letter, documents);
                const result = await dispatch({ ...order, documentHash: hash, version }, guard);
                return { letterId: letter.id, enclosureHashes, ...result };
            }
            catch (error) {
                if (!(error instanceof LetterFault))
                    throw error;
                const mayHaveGone = earlier && !earlier.unsettled.nothingWent;
                const result = await (mayHaveGone
                    ? recordUncertain(dependencies.pool, keyOf(order), `it was begun, and can no longer be written: ${error.message}`)
                    : recordRefused(dependencies.pool, order, error.message));
                return { letterId: letter.id, enclosureHashes: {}, ...result };
            }
        },
    };
};
//# sourceMappingURL=letters.js.map