/** The sections of a plan, each of which "must be separately identified" (r12), and when one must or must not be filled. */
export const SECTION_IDS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'I', 'J', 'K'];
export const SECTIONS = [
    {
        id: 'A',
        name: 'Views, interests and aspirations of the child and parent, or of the young person',
        provision: 'r12(1)(a)',
        adulthood: false,
    },
    { id: 'B', name: 'Special educational needs', provision: 'r12(1)(b)', adulthood: false },
    {
        id: 'C',
        name: 'Health care needs related to the special educational needs',
        provision: 'r12(1)(c)',
        adulthood: false,
    },
    {
        id: 'D',
        name: 'Social care needs related to the special educational needs or to a disability',
        provision: 'r12(1)(d)',
        adulthood: false,
    },
    { id: 'E', name: 'Outcomes sought', provision: 'r12(1)(e)', adulthood: false },
    { id: 'F', name: 'Special educational provision', provision: 'r12(1)(f)', adulthood: true },
    {
        id: 'G',
        name: 'Health care provision',
        provision: 'r12(1)(g)',
        adulthood: true,
        note: 'The health commissioner must agree it (r12(2)).',
    },
    {
        id: 'H1',
        name: 'Social care provision under section 2 of the Chronically Sick and Disabled Persons Act 1970',
        provision: 'r12(1)(h), s37(2)(e)',
        adulthood: true,
        note: 'Only for a person under 18.',
    },
    { id: 'H2', name: 'Other social care provision reasonably required', provision: 'r12(1)(h)', adulthood: true },
    {
        id: 'I',
        name: 'The institution and its type, or the type',
        provision: 'r12(1)(i)',
        adulthood: false,
        note: 'Blank in a draft (s38(5)).',
    },
    {
        id: 'J',
        name: 'Needs and outcomes to be met by a direct payment',
        provision: 'r12(1)(j)',
        adulthood: false,
        note: 'Only where there is a direct payment.',
    },
    {
        id: 'K',
        name: 'Advice and information obtained under r6(1), appended',
        provision: 'r12(1)(k), r12(4)',
        adulthood: false,
    },
];
const demandOn = (id, { form, under18, directPayment }) => {
    if (id === 'I')
        return form === 'draft' ? 'blank' : 'filled';
    if (id === 'J')
        return directPayment ? 'filled' : 'blank';
    if (id === 'H1')
        return under18 ? 'filled' : 'blank';
    return 'filled';
};
const BLANK_BECAUSE = {
    I: 'A draft must name no institution and no type (s38(5)).',
    J: 'There is no direct payment, so section J is left out.',
    H1: 'Section H1 is only for a person under 18 (s37(2)(e)); other social care goes in H2.',
};
/**
 * What is wrong with the form of a plan. A section with nothing in it says so ("None identified") and is not left out; K is
 * filled by naming the advice appended.
 */
export const sectionFaults = (given, facts) => SECTIONS.flatMap(({ id, name, provision }) => {
    const filled = (given[id] ?? '').trim() !== '';
    const demand = demandOn(id, facts);
    if (demand === 'filled' && !filled) {
        return [{ section: id, reason: `Section ${id} (${name}) is missing (${provision}).`, rule: 'plan-form' }];
    }
    if (demand === 'blank' && filled) {
        const rule = id === 'I' ? 'draft-content' : 'plan-form';
        return [{ section: id, reason: BLANK_BECAUSE[id] ?? `Section ${id} must be blank.`, rule }];
    }
    return [];
});
//# sourceMappingURL=sections.js.map