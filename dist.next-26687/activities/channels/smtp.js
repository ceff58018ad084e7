/**
 * E-mail through the authority's own mail server. Its Message-ID follows from the letter's key, so a person can look it up
 * in the server's log; the protocol itself cannot be asked, so a lost reply is for a person to settle.
 */
import { createTransport } from 'nodemailer';
import { asPlainText } from '../../letters/plain-text.js';
import { ANSWER_LIMIT_MS, emailAddressOf, fileNameOf, MayHaveGone, NotSent, } from './channel.js';
const NAME = 'smtp';
export const messageIdOf = (key, domain) => `<${key.replaceAll('/', '.')}@${domain}>`;
const CODES_BEFORE_THE_MESSAGE = new Set(['EDNS', 'EAUTH', 'EENVELOPE', 'ETLS']);
/** What a failed attempt means. The server's own words are left out: they repeat the address. */
const meaningOf = (fault) => {
    const answered = fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE';
    const reply = fault.responseCode ?? 0;
    if (answered && reply >= 500)
        return { state: 'refused', reason: `the mail server refused the letter (reply ${reply})` };
    if (answered && reply >= 400)
        throw new NotSent(NAME, `The mail server put the letter off (reply ${reply}).`);
    if (fault.syscall === 'connect' || CODES_BEFORE_THE_MESSAGE.has(fault.code ?? '')) {
        throw new NotSent(NAME, `The mail server could not be used (${fault.code ?? 'no code'}).`);
    }
    throw new MayHaveGone(NAME, `The mail server's answer was lost (${fault.code ?? 'no code'}).`);
};
export const createSmtp = ({ url, from, messageIdDomain, answerLimitMs = ANSWER_LIMIT_MS }) => {
    // By itself it waits ten minutes for a server that has fallen silent.
    const transport = createTransport({
        url,
        connectionTimeout: answerLimitMs,
        greetingTimeout: answerLimitMs,
        socketTimeout: answerLimitMs,
    });
    const mailOf = (letter, to) => ({
        from,
        to: { name: letter.to.name, address: to },
        subject: `${letter.title} (${letter.caseRef})`,
        messageId: messageIdOf(letter.key, messageIdDomain),
        html: letter.html,
        text: asPlainText(letter.html),
        attachments: letter.enclosures.map((enclosure) => ({
            filename: fileNameOf(enclosure),
            content: enclosure.body,
            contentType: enclosure.mediaType,
        })),
        // Nothing in a letter may make the mailer read a file or an address.
        disableFileAccess: true,
        disableUrlAccess: true,
    });
    return {
        name: NAME,
        carriesEnclosures: true,
        async send(letter) {
            const to = emailAddressOf(letter.to);
            if (!to)
                return { state: 'refused', reason: 'the recipient has no e-mail address' };
            try {
                await transport.sendMail(mailOf(letter, to));
            }
            catch (error) {
                return meaningOf(error);
            }
            return { state: 'sent', providerReference: messageIdOf(letter.key, messageIdDomain) };
        },
        wasSent: async () => ({
            state: 'unknown',
            reason: 'an e-mail was begun and its outcome is not known: look for its Message-ID in the mail server’s log',
        }),
    };
};
//# sourceMappingURL=smtp.js.map