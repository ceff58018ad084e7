import { keyOf } from './letter-checks.js';
/** An attempt that failed before anything could leave: `sending`, but the next attempt need not ask. */
const NOTHING_WENT = 'nothing went';
export const alone = async (pool, key, work) => {
    const client = await pool.connect();
    // A lost connection also fails the query under way, which reports it; unheard, this event would end the process.
    const reported = () => undefined;
    client.on('error', reported);
    try {
        await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
        const result = await work(client);
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);
        client.removeListener('error', reported);
        client.release();
        return result;
    }
    catch (error) {
        // Ending the connection lets go of the lock.
        client.release(true);
        throw error;
    }
};
const resultOf = (row) => {
    const reason = row.reason ?? '';
    const documentHash = row.document_hash ?? '';
    const channel = row.channel ?? '';
    if (row.state === 'refused')
        return { state: 'refused', reason };
    if (row.state === 'uncertain')
        return { state: 'uncertain', channel, documentHash, version: row.version, reason };
    return {
        state: 'sent',
        channel,
        sentAt: (row.sent_at ?? new Date(0)).toISOString(),
        documentHash,
        version: row.version,
        ...(row.provider_reference ? { providerReference: row.provider_reference } : {}),
    };
};
/** The first result of this letter, or what an unfinished attempt left, or nothing. */
export const readDispatch = async (db, key) => {
    const { rows } = await db.query('select * from dispatches where letter_key = $1', [key]);
    const row = rows[0];
    if (!row)
        return undefined;
    if (row.state !== 'sending')
        return { result: resultOf(row) };
    const since = row.first_attempt_at ?? new Date(0);
    return { unsettled: { channel: row.channel ?? '', since, nothingWent: row.reason === NOTHING_WENT } };
};
/** `first_attempt_at` is the first that may have gone: an attempt known to have sent nothing does not count. */
export const recordSending = async (db, order, channel, at) => {
    const { caseRef, letterId, documentHash, version, to } = order;
    await db.query(`insert into dispatches (letter_key, case_ref, letter_id, document_hash, version, recipient_role, channel, state, attempts,
                             first_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'sending', 1, $8)
     on conflict (letter_key) do update
     set document_hash = $4, version = $5, recipient_role = $6, channel = $7, attempts = dispatches.attempts + 1,
         first_attempt_at = $8, reason = null
     where dispatches.state = 'sending'`, [keyOf(order), caseRef, letterId, documentHash, version, to.role, channel, at]);
};
export const recordNothingWent = async (db, key) => {
    await db.query(`update dispatches set reason = $2 where letter_key = $1 and state = 'sending'`, [key, NOTHING_WENT]);
};
const settle = async (db, key, set, values) => {
    const { rows } = await db.query(`update dispatches set ${set} where letter_key = $1 and state = 'sending' returning *`, [key, ...values]);
    const row = rows[0];
    if (!row)
        throw new Error('The dispatch of a letter was settled by someone else meanwhile.');
    return resultOf(row);
};
export const recordSent = (db, key, reference, at) => settle(db, key, `state = 'sent', provider_reference = $2, sent_at = $3, reason = null`, [reference ?? null, at]);
export const recordUncertain = (db, key, reason) => settle(db, key, `state = 'uncertain', reason = $2`, [reason]);
/** Keeps the first result where there is one already. */
export const recordRefused = async (db, order, reason) => {
    const key = keyOf(order);
    await db.query(`insert into dispatches (letter_key, case_ref, letter_id, document_hash, version, recipient_role, state, reason)
     values ($1, $2, $3, $4, $5, $6, 'refused', $7)
     on conflict (letter_key) do update set state = 'refused', reason = $7 where dispatches.state = 'sending'`, [key, order.caseRef, order.letterId, order.documentHash ?? null, order.version ?? 1, order.to.role, reason]);
    const now = await readDispatch(db, key);
    return now && 'result' in now ? now.result : { state: 'refused', reason };
};
export const recordOutcome = (db, order, sent, at) => sent.state === 'sent'
    ? recordSent(db, keyOf(order), sent.providerReference, at)
    : recordRefused(db, order, sent.reason);
//# sourceMappingURL=dispatch-record.js.map