const letter = ({ letter: { id, notice, to } }) => `letter ${id}: ${notice} to ${to.role}`;
export const MATTER_WORDS = {
    'clock.started': (d) => `clock ${d.key} started${d.due ? `, due ${d.due}` : ''}`,
    'clock.settled': (d) => `clock ${d.key} done on ${d.on}`,
    'clock.missed': (d) => `clock ${d.key} MISSED: ${d.cause}`,
    'clock.voided': (d) => `clock ${d.key} void: ${d.reason}`,
    'clock.recalculated': (d) => `clock ${d.key} recalculated, due ${d.due}: ${d.reason}`,
    'letter.requested': letter,
    'letter.dispatched': (d) => `letter ${d.letterId} sent by ${d.channel}`,
    'letter.refused': (d) => `letter ${d.letterId} NOT sent: ${d.reason}`,
    'letter.resolved': (d) => `letter ${d.letterId}: ${d.outcome}`,
    'contact.made': (d) => `${d.channel} ${d.direction}`,
    'caseworker.assigned': (d) => `caseworker ${d.caseworker}`,
    'policy.changed': (d) => `policy changed to version ${d.version}`,
    'fact.unexpected': (d) => `unexpected ${d.what} (${d.factId})`,
    'unexpected.resolved': (d) => `unexpected fact ${d.factId} resolved`,
};
export const CEASING_WORDS = {
    'ceasing.considered': (d) => `ceasing is considered (${d.ground}): the family${d.institution ? ' and the head are' : ' is'} consulted`,
    'ceasing.viewed': (d) => `the ${d.from} ${d.agrees ? 'agrees' : 'does not agree'} that the plan is to cease`,
};
const actions = (named) => named.map((a) => `; action: ${a.what}, due ${a.dueOn}`).join('');
export const REFERRAL_WORDS = {
    'panel.referred': (d) => `referred to the ${d.panel} panel (${d.question}): ${d.reason}`,
    'panel.listed': (d) => `on the panel's agenda of ${d.meetingOn}`,
    'panel.recommended': (d) => `panel recommends: ${d.recommendation}${actions(d.actions)}`,
    'panel.notNeeded': (d) => `the panel need not hear it: ${d.reason}`,
};
export const CONSULTATION_WORDS = {
    'provider.consulted': (d) => `consultation ${d.consultationId} sent, round ${d.round}`,
    'provider.reminded': (d) => `consultation ${d.consultationId} reminder ${d.step}`,
    'provider.chased': (d) => `consultation ${d.consultationId} chaser ${d.step}`,
    'provider.replied': (d) => `consultation ${d.consultationId}: ${d.reply}`,
    'objection.answered': (d) => `objection of ${d.consultationId} ${d.accepted ? 'accepted' : 'not accepted'}`,
    'placement.named': (d) => `placement decided: ${d.kind}${d.legalRisk ? `; risk: ${d.legalRisk}` : ''}`,
};
//# sourceMappingURL=words.js.map