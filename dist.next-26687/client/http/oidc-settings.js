const isLoopback = ({ hostname }) => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
/** Over HTTPS, or on this machine. */
export const isSafeAddress = (text) => {
    if (!URL.canParse(text))
        return false;
    const url = new URL(text);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};
//# sourceMappingURL=oidc-settings.js.map