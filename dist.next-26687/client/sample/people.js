import { addDays } from '../../domain/civil-date.js';
import { Draw } from './draw.js';
import { settingFor } from './schools.js';
const FIRST = 'Abel Adeline Aisha Alfie Amara Anouk Arlo Asha Barnaby Beatrix Bilal Callum Cerys Chidi Clara Dara Darius Delphine Edie Elias Emeka Esme Farah Felix Finn Freya Gwen Hamza Hana Ibrahim Idris Imogen Iris Jamal Jonah Juno Kaia Kamran Keir Lachlan Leila Linus Lottie Mabel Maya Milo Nadia Niamh Noor Oisin Olive Omar Orla Otis Parveen Piotr Priya Quinn Rafe Rhys Rosa Rowan Samir Saskia Seren Silas Sunniva Tamsin Theo Tilda Tomasz Uma Viggo Wilf Yara Zara Zeki'.split(' ');
/** Made from bits of landscape, so that nobody can be meant. */
const LAST = 'Ash Bramble Cloud Dusk Ember Fern Gorse Hazel Ivy Juniper Lark Moss'
    .split(' ')
    .flatMap((start) => 'barrow combe dene fell garth holt lade'.split(' ').map((end) => `${start}${end}`));
const GROWN = 'Alex Bernadette Colin Dilys Everton Fatima Grace Hugh Ingrid Jas Kofi Lorna Mehmet Nell Owain Petra Rashid Sheila Tunde Vera'.split(' ');
const STREETS = [
    'Cobblewick Lane',
    'Teasel Terrace',
    'Old Ropewalk Street',
    'Marram Close',
    'Pinwheel Row',
    'Copperkettle Street',
    'Skylark Rise',
    'Gullsend Road',
    'Tidewater Avenue',
    'Hawkbit Crescent',
    'Lampblack Yard',
    'Nettlefield Drive',
];
const LOCALITIES = ['north', 'east', 'south', 'west', 'harbour'];
const CASEWORKER_NAMES = [
    'Morwenna Tindlebeck',
    'Dev Larchwood',
    'Sorcha Penhollow',
    'Bola Quarrington',
    'Gareth Winterbrook',
    'Ines Fallowmere',
    'Jerome Oxenstead',
    'Kirsty Bellhouse-Vane',
    'Tariq Stonesmith',
    'Una Merriwood',
    'Wendell Crossfield-Oak',
    'Zofia Harrowgarth',
];
export const CASEWORKERS = CASEWORKER_NAMES.map((name, i) => ({
    id: `cw-${String(i + 1).padStart(2, '0')}`,
    name,
    telephone: `01632 9602${String(i + 1).padStart(2, '0')}`,
    email: `cw-${String(i + 1).padStart(2, '0')}@northmere.example`,
}));
/** Out of each thousand requests to English councils in 2024, by age (Department for Education, SEN2). */
const AGES = [
    [2, 18],
    [3, 118],
    [4, 113],
    [5, 70],
    [6, 64],
    [7, 62],
    [8, 66],
    [9, 78],
    [10, 95],
    [11, 59],
    [12, 56],
    [13, 60],
    [14, 54],
    [15, 45],
    [16, 22],
    [17, 10],
    [18, 4],
    [19, 2],
    [21, 3],
];
/** Steps through all combinations of names without meeting one twice. */
const STRIDE = 2_741;
const nameAt = (index) => {
    const n = (index * STRIDE) % (FIRST.length * LAST.length);
    return { first: FIRST[n % FIRST.length], last: LAST[Math.floor(n / FIRST.length)] };
};
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
/** A pupil number with its check letter; 999 is no authority's code, so it is no child's. */
const upnOf = (school, yearOfEntry, serial) => {
    const digits = `999${String(school % 10_000).padStart(4, '0')}${String(yearOfEntry % 100).padStart(2, '0')}${String(serial % 1_000).padStart(3, '0')}`;
    const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
    return `${UPN_LETTERS[sum % 23] ?? ''}${digits}`;
};
const letterIn = (n) => 'ABDEFGHJLN'[n % 10];
const addressAt = (index, draw) => `${draw.whole(1, 140)} ${draw.of(STREETS)}, Northmere, ZZ${draw.whole(1, 9)} ${draw.whole(1, 9)}${letterIn(index)}${letterIn(Math.floor(index / 10))}`;
const parents = (last, address, today, draw) => {
    const count = draw.chance(0.35) ? 2 : 1;
    const [first, second] = draw.shuffled(GROWN);
    return [first, second].slice(0, count).map((name, i) => {
        const sender = `${name ?? ''} ${draw.chance(0.8) ? last : `Pinder-${last}`}`;
        const email = `${(name ?? '').toLowerCase()}.${last.toLowerCase()}@post.example`;
        const electronic = draw.chance(0.3);
        return {
            id: `parent-${i + 1}`,
            role: 'parent',
            name: sender,
            address: i === 1 && draw.chance(0.4) ? addressAt(draw.whole(0, 99), draw) : address,
            ...(electronic || draw.chance(0.5) ? { email } : {}),
            ...(electronic
                ? {
                    electronicConsent: {
                        kind: 'e-mail',
                        sender,
                        address: email,
                        recordedOn: addDays(today, -draw.whole(1, 90)),
                    },
                }
                : {}),
        };
    });
};
const ownParty = (name, address, first) => [
    { id: 'young-person-1', role: 'young-person', name, address, email: `${first.toLowerCase()}@post.example` },
];
/** Two requests in three come from the school or setting, most others from parents. */
const sourceFor = (youngPerson, hasSetting, draw) => {
    if (youngPerson && draw.chance(0.6))
        return 'young-person';
    if (draw.chance(0.05))
        return draw.chance(0.6) ? 'health' : 'social-care';
    return hasSetting && draw.chance(0.6) ? 'school' : 'parent';
};
/**
 * The person of a place in the caseload; ages count back from the day the request was received. `atSchool`: the story is
 * about its school or setting, so it has one.
 */
export const personAt = (index, seed, receivedOn, atSchool) => {
    const draw = new Draw(`${seed} person ${index}`);
    const age = draw.weighted(AGES);
    const dateOfBirth = addDays(receivedOn, -Math.floor(age * 365.25) - draw.whole(5, 350));
    return personBorn({ index, age, dateOfBirth }, receivedOn, atSchool, draw);
};
/** The person of a place, by the day of birth; ages count back from a day. */
export const personBorn = ({ index, age, dateOfBirth }, on, atSchool, draw) => {
    const { first, last } = nameAt(index);
    const address = addressAt(index, draw);
    const setting = settingFor(age, draw, atSchool);
    const youngPerson = age >= 17 && draw.chance(0.8);
    const name = `${first} ${last}`;
    const source = sourceFor(youngPerson, setting !== undefined, draw);
    const school = Number(setting?.urn?.slice(2) ?? 9_000);
    return {
        age,
        source,
        child: {
            name,
            dateOfBirth,
            address,
            ...(age >= 4 && age < 17 ? { upn: upnOf(school, Number(dateOfBirth.slice(0, 4)) + 4, index) } : {}),
            youngPerson,
            livesInArea: true,
            locality: draw.of(LOCALITIES),
            sensoryNeed: draw.weighted([
                ['none', 92],
                ['hearing', 4],
                ['vision', 3],
                ['multi-sensory', 1],
            ]),
            serviceFamily: draw.chance(0.02),
            socialWorker: draw.chance(0.12),
            ...(setting ? { setting } : {}),
        },
        family: youngPerson ? ownParty(name, address, first) : parents(last, address, on, draw),
    };
};
/**
 * Somebody born on a given day, without a school yet. `youngPerson`: over compulsory school age and able to act, so it is the
 * young person who is written to.
 */
export const childBorn = (dateOfBirth, { index, seed, today, youngPerson }) => {
    const draw = new Draw(`${seed} person ${index}`);
    const { first, last } = nameAt(index);
    const address = addressAt(index, draw);
    const name = `${first} ${last}`;
    return {
        child: {
            name,
            dateOfBirth,
            address,
            youngPerson,
            livesInArea: true,
            locality: draw.of(LOCALITIES),
            sensoryNeed: 'none',
            serviceFamily: draw.chance(0.02),
            socialWorker: false,
        },
        family: youngPerson ? ownParty(name, address, first) : parents(last, address, today, draw),
    };
};
//# sourceMappingURL=people.js.map