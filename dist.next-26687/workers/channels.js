/** Which way letters leave the building, from configuration. With nothing set they go to the outbox folder. */
import { createNotify } from '../activities/channels/notify.js';
import { createSmtp } from '../activities/channels/smtp.js';
export const channelsOf = ({ mail, notify }) => {
    const byNotify = notify ? createNotify(notify) : undefined;
    const domain = /@([^>\s]+)/.exec(mail?.from ?? '')?.[1] ?? 'localhost';
    const email = mail ? createSmtp({ url: mail.url, from: mail.from, messageIdDomain: domain }) : byNotify;
    return { ...(byNotify ? { post: byNotify } : {}), ...(email ? { email } : {}) };
};
//# sourceMappingURL=channels.js.map