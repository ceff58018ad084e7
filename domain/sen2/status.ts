/** How far what stands here about the return was checked. The return's own specification was not at hand. */
export type Sen2Status = 'confirmed' | 'position-inferred' | 'unconfirmed';

export const SEN2_STATUS_WORDS: Readonly<Record<Sen2Status, string>> = {
  confirmed: 'name, and number or codes, read in programs that handle the return and cite its guide',
  'position-inferred': 'name read there; its number or place follows from the order alone',
  unconfirmed: 'from memory, or not found: look it up in the specification of the year',
};
