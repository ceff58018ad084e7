/** The law table in words: what `ehcna law` prints. */
import { formatLong, maxDate, minDate, weekdayName } from '../../domain/civil-date.js';
import { closureWindow, exceptionGrounds, exceptionProvision } from '../../domain/law/exceptions.js';
import { STATUS_WORDS, TRIGGERS } from '../../domain/law/rule.js';
const UNIT_WORDS = { weeks: 'weeks', days: 'days', months: 'months', 'working-days': 'working days' };
const FIXED_DATE_WORDS = { '02-15': '15 February', '03-31': '31 March' };
const figureWords = ({ limit, laterOf, fixedDate, atLeast, count }) => {
    if (fixedDate)
        return `before ${FIXED_DATE_WORDS[fixedDate]}`;
    if (!limit)
        return null;
    const words = ({ n, unit }) => `${n} ${UNIT_WORDS[unit]}`;
    const later = laterOf ? `the later of ${words(laterOf)} and ` : '';
    return `${atLeast ? 'at least' : 'within'} ${later}${words(limit)}${count === 'A' ? ' before' : ''}`;
};
export const limitWords = (row) => {
    const { timing } = row;
    const figure = figureWords(row);
    return [timing, figure].filter((words) => words !== null).join(', ') || 'none set';
};
const COUNT_WORDS = {
    W: 'the trigger day is not counted; some guidance counts it as day 1, so plan for the day before (contested)',
    D: 'the trigger day is not counted; plan for the day before (contested)',
    B: 'the trigger day is day 1',
    Mo: 'to the same day of the month, or the last of a month that has none',
    Y: 'months that start with the trigger day, so they end on the day before the same day of the month',
    F: 'before a fixed date; plan for the day before it (contested)',
    A: 'back from the event; plan for a day sooner, in case the days must be clear',
    N: 'working days, from the day after the trigger',
    Nb: 'working days, the trigger day among them if it is one',
    R: "in the tribunal's time (TR r12), which passes over August, 25 December to 1 January, and days not worked",
};
const table = (head, body) => {
    const widths = head.map((title, i) => Math.max(title.length, ...body.map((row) => (row[i] ?? '').length)));
    const line = (cells) => cells
        .map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd();
    return [head, ...body].map(line).join('\n');
};
const statusOf = (row) => `${row.status}${row.contested ? ' contested' : ''}`;
export const listText = (rules) => [
    table(['RULE', 'STAGE', 'OWNER', 'LIMIT', 'PROVISION', 'CHECKED'], rules.map((row) => [row.id, row.stage, row.owner, limitWords(row), row.provision, statusOf(row)])),
    '',
    `Checked: ${Object.entries(STATUS_WORDS)
        .map(([letter, words]) => `${letter} ${words}`)
        .join('; ')}.`,
    'Explain one: ehcna law show plan-final-20w',
].join('\n');
const wrap = (words, indent, width = 100) => {
    const lines = [];
    let line = '';
    for (const word of words.split(' ')) {
        if (line !== '' && `${line} ${word}`.length > width - indent.length) {
            lines.push(line);
            line = word;
        }
        else
            line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line].join(`\n${indent}`);
};
const exceptionLines = (row) => {
    const grounds = exceptionGrounds(row.id);
    if (grounds.length === 0)
        return [row.limit ? 'none: nothing excuses missing it' : 'none'];
    const provision = exceptionProvision(row.id) ?? '';
    return [
        `${provision}, where the event makes meeting the limit impractical; no other date takes its place`,
        ...grounds.map((ground) => `(${ground.letter}) ${ground.id}: ${ground.words}`),
    ];
};
/** One duty, explained. */
export const showText = (row) => {
    const fields = [
        ['Duty', [row.duty]],
        ['Owner', [row.owner]],
        ['Clock', [`starts on ${TRIGGERS[row.trigger]}`]],
        ['Limit', [limitWords(row)]],
        ...(row.count ? [['Counted', [COUNT_WORDS[row.count]]]] : []),
        ['Exceptions', exceptionLines(row)],
        ['Provision', [row.provision, row.citation]],
        [
            'In force',
            [`from ${formatLong(row.effectiveFrom)}${row.effectiveTo ? ` to ${formatLong(row.effectiveTo)}` : ''}`],
        ],
        ['Checked', [`${formatLong(row.checkedOn)}: ${STATUS_WORDS[row.status]} (${row.source})`]],
        ...(row.contested ? [['Contested', ['yes: see docs/law.md']]] : []),
        ...(row.note ? [['Note', [row.note]]] : []),
    ];
    const indent = ' '.repeat(12);
    return [
        `${row.id}  (${row.stage})`,
        '',
        ...fields.map(([name, lines]) => name.padEnd(12) + lines.map((line) => wrap(line, indent)).join(`\n${indent}`)),
    ].join('\n');
};
const shortDay = (d) => (d === null ? '-' : `${weekdayName(d).slice(0, 3)} ${d}`);
/** Which limits a closure may excuse, and for requests of which days. It moves no date. */
const closureLines = (dated, closure) => {
    const name = `Closed ${closure.from}, re-opens ${closure.reopens}`;
    const window = closureWindow(closure);
    if (!window)
        return [`${name}: shorter than four weeks, so it excuses nothing.`];
    const excused = dated.flatMap(({ rule, triggeredOn, dates }) => {
        if (!rule.exceptions.includes('E1') || triggeredOn === null || dates.due === null)
            return [];
        const [first, last] = [maxDate(window.from, triggeredOn), minDate(window.to, dates.due)];
        return first <= last ? [`  ${rule.id}: ${first} to ${last} (${exceptionProvision(rule.id)}(a))`] : [];
    });
    if (excused.length === 0)
        return [`${name}: its window, ${window.from} to ${window.to}, touches no limit above.`];
    return [`${name}: may excuse, if the head or principal was asked for advice on one of these days:`, ...excused];
};
/** The two limits on a final plan after a review (R (L, M & P) v Devon), where both are known: the earlier binds. */
const devonLines = (dated) => {
    const [first, second] = dated
        .flatMap(({ rule: { id }, dates: { due } }) => due !== null && (id === 'ar-final-8w' || id === 'ar-final-12w') ? [{ id, due }] : [])
        .sort((a, b) => (a.due < b.due ? -1 : 1));
    if (!first || !second)
        return [];
    if (first.due === second.due)
        return ['', `Final plan: ${first.id} and ${second.id} end on one day.`];
    return ['', `Final plan: ${first.id} is the earlier and binds, not ${second.id}. Send it by ${shortDay(first.due)}.`];
};
export const datesText = (dated, closures) => [
    table(['RULE', 'DUE', 'EARLY', 'PLAN BY', 'PROVISION', 'CHECKED'], dated.map(({ rule, dates }) => [
        rule.id,
        shortDay(dates.due),
        shortDay(dates.early),
        shortDay(dates.planBy),
        rule.provision,
        statusOf(rule),
    ])),
    '',
    'Due: late after this day. Early: the cautious reading. Plan by: last working day on or before early.',
    '"-": no figure in the law, or a clock whose start was not given.',
    ...devonLines(dated),
    ...(closures.length > 0
        ? ['', ...closures.flatMap((closure) => closureLines(dated, closure)), 'A closure moves no date.']
        : []),
].join('\n');
/** The table for the documentation. */
export const markdownText = (rules) => [
    '| Rule | Owner | Duty | Limit | Count | Exceptions | Provision | Checked |',
    '|---|---|---|---|---|---|---|---|',
    ...rules.map((row) => `| \`${row.id}\` | ${row.owner} | ${row.duty} | ${limitWords(row)} | ${row.count ?? '-'} | ${row.exceptions.join(', ') || '-'} | [${row.provision}](${row.citation}) | ${statusOf(row)} |`),
].join('\n');
//# sourceMappingURL=law-text.js.map