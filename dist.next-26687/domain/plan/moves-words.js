export const MOVES_WORDS = {
    'transfer.notified': (d) => `family told of the transfer: reviewed by ${d.reviewBy}, ${d.proposesToAssess ? 'an assessment is proposed' : 'no assessment is proposed'}`,
    'interim.decided': (d) => d.practicable
        ? 'the institution named can still be attended'
        : `the institution named cannot be attended; ${d.interim ? `interim placement from ${d.interim.from}` : 'none is found yet'}`,
    'commissioner.changed': () => 'another health commissioner is responsible',
    'commissioner.told': () => 'the new health commissioner was told',
    'commissioner.asked': (d) => `the new health commissioner asks: ${d.asks}`,
    'assessing.settled': () => 'the assessment that was proposed or asked for is under way',
    'move.known': (d) => `move to another authority on ${d.movedOn}, known ${d.awareOn}`,
    'file.sent': (d) => `plan and file to the new authority (${d.file.length} in the list${d.elsewhere ? ', by other means' : ''})`,
    'receipt.chased': (d) => `receipt chased, ${d.step}`,
    'receipt.escalated': () => 'receipt is not confirmed: before a manager',
    'move.cancelled': () => 'the move does not happen',
    'plan.transferred': () => 'receipt confirmed: the plan is the new authority’s',
};
//# sourceMappingURL=moves-words.js.map