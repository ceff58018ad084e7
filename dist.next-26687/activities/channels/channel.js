import { isFamily } from '../../letters/catalogue.js';
/** The way out does not work just now. Its words name no address and nothing of a letter, and an operator may read them. */
export class ChannelFault extends Error {
    channel;
    retryAfterMs;
    constructor(
    /** Of the channel. */
    channel, message, 
    /** How long it asked to be left alone. */
    retryAfterMs) {
        super(message);
        this.channel = channel;
        this.retryAfterMs = retryAfterMs;
    }
}
/** Nothing has left: another attempt is safe without asking. */
export class NotSent extends ChannelFault {
    name = 'NotSent';
}
/** Whether anything has left is not known: the next attempt asks first. */
export class MayHaveGone extends ChannelFault {
    name = 'MayHaveGone';
}
/** No answer within this is none. Less than an activity may take, so that whoever asks lives to hear it. */
export const ANSWER_LIMIT_MS = 20_000;
/**
 * Where e-mail may go: to an organisation's own address, and to a family only at the address it consented to in writing
 * for e-mail (EA 1996 s572). Undefined: it must go by post.
 */
export const emailAddressOf = ({ role, email, electronicConsent }) => {
    if (!isFamily(role))
        return email;
    return electronicConsent && /^e-?mail$/i.test(electronicConsent.kind) ? electronicConsent.address : undefined;
};
/** `draft-plan-1-v2.html`: says what it is, not whose. */
export const fileNameOf = ({ kind, id, version, mediaType }) => `${kind}-${id}-v${version}${EXTENSIONS[mediaType] ?? ''}`.replace(/[^A-Za-z0-9.-]/g, '_');
const EXTENSIONS = {
    'text/html': '.html',
    'text/plain': '.txt',
    'application/pdf': '.pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
};
//# sourceMappingURL=channel.js.map