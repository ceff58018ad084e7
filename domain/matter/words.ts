/** The facts that every matter has, in a few words. Holds no child's detail and nobody's name. */
import type { CeasingEventData, CeasingEventType } from './ceasing-shapes.js';
import type { ConsultationEventData, ConsultationEventType } from './consultation-shapes.js';
import type { MatterEventData, MatterEventType } from './event-shapes.js';
import type { ReferralEventData, ReferralEventType } from './referral-shapes.js';

type Words = { [T in MatterEventType]: (data: MatterEventData<T>) => string };

const letter = ({ letter: { id, notice, to } }: MatterEventData<'letter.requested'>): string =>
  `letter ${id}: ${notice} to ${to.role}`;

export const MATTER_WORDS: Words = {
  'clock.started': (d) => `clock ${d.key} started${d.due ? `, due ${d.due}` : ''}`,
  'clock.settled': (d) => `clock ${d.key} done on ${d.on}`,
  'clock.missed': (d) => `clock ${d.key} MISSED: ${d.cause}`,
  'clock.voided': (d) => `clock ${d.key} void: ${d.reason}`,
  'clock.recalculated': (d) => `clock ${d.key} recalculated, due ${d.due}: ${d.reason}`,
  'letter.requested': letter,
  'letter.dispatched': (d) => `letter ${d.letterId} sent by ${d.channel}`,
  'letter.refused': (d) => `letter ${d.letterId} NOT sent: ${d.reason}`,
  'letter.undelivered': (d) => `letter ${d.letterId} did NOT arrive: ${d.reason}`,
  'letter.resolved': (d) => `letter ${d.letterId}: ${d.outcome}`,
  'contact.made': (d) => `${d.channel} ${d.direction}`,
  'caseworker.assigned': (d) => `caseworker ${d.caseworker}`,
  'policy.changed': (d) => `policy changed to version ${d.version}`,
  'fact.unexpected': (d) => `unexpected ${d.what} (${d.factId})`,
  'unexpected.resolved': (d) => `unexpected fact ${d.factId} resolved`,
};

export const CEASING_WORDS: { [T in CeasingEventType]: (data: CeasingEventData<T>) => string } = {
  'ceasing.considered': (d) =>
    `ceasing is considered (${d.ground}): the family${d.institution ? ' and the head are' : ' is'} consulted`,
  'ceasing.viewed': (d) => `the ${d.from} ${d.agrees ? 'agrees' : 'does not agree'} that the plan is to cease`,
};

const actions = (named: ReferralEventData<'panel.recommended'>['actions']): string =>
  named.map((a) => `; action: ${a.what}, due ${a.dueOn}`).join('');

export const REFERRAL_WORDS: { [T in ReferralEventType]: (data: ReferralEventData<T>) => string } = {
  'panel.referred': (d) => `referred to the ${d.panel} panel (${d.question}): ${d.reason}`,
  'panel.listed': (d) => `on the panel's agenda of ${d.meetingOn}`,
  'panel.recommended': (d) => `panel recommends: ${d.recommendation}${actions(d.actions)}`,
  'panel.notNeeded': (d) => `the panel need not hear it: ${d.reason}`,
};

export const CONSULTATION_WORDS: { [T in ConsultationEventType]: (data: ConsultationEventData<T>) => string } = {
  'provider.consulted': (d) => `consultation ${d.consultationId} sent, round ${d.round}`,
  'provider.reminded': (d) => `consultation ${d.consultationId} reminder ${d.step}`,
  'provider.chased': (d) => `consultation ${d.consultationId} chaser ${d.step}`,
  'provider.replied': (d) => `consultation ${d.consultationId}: ${d.reply}`,
  'objection.answered': (d) => `objection of ${d.consultationId} ${d.accepted ? 'accepted' : 'not accepted'}`,
  'placement.named': (d) => `placement decided: ${d.kind}${d.legalRisk ? `; risk: ${d.legalRisk}` : ''}`,
};
