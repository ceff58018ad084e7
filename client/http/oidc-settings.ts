/** Whose logins are trusted: what is set of it, without what checks their tokens. */
export interface OidcSettings {
  /** As the tokens say it, to the letter; its discovery document is below it. */
  issuer: string;
  audience: string;
  /** The claim that names the client; left out, the first of `azp`, `client_id` and `sub`. */
  claim: string | undefined;
}

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/** Over HTTPS, or on this machine. */
export const isSafeAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};
