export const date = { is: 'date' };
export const anyDate = { is: 'any-date' };
export const yesNo = { is: 'yes-no' };
export const line = { is: 'line' };
export const lines = { is: 'lines' };
export const text = { is: 'text' };
export const reference = { is: 'reference' };
export const urn = { is: 'urn' };
export const email = { is: 'email' };
export const oneOf = (...of) => ({ is: 'one-of', of });
export const columns = (...rows) => rows.map(([name, form, needed, means, example]) => ({ name, form, needed, means, example }));
export const sheetOf = (file, sections) => {
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
export const formInWords = (form) => {
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
//# sourceMappingURL=sheet.js.map