import { ageAt, dateTold } from './row.js';
const presence = ({ always, together, restsOn }, row, asked) => [
    ...always.filter((column) => !asked(column)).map((column) => ({ column, reason: 'is empty; every row needs it' })),
    ...(row.yes('young_person') || asked('parent1_name')
        ? []
        : [{ column: 'parent1_name', reason: 'is empty: there must be a parent to serve, unless young_person is yes' }]),
    ...together.flatMap((group) => {
        const given = group.find((column) => row.has(column));
        return given
            ? group.filter((c) => !asked(c)).map((column) => ({ column, reason: `is empty, and ${given} is given` }))
            : [];
    }),
    ...restsOn
        .filter(([column, on]) => row.has(column) && !asked(on))
        .map(([column, on]) => ({
        column,
        reason: `is given, and ${on}, which it rests on, is empty`,
    })),
];
const inOrder = ({ order }, row, today) => order.flatMap(([first, then]) => {
    const [a, b] = [row.get(first), row.get(then)];
    return a !== undefined && b !== undefined && b < a
        ? [
            {
                column: then,
                reason: `given ${dateTold(b, today)}, which is before ${first}, ${dateTold(a, today)}: expected that day or later`,
            },
        ]
        : [];
});
const YOUNG_PERSON_FROM = 16;
export const oldEnough = (row, today) => {
    const now = ageAt(row, today);
    const tooYoung = row.yes('young_person') && now !== undefined && now < YOUNG_PERSON_FROM;
    return tooYoung
        ? [{ column: 'young_person', reason: 'given yes, and by date_of_birth still of compulsory school age (s83(2))' }]
        : [];
};
export const noPupilNumber = (row) => /^[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]$/i.test(row.get('external_ref') ?? '')
    ? [
        {
            column: 'external_ref',
            reason: 'looks like a pupil number: expected the council’s own reference of the case',
        },
    ]
    : [];
/** `unread`: columns whose values could not be read. */
export const checkRow = (sheet, row, unread, today) => {
    const faults = [
        ...presence(sheet, row, (column) => row.has(column) || unread.has(column)),
        ...inOrder(sheet, row, today),
        ...sheet.checks.flatMap((check) => check(row, today)),
    ];
    // One word a column and reason: two rules may say the same of a date.
    return faults.filter((f, i) => faults.findIndex((g) => g.column === f.column && g.reason === f.reason) === i);
};
//# sourceMappingURL=checks.js.map