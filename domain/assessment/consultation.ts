/** Consulting providers in rounds, answering their objections and deciding what section I will name (s33, s38-40). */
import type { Party } from '../letters.js';
import type { CommandOf } from './command-shapes.js';
import { must } from '../matter/deciding.js';
import { openReferral } from '../matter/referrals.js';
import type { Deciding } from './deciding.js';
import { draftWithAppendices } from './documents.js';
import { isHeldElsewhere } from './draft.js';
import { childName, consultationFacts } from './letter-facts.js';
import { allowedRounds, consultationById, currentRound } from './state.js';
import type { AssessmentState, Consultation } from './state.js';

/** A round is over when every provider in it has replied; an objection not accepted keeps the provider in play. */
export const isSettled = (c: Consultation): boolean =>
  c.reply === 'can-meet-need' || (c.reply === 'cannot-meet-need' && c.answeredOn !== null);

const mayBeNamed = (c: Consultation): boolean => c.reply === 'can-meet-need' || c.objectionAccepted === false;

/** Every round that is allowed has been answered and nobody can be named. */
export const isExhausted = (state: AssessmentState): boolean =>
  state.placement === null &&
  currentRound(state) >= allowedRounds(state) &&
  state.consultations.every((c) => isSettled(c)) &&
  !state.consultations.some(mayBeNamed);

const provider = (given: CommandOf<'consultProviders'>['providers'][number], id: string): Party => ({
  id: `provider-${id}`,
  role: 'provider',
  name: given.name,
  ...(given.email ? { email: given.email } : {}),
  ...(given.address ? { address: given.address } : {}),
  ...(given.urn ? { organisation: given.urn } : {}),
});

const sameProvider = (c: Consultation, p: { urn?: string | null | undefined; name: string }): boolean =>
  p.urn ? c.urn === p.urn : c.to.name === p.name;

export const consultProviders = (d: Deciding, c: CommandOf<'consultProviders'>): void => {
  const { state } = d;
  must(
    state.stage === 'draft-with-family',
    'wrong-stage',
    `Providers are consulted with the draft, once it is served; this case is at ${state.stage}`,
    's39(2)',
  );
  // Rounds are local policy, which cannot stand in the way of consulting the institution that the family requests (s39(2)).
  const requested = c.providers.every((p) => p.requestedByFamily);
  must(
    requested || state.placement === null,
    'placement-named',
    'A placement is already decided for section I; only a school that the family requests may still be consulted',
  );
  const round = currentRound(state) + 1;
  const rounds = allowedRounds(state);
  if (c.noticeAlreadySentOn) d.mustHaveGone(c.noticeAlreadySentOn);
  const on = c.noticeAlreadySentOn ?? d.today;
  // Practice of today limits what may be begun, not what has happened: a round that went out before is a fact.
  must(
    requested || round <= rounds || c.noticeAlreadySentOn !== undefined,
    'rounds-exhausted',
    `${rounds} rounds are allowed and all are used: the case goes to the ${state.policy.consultation.placementPanel} panel, after which there is one more`,
  );
  must(
    c.noticeAlreadySentOn !== undefined || !isHeldElsewhere(state.draft?.sections),
    'draft-not-held',
    'The text of the served draft is not held here, so it cannot be enclosed: put it on the case first (draft prepare, basis representations)',
    's38(2)',
  );
  const again = c.providers.find((p) => state.consultations.some((x) => sameProvider(x, p)));
  must(again === undefined, 'already-consulted', `${again?.name ?? ''} has been consulted already on this case`);
  const twice = c.providers.find((p, i) =>
    c.providers.some((q, j) => j < i && (p.urn ? p.urn === q.urn : p.name === q.name)),
  );
  must(twice === undefined, 'listed-twice', `${twice?.name ?? ''} is listed twice in this round`);
  for (const given of c.providers) {
    const consultationId = `C${d.state.consultations.length + 1}`;
    const to = provider(given, consultationId);
    const { urn = null, section38, requestedByFamily = false } = given;
    d.emit('provider.consulted', { consultationId, round, to, urn, section38, requestedByFamily }, on);
    // Code 9.83: the provider should answer in 15 days; its silence never holds up the 20 weeks.
    d.startClock('school-reply-15d', on, { about: consultationId });
    const consultation = consultationById(d.state, consultationId);
    if (consultation && !c.noticeAlreadySentOn) {
      d.letter('consultation', to, {
        facts: { ...consultationFacts(d.state, consultation), ...childName(d.state) },
        enclosures: draftWithAppendices(d.state),
      });
    }
  }
};

const consulted = (d: Deciding, id: string): Consultation => {
  const consultation = consultationById(d.state, id);
  must(
    consultation !== undefined,
    'unknown-consultation',
    `consultationId ${id} is not on this case; it has ${d.state.consultations.map((c) => c.id).join(', ') || 'none'}`,
  );
  return consultation;
};

/** When every round is used and nobody can be named, the placement panel looks for the way out. */
const referIfExhausted = (d: Deciding): void => {
  if (!isExhausted(d.state) || openReferral(d.state, 'placement')) return;
  const rounds = currentRound(d.state);
  d.emit('case.stuck', { reason: `No provider found in ${rounds} rounds of consultation`, about: 'consultation' });
  d.emit('panel.referred', {
    referralId: `P${d.state.referrals.length + 1}`,
    panel: d.state.policy.consultation.placementPanel,
    question: 'placement',
    reason: `No provider found in ${rounds} rounds of consultation`,
  });
};

export const recordReply = (d: Deciding, c: CommandOf<'recordReply'>): void => {
  const consultation = consulted(d, c.consultationId);
  must(d.state.stage !== 'finished', 'case-finished', `The case is finished (${d.state.outcome ?? ''})`);
  must(
    consultation.repliedOn === null,
    'already-replied',
    `${consultation.id} was answered on ${consultation.repliedOn ?? ''}`,
  );
  must(
    d.on >= consultation.consultedOn,
    'before-it-was-asked',
    `occurredOn ${d.on} is before ${consultation.id} was sent on ${consultation.consultedOn}`,
  );
  const grounds = c.grounds ?? [];
  must(
    c.reply === 'can-meet-need' || grounds.length > 0,
    'grounds-missing',
    'An objection needs at least one ground: unsuitable, education-of-others or use-of-resources',
    's39(4)',
  );
  must(
    c.reply === 'cannot-meet-need' || grounds.length === 0,
    'grounds-given',
    'A provider that can meet need gives no grounds',
    's39(4)',
  );
  d.emit('provider.replied', { consultationId: consultation.id, reply: c.reply, grounds, text: c.text ?? null });
  d.settle(`school-reply-15d:${consultation.id}`);
};

export const answerObjection = (d: Deciding, c: CommandOf<'answerObjection'>): void => {
  const consultation = consulted(d, c.consultationId);
  must(
    consultation.reply === 'cannot-meet-need' && consultation.answeredOn === null,
    'nothing-to-answer',
    `${consultation.id} has no objection waiting for an answer`,
    's39(4)',
  );
  d.emit('objection.answered', { consultationId: consultation.id, accepted: c.accepted, reasons: c.reasons });
  referIfExhausted(d);
};

const nameInstitution = (d: Deciding, c: CommandOf<'namePlacement'>): string | null => {
  must(
    c.consultationId !== undefined,
    'no-consultation',
    'Naming an institution needs consultationId: it must have been consulted',
    's39(2)',
  );
  const consultation = consulted(d, c.consultationId);
  must(
    consultation.reply !== null || !consultation.section38 || c.legalRiskAccepted === true,
    'no-reply',
    `${consultation.id} has not replied; naming it without a reply needs legalRiskAccepted`,
    's39(2)',
  );
  must(
    consultation.reply !== 'cannot-meet-need' || consultation.objectionAccepted === false,
    'objection-open',
    `${consultation.id} objected; answer the objection first, and do not accept it, to name it all the same`,
    's39(4)',
  );
  must(
    consultation.section38 || consultation.reply === 'can-meet-need',
    'no-duty-to-admit',
    `${consultation.id} is not a s38(3) institution and has not agreed: it would have no duty to admit`,
    's43',
  );
  if (consultation.objectionAccepted === false)
    return 'Named against the institution’s objection: expect a complaint to the Secretary of State';
  return consultation.reply === null ? 'Named without a reply' : null;
};

/** A requested s38(3) school must be named unless a ground of s39(4) holds (s39(3)-(5)): the risk of not doing so is said. */
const requestedNotNamed = (d: Deciding, c: CommandOf<'namePlacement'>): string | null => {
  const wish = d.state.requestedSchool;
  const requested = d.state.consultations.find(
    (x) => x.section38 && (x.requestedByFamily || (wish !== null && sameProvider(x, wish))),
  );
  if (!requested && wish?.section38) return NOT_CONSULTED;
  if (!requested || requested.id === c.consultationId) return null;
  return requested.objectionAccepted === true
    ? null
    : 'The family’s requested school is not named and no ground of s39(4) is accepted: open to appeal on section I';
};

const NOT_CONSULTED =
  'The school that the family requested was not consulted, as s39(2) requires, and is not named: open to appeal on section I';

const TYPE_RISK =
  'Only a type of provision is named: no institution must admit, the family may appeal section I, and the duty to secure the provision (s42) stays';

export const namePlacement = (d: Deciding, c: CommandOf<'namePlacement'>): void => {
  must(
    d.state.stage === 'draft-with-family',
    'wrong-stage',
    `A placement is named after consultation; this case is at ${d.state.stage}`,
    's39, s40',
  );
  const ofType = c.kind === 'type';
  must(
    !ofType || d.state.policy.consultation.allowType,
    'type-not-allowed',
    'Policy does not allow a plan that names only a type of provision',
    's39(5), s40(2)',
  );
  must(
    !ofType || c.typeOfProvision !== undefined,
    'type-missing',
    'kind is type: give typeOfProvision, which section I will name',
  );
  must(
    !ofType || c.legalRiskAccepted === true,
    'legal-risk',
    `${TYPE_RISK}; set legalRiskAccepted to go on`,
    's39(5), s40(2)',
  );
  const risks = [ofType ? TYPE_RISK : nameInstitution(d, c), requestedNotNamed(d, c)].filter((r) => r !== null);
  d.emit('placement.named', {
    kind: c.kind,
    consultationId: c.consultationId ?? null,
    typeOfProvision: c.typeOfProvision ?? null,
    reasons: c.reasons,
    legalRisk: risks.join('. ') || null,
  });
  d.closeReferrals('A placement was decided before the meeting', 'placement');
  if (d.state.stuck?.about === 'consultation') d.emit('case.unstuck', { reason: 'A placement was decided' });
};
