/**
 * Where this installation's own pages are, for links in what a manager reads. It is the installation's and not the case's:
 * the worker says it to all its processes at once, nothing is decided by it, and it stands in no history.
 */
const NAME = 'EHCNA_PUBLIC_ADDRESS';

/** Undefined where none is set. Without a slash at its end. */
export const addressOf = (): string | undefined => {
  const said = (globalThis as Record<string, unknown>)[NAME];
  return typeof said === 'string' && said !== '' ? said : undefined;
};

/** What a worker puts before the code of its processes. */
export const sayingAddress = (address: string | undefined): string =>
  address === undefined ? '' : `globalThis.${NAME}=${JSON.stringify(address.replace(/\/+$/, ''))};`;
