/**
 * What a file of one kind is made of: the columns from which it is read and checked and its guide (docs/import.md) is made. A
 * column stands in its sheet or is refused.
 */
export type Form =
  /** When something happened: never after today. */
  | { is: 'date' }
  | { is: 'birth' }
  /** A date that may lie before the request or after today: an event that an exception rests on, a consent. */
  | { is: 'any-date' }
  | { is: 'yes-no' }
  | { is: 'one-of'; of: readonly string[] }
  | { is: 'some-of'; of: readonly string[] }
  | { is: 'number'; from: number; to: number }
  | { is: 'line' }
  | { is: 'lines' }
  | { is: 'text' }
  | { is: 'reference' }
  | { is: 'urn' }
  | { is: 'upn' }
  | { is: 'email' };

export interface Column {
  name: string;
  form: Form;
  /** `always`: the file must have the column and every row a value; otherwise when a row needs it, in words. */
  needed: string;
  means: string;
  example: string;
}

export const date: Form = { is: 'date' };
export const anyDate: Form = { is: 'any-date' };
export const yesNo: Form = { is: 'yes-no' };
export const line: Form = { is: 'line' };
export const lines: Form = { is: 'lines' };
export const text: Form = { is: 'text' };
export const reference: Form = { is: 'reference' };
export const urn: Form = { is: 'urn' };
export const email: Form = { is: 'email' };
export const oneOf = (...of: string[]): Form => ({ is: 'one-of', of });

type Written = [name: string, form: Form, needed: string, means: string, example: string];
export const columns = (...rows: Written[]): Column[] =>
  rows.map(([name, form, needed, means, example]) => ({ name, form, needed, means, example }));

export interface Section {
  title: string;
  columns: Column[];
}

export interface Sheet {
  /** Words that fit after "no column of". */
  file: string;
  sections: readonly Section[];
  columns: readonly Column[];
  /** The names of those that every row needs. */
  always: readonly string[];
  named(name: string): Column | undefined;
}

export const sheetOf = (file: string, sections: readonly Section[]): Sheet => {
  const all = sections.flatMap((section) => section.columns);
  const byName = new Map(all.map((column) => [column.name, column]));
  return {
    file,
    sections,
    columns: all,
    always: all.filter((c) => c.needed === 'always').map((c) => c.name),
    named: (name) => byName.get(name),
  };
};

/** What a value of this form looks like, in words that fit after "expected". */
export const formInWords = (form: Form): string => {
  switch (form.is) {
    case 'date':
    case 'any-date':
    case 'birth':
      return 'a date as 2026-09-07 or 07/09/2026';
    case 'yes-no':
      return 'yes or no';
    case 'one-of':
      return form.of.length === 1 ? String(form.of[0]) : `one of ${form.of.join(', ')}`;
    case 'some-of':
      return `some of ${form.of.join(', ')}, with | between them`;
    case 'number':
      return `a whole number from ${form.from} to ${form.to}`;
    case 'line':
      return 'one line of at most 500 characters';
    case 'lines':
      return 'up to 10 lines of at most 500 characters, with | between them';
    case 'text':
      return 'text of at most 20,000 characters';
    case 'reference':
      return 'a reference of letters, digits and : . _ -, at most 100';
    case 'urn':
      return 'six digits';
    case 'upn':
      return 'a pupil number: a letter, eleven digits, and a digit or letter, whose check letter is right';
    case 'email':
      return 'an e-mail address';
  }
};
