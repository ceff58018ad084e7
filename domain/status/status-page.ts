/** What whoever opens a link sees, from what is known and the day. Holds no name of a child, no address, no words of advice. */
import type { CivilDate } from '../civil-date.js';
import type { Party } from '../letters.js';
import type { MatterState } from '../matter/state.js';
import type { Policy } from '../policy.js';
import { assessmentForFamily } from './family-assessment.js';
import { youCan } from './family-can.js';
import { planForFamily, reviewForFamily } from './family-plan.js';
import { type Audience, audienceOf, type Matters } from './matters.js';
import { type IsThem, partsForOrganisation } from './organisation.js';
import type { Reach, StatusPage, StatusPart, YouCan } from './page.js';
import { voiceOf } from './words.js';

export interface Reader {
  role: Party['role'];
  isThem: IsThem;
  /** The last day of the link. */
  until: CivilDate;
}

const reachOf = (given: {
  name: string;
  telephone?: string | null | undefined;
  email?: string | null | undefined;
}): Reach => ({ name: given.name, telephone: given.telephone ?? null, email: given.email ?? null });

/** What goes on first, then what it goes on in. */
const familyParts = ({ assessment, plan, reviews }: Matters, role: Party['role'], today: CivilDate): StatusPart[] => {
  const v = voiceOf(role);
  const isRunning = assessment !== null && assessment.stage !== 'finished';
  const open = reviews.filter((r) => r.stage !== 'finished');
  const shown = open.length > 0 ? open : reviews.slice(-1);
  return [
    ...(assessment && (isRunning || !plan) ? [assessmentForFamily(assessment, today, v)] : []),
    ...open.map((r) => reviewForFamily(r, today)),
    ...(plan ? [planForFamily(plan, today, v)] : []),
    ...(open.length === 0 ? shown.map((r) => reviewForFamily(r, today)) : []),
    ...(assessment && !isRunning && plan && reviews.length === 0 ? [assessmentForFamily(assessment, today, v)] : []),
  ];
};

const TITLES: Record<Audience, string> = {
  family: 'Where your case is',
  school: 'Where this case is',
  service: 'Where this case is',
};

/** What was sent today and arrives tomorrow has not happened yet. */
const asOf = (part: StatusPart, today: CivilDate): StatusPart => ({
  ...part,
  done: part.done.filter(({ on }) => on <= today),
});

const ASK: YouCan = {
  heading: 'Answer us or ask us',
  by: null,
  words: ['Write to your contact below, or ring. Please give the reference that stands in our letter.'],
};

/** The matter whose caseworker is the one to speak to: what is open before what it goes on in. */
const leading = ({ assessment, plan, reviews }: Matters): MatterState | undefined => {
  const open = reviews.find((r) => r.stage !== 'finished' && r.caseworker);
  const running = assessment && assessment.stage !== 'finished' ? assessment : undefined;
  return open ?? running ?? plan ?? assessment ?? undefined;
};

/** A policy recorded before there were status pages says nothing of complaints. */
const complaintsOf = ({ statusPage, authority }: Policy): Reach =>
  reachOf((statusPage as Policy['statusPage'] | undefined)?.complaints ?? authority.contact);

/** `matters` must hold something that the reader is a party of. */
export const statusPage = (matters: Matters, reader: Reader, today: CivilDate): StatusPage => {
  const audience = audienceOf(reader.role);
  const matter = leading(matters);
  if (audience === undefined || matter === undefined) throw new Error('Nobody of that role has a status page.');
  const { policy, caseworker } = matter;
  const { contact } = policy.authority;
  const isFamily = audience === 'family';
  return {
    audience,
    title: TITLES[audience],
    asOf: today,
    parts: (isFamily
      ? familyParts(matters, reader.role, today)
      : partsForOrganisation(matters, reader.role, reader.isThem, today)
    ).map((part) => asOf(part, today)),
    youCan: [...(isFamily ? youCan(matters, voiceOf(reader.role)) : []), ASK],
    caseworker: reachOf({
      name: caseworker?.name ?? contact.name,
      telephone: caseworker?.telephone ?? contact.telephone,
      email: caseworker?.email ?? contact.email,
    }),
    team: reachOf(contact),
    complaints: isFamily ? complaintsOf(policy) : null,
    until: reader.until,
  };
};
