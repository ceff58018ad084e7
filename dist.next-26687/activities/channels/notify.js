/**
 * GOV.UK Notify, by its official client: printed letters and e-mail. It takes the words of a letter into the authority's own
 * template and carries no enclosure. Its `reference` does not suppress a second copy, so before any second attempt
 * Notify is asked for that reference; where the answer settles nothing, a person does.
 */
import { NotifyClient } from 'notifications-node-client';
import { asPlainText } from '../../letters/plain-text.js';
import { ANSWER_LIMIT_MS, emailAddressOf, MayHaveGone, NotSent, } from './channel.js';
const NAME = 'notify';
/** Notify forgets: it answers for notifications of the last seven days unless a service sets less. */
const NOTIFY_KEEPS_MS = 6 * 24 * 60 * 60 * 1000;
/** It answers 201 before a busy service's notification can be found. */
const NOTIFY_SETTLES_MS = 60 * 1000;
/** Asked again for so long; a notice of which nobody knows whether it went cannot wait longer for a machine. */
const NOTIFY_MAY_BE_SILENT_MS = 24 * 60 * 60 * 1000;
const FAILED = new Set([
    'permanent-failure',
    'temporary-failure',
    'technical-failure',
    'validation-failed',
    'cancelled',
]);
const statusOf = (error) => error?.response?.status;
/** `Retry-After` in seconds; a date, or nothing, leaves it to us. */
const retryAfterIn = (error) => {
    const { headers } = error.response ?? {};
    const seconds = Number(headers?.['retry-after']);
    return seconds > 0 ? seconds * 1_000 : undefined;
};
const codeOf = (error) => error?.code ?? 'no code';
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** What a failed attempt means. The client's error holds the whole request, so nothing of it is passed on. */
const meaningOf = (error) => {
    const status = statusOf(error);
    if (status === 400)
        return { state: 'refused', reason: 'GOV.UK Notify refused the letter as not valid (400)' };
    if (status !== undefined && status < 500)
        throw new NotSent(NAME, `GOV.UK Notify did not take the letter (${status}).`, retryAfterIn(error));
    if (status === undefined && NEVER_CONNECTED.has(codeOf(error))) {
        throw new NotSent(NAME, `GOV.UK Notify could not be reached (${codeOf(error)}).`);
    }
    throw new MayHaveGone(NAME, `GOV.UK Notify did not say whether it took the letter (${status ?? codeOf(error)}).`);
};
/** Notify wants three to seven lines, the last a postcode. */
const addressLines = ({ to }) => {
    const lines = (to.address ?? '').split(/\n|,/).map((line) => line.trim());
    const all = [to.name, ...lines].filter((line) => line !== '');
    if (all.length < 3 || all.length > 7)
        return undefined;
    return Object.fromEntries(all.map((line, i) => [`address_line_${i + 1}`, line]));
};
/** By itself the client waits for ever, and with it whoever needs the same letter or the same connection. */
const clientOf = ({ apiKey, baseUrl, answerLimitMs = ANSWER_LIMIT_MS }) => {
    const client = baseUrl ? new NotifyClient(baseUrl, apiKey) : new NotifyClient(apiKey);
    const { restClient } = client.apiClient;
    client.setClient(((request) => restClient({ ...request, timeout: answerLimitMs })));
    return client;
};
const post = async (client, settings, letter) => {
    const personalisation = { subject: letter.title, body: asPlainText(letter.html) };
    const reference = letter.key;
    try {
        if (letter.medium === 'email') {
            const to = emailAddressOf(letter.to);
            if (!to)
                return { state: 'refused', reason: 'the recipient has no e-mail address' };
            const { data } = await client.sendEmail(settings.emailTemplate, to, { personalisation, reference });
            return { state: 'sent', providerReference: data.id };
        }
        const address = addressLines(letter);
        if (!address)
            return { state: 'refused', reason: 'the recipient’s postal address does not have three to seven lines' };
        const { data } = await client.sendLetter(settings.letterTemplate, {
            personalisation: { ...personalisation, ...address },
            reference,
        });
        return { state: 'sent', providerReference: data.id };
    }
    catch (error) {
        return meaningOf(error);
    }
};
export const createNotify = (settings) => {
    const client = clientOf(settings);
    const now = settings.now ?? (() => new Date());
    return {
        name: NAME,
        carriesEnclosures: false,
        send: (letter) => post(client, settings, letter),
        async wasSent(letter, firstAttemptAt) {
            const age = now().getTime() - firstAttemptAt.getTime();
            const answer = await client
                .getNotifications(undefined, undefined, letter.key)
                .catch((error) => ({ error }));
            const found = 'data' in answer ? answer.data.notifications : undefined;
            if (!Array.isArray(found)) {
                if (age > NOTIFY_MAY_BE_SILENT_MS)
                    return { state: 'unknown', reason: 'GOV.UK Notify could not say for a day whether it has the letter' };
                const why = 'error' in answer ? (statusOf(answer.error) ?? codeOf(answer.error)) : 'no list';
                throw new MayHaveGone(NAME, `GOV.UK Notify does not say whether it has the letter (${why}).`);
            }
            const good = found.find(({ status }) => !FAILED.has(status));
            if (good)
                return { state: 'sent', providerReference: good.id };
            if (found.length)
                return { state: 'unknown', reason: 'GOV.UK Notify has the letter and could not deliver it' };
            if (age > NOTIFY_KEEPS_MS) {
                return { state: 'unknown', reason: 'GOV.UK Notify no longer answers for the day the letter was begun' };
            }
            if (age < NOTIFY_SETTLES_MS)
                throw new MayHaveGone(NAME, 'GOV.UK Notify is asked again in a minute whether it has the letter.');
            return { state: 'not-sent' };
        },
    };
};
//# sourceMappingURL=notify.js.map