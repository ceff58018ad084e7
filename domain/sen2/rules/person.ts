/** What can be wrong with who a person of the return is. */
import { CODES } from '../codes.js';
import { isUpn } from '../upn.js';
import { error, query } from './rule.js';
import type { PersonRule } from './rule.js';

const ETHNICITIES: ReadonlySet<string> = new Set(CODES.Ethnicity.map(({ code }) => code));

export const PERSON_RULES: readonly Omit<PersonRule, 'scope'>[] = [
  {
    ...error,
    id: 'sex-missing',
    say: ['sex'],
    module: 'Person',
    field: 'Sex',
    message: 'Sex is not said: M or F',
    source: 'list',
    isBroken: (p) => p.Sex === undefined,
  },
  {
    ...error,
    id: 'name-one-word',
    say: ['surname', 'forename'],
    module: 'Person',
    field: 'Forename',
    message: 'The name is one word: say surname and forename',
    isBroken: (p) => p.Forename === undefined || p.Surname === undefined,
  },
  {
    ...query,
    id: 'name-many-words',
    say: ['surname', 'forename'],
    module: 'Person',
    field: 'Surname',
    message: 'The name is of three words or more, and the last is taken for the surname: say surname and forename',
    isBroken: (p) => p.Surname !== undefined && !p.Surname.includes(' ') && (p.Forename ?? '').includes(' '),
  },
  {
    ...error,
    id: 'upn-missing',
    say: ['upn'],
    module: 'Person',
    field: 'UPN',
    message: 'There is no pupil number, no learner number, and no reason why',
    source: 'list',
    isBroken: (p) => p.UPN === undefined && p.UniqueLearnerNumber === undefined && p.UPNunknown === undefined,
  },
  {
    ...error,
    id: 'upn-letter',
    say: ['upn'],
    module: 'Person',
    field: 'UPN',
    message: 'The check letter of the pupil number does not fit its digits',
    isBroken: (p) => p.UPN !== undefined && !isUpn(p.UPN),
  },
  {
    ...query,
    id: 'upn-and-reason',
    say: ['upnUnknown'],
    module: 'Person',
    field: 'UPNunknown',
    message: 'There is a number, and a reason why there is none',
    isBroken: (p) => p.UPNunknown !== undefined && (p.UPN !== undefined || p.UniqueLearnerNumber !== undefined),
  },
  {
    ...query,
    id: 'ethnicity-missing',
    say: ['ethnicity'],
    module: 'Person',
    field: 'Ethnicity',
    message: 'Ethnicity is not known, and is given as not yet obtained',
    source: 'list',
    isBroken: (p) => p.Ethnicity === undefined || p.Ethnicity === 'NOBT',
  },
  {
    ...query,
    id: 'ethnicity-code',
    say: ['ethnicity'],
    module: 'Person',
    field: 'Ethnicity',
    message: 'The code of ethnicity is none that is known here',
    isBroken: (p) => p.Ethnicity !== undefined && !ETHNICITIES.has(p.Ethnicity),
  },
  {
    ...error,
    id: 'postcode-missing',
    say: ['postcode'],
    module: 'Person',
    field: 'PostCode',
    message: 'No post code is said, and the address has none, or several',
    isBroken: (p) => p.PostCode === undefined,
  },
];
