/** The check letter of a unique pupil number: its digits weighted by their places, 2 to 13, modulo 23. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** A temporary number ends in a letter, whose value could not be confirmed: of one the check letter is not tried. */
export const isUpn = (upn: string): boolean => {
  if (/^[A-HJ-NP-RT-Z]\d{11}[A-Z]$/.test(upn)) return true;
  if (!/^[A-HJ-NP-RT-Z]\d{12}$/.test(upn)) return false;
  const sum = Array.from(upn.slice(1)).reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return LETTERS[sum % 23] === upn[0];
};
