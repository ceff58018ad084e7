/** Who a person of the return is, of what is known of the child in one case or several. */
import type { AssessmentState } from '../assessment/state.js';
import { ETHNICITY_UNKNOWN } from './codes.js';
import type { Sen2Facts } from './facts-shapes.js';
import type { Values } from './values.js';

type Child = AssessmentState['child'];
type Known = { child: Child | undefined; said: Sen2Facts };

/** The last word of a name is taken for the surname; of three words and more somebody is asked (domain/sen2/rules.ts). */
const partsOf = (name: string): { Surname?: string; Forename?: string } => {
  const words = name.trim().split(/\s+/);
  return words.length < 2
    ? { Surname: name.trim() }
    : { Forename: words.slice(0, -1).join(' '), Surname: words.at(-1) as string };
};

const POSTCODE = /\b[A-Z]{1,2}\d[A-Z0-9]? \d[A-Z]{2}\b/g;

/** The only one that stands in an address. */
const postcodeIn = (address: string): string | undefined => {
  const found = address.toUpperCase().match(POSTCODE) ?? [];
  return found.length === 1 ? found[0] : undefined;
};

/** The latest case first: what that does not say an earlier one may. */
export const personOf = (known: readonly Known[]): Values => {
  const first = <T>(of: (k: Known) => T | undefined): T | undefined =>
    known.map(of).find((value) => value !== undefined);
  const said = <K extends keyof Sen2Facts>(name: K): Sen2Facts[K] | undefined => first((k) => k.said[name]);
  const { child } = known[0] as { child: Child };
  const values = {
    ...partsOf(child.name),
    PersonBirthDate: child.dateOfBirth,
    Sex: said('sex'),
    Ethnicity: said('ethnicity') ?? ETHNICITY_UNKNOWN,
    PostCode: said('postcode') ?? postcodeIn(child.address),
    UPN: first((k) => k.child?.upn),
    UniqueLearnerNumber: said('uln'),
    UPNunknown: said('upnUnknown'),
  };
  const named = { Surname: said('surname'), Forename: said('forename') };
  return Object.fromEntries(
    [...Object.entries(values), ...Object.entries(named)].filter((e): e is [string, string] => Boolean(e[1])),
  );
};
