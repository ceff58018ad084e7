const NAMES = {
    'early-years': ['Fernhallow Nursery', 'Pebblecombe Early Years Centre', 'Wrenlow Pre-school'],
    primary: [
        'Larkmere Primary School',
        'Quillbrook Primary School',
        'Thistlemarsh Primary School',
        'Ambercroft Primary School',
        'Saltwillow Primary School',
        'Otterfold Primary School',
        'Bramblegate Infant School',
        'Tallowfield Junior School',
    ],
    secondary: ['Ravensholt Academy', 'Millharrow School', 'Coldspring Academy', 'Eastwharf High School'],
    'post-16': ['Northmere Riverside College', 'Lanternquay Sixth Form College'],
    special: ['Honeyoak School', 'Kestrelfield School', 'The Fennmoor Academy', 'Starlingwood School'],
    independent: ['Gorsemount House School', 'Pilgrimstead School', 'Marlbeck Manor School'],
};
const domainOf = (name) => name
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .split(' ')
    .filter((word) => !['the', 'northmere'].includes(word))
    .slice(0, 1)
    .join('');
export const SCHOOLS = Object.keys(NAMES)
    .flatMap((phase) => NAMES[phase].map((name) => ({ phase, name })))
    .map(({ phase, name }, i) => ({
    urn: String(999_001 + i),
    name,
    phase,
    section38: phase !== 'independent',
    email: `office@${domainOf(name)}.example`,
    address: `${name}, ${i + 1} Slateward Road, Northmere, ZZ${1 + (i % 9)} ${1 + (i % 8)}AA`,
}));
const ofPhase = (phase) => SCHOOLS.filter((s) => s.phase === phase);
/** Where a child of an age is likely to be; undefined where it is at no school or setting, as some are. */
export const settingFor = (age, draw, atSchool) => {
    if (draw.chance(age < 4 ? 0.3 : 0.03) && !atSchool)
        return undefined;
    const phase = age < 4 ? 'early-years' : age < 11 ? 'primary' : age < 16 ? 'secondary' : 'post-16';
    const { name, urn, email, address } = draw.of(ofPhase(phase));
    const kind = phase === 'early-years' || phase === 'post-16' ? phase : 'school';
    return { kind, name, urn, email, address };
};
const asProvider = (school, requestedByFamily) => ({
    urn: school.urn,
    name: school.name,
    email: school.email,
    address: school.address,
    section38: school.section38,
    requestedByFamily,
});
/** Whom to consult, round after round and never the same twice: the school the family wants first. */
export const consultationRounds = (age, rounds, draw) => {
    const local = draw.shuffled(SCHOOLS.filter((s) => s.phase === (age < 11 ? 'primary' : age < 16 ? 'secondary' : 'post-16')));
    const special = draw.shuffled(SCHOOLS.filter((s) => s.phase === 'special'));
    const independent = draw.shuffled(SCHOOLS.filter((s) => s.phase === 'independent'));
    const [wanted, ...others] = [...special.slice(0, 1), ...local.slice(0, 3), ...special.slice(1), ...independent];
    const queue = [...(wanted ? [asProvider(wanted, true)] : []), ...others.map((s) => asProvider(s, false))];
    return Array.from({ length: rounds }, (_, i) => queue.slice(i * 3, i * 3 + 3)).filter((round) => round.length > 0);
};
//# sourceMappingURL=schools.js.map