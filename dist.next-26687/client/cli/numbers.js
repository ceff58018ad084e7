import { InvalidArgumentError } from 'commander';
export const wholeNumber = (value) => {
    if (/^\d{1,6}$/.test(value))
        return Number(value);
    throw new InvalidArgumentError('Expected a whole number.');
};
//# sourceMappingURL=numbers.js.map