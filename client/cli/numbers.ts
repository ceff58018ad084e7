import { InvalidArgumentError } from 'commander';

export const wholeNumber = (value: string): number => {
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Expected a whole number.');
};
