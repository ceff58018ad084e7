/** From one phase of education, or one post-16 institution, to the next. */
import { rows } from '../rule.js';
import { REGULATIONS, regulation } from './sources.js';
const BEFORE = '"Before": the day before is aimed at; that day itself is contested, since IPSEA and the ombudsman say "by".';
export const PHASE_TRANSFER = rows('phase-transfer', () => [
    {
        id: 'phase-15feb',
        duty: 'Review and amend the plan, and name the placement, before 15 February of the calendar year of a transfer from early years to school, infant to junior, primary to middle or secondary, or middle to secondary.',
        owner: 'local authority',
        provision: 'r18(1)(b), r2(1)',
        citation: regulation(18),
        trigger: 'transfer',
        fixedDate: '02-15',
        count: 'F',
        status: 'T',
        contested: true,
        source: REGULATIONS,
        note: BEFORE,
    },
    {
        id: 'phase-31mar',
        duty: 'Review and amend the plan, and name the placement, before 31 March of the calendar year of a transfer from secondary school to a post-16 institution.',
        owner: 'local authority',
        provision: 'r18(1)(a)',
        citation: regulation(18),
        trigger: 'transfer',
        fixedDate: '03-31',
        count: 'F',
        status: 'T',
        contested: true,
        source: REGULATIONS,
        note: `${BEFORE} For transfers of 1 September 2015 r18(3) put 31 May 2015 in its place; that date is not given.`,
    },
    {
        id: 'phase-5m',
        duty: 'Review and amend the plan, and name the institution, at least five months before a transfer from one post-16 institution to another.',
        owner: 'local authority',
        provision: 'r18(2)',
        citation: regulation(18),
        trigger: 'transfer',
        limit: { n: 5, unit: 'months' },
        count: 'A',
        atLeast: true,
        status: 'T',
        source: REGULATIONS,
    },
], { edition: '2026-11-26' });
//# sourceMappingURL=phase-transfer.js.map