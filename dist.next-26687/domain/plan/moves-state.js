export const NO_MOVES = {
    transferNotice: null,
    practicable: null,
    interim: null,
    telling: null,
    commissionerIsNew: false,
    assessing: null,
    movesTo: null,
    moveOut: null,
};
export const MOVES_FOLD = {
    'transfer.notified': (s, d, on) => ({
        transferNotice: { on, reviewBy: d.reviewBy },
        // What the health commissioner asks for already must be made, and is not only proposed.
        assessing: s.assessing ?? (d.proposesToAssess ? { by: 'authority', on } : null),
        lastProgressOn: on,
    }),
    'interim.decided': (_s, d, on) => ({
        practicable: { is: d.practicable, version: d.version },
        interim: d.interim && { ...d.interim, version: d.version },
        lastProgressOn: on,
    }),
    'commissioner.changed': (_s, d, on) => ({
        healthCommissioner: d.to,
        telling: { ruleId: 'icb-change', clock: d.clock, out: false },
        commissionerIsNew: true,
        lastProgressOn: on,
    }),
    'commissioner.told': (_s, _d, on) => ({ telling: null, lastProgressOn: on }),
    'commissioner.asked': (s, d, on) => ({
        assessing: d.asks === 'assess' ? { by: 'health-commissioner', on } : s.assessing,
        lastProgressOn: on,
    }),
    'assessing.settled': (_s, _d, on) => ({ assessing: null, lastProgressOn: on }),
    'move.known': (s, d, on) => ({
        movesTo: d.to,
        moveOut: { ...d, sentVersion: null, chasers: 0, managerOn: null, tellingBefore: s.telling },
        telling: { ruleId: 'move-icb', clock: d.telling, out: true },
        lastProgressOn: on,
    }),
    'file.sent': (s, d, on) => ({
        moveOut: s.moveOut && { ...s.moveOut, sentVersion: d.version },
        lastProgressOn: on,
    }),
    'receipt.chased': (s, d) => ({ moveOut: s.moveOut && { ...s.moveOut, chasers: d.step } }),
    'receipt.escalated': (s, _d, on) => ({ moveOut: s.moveOut && { ...s.moveOut, managerOn: on } }),
    // A change of commissioner that was to be told before the move is so again.
    'move.cancelled': (s, _d, on) => ({ moveOut: null, telling: s.moveOut?.tellingBefore ?? null, lastProgressOn: on }),
    'plan.transferred': (_s, _d, on) => ({ stage: 'transferred', endedOn: on, lastProgressOn: on }),
};
/** What a plan that came from another authority begins with. */
export const cameFromElsewhere = ({ transfer }) => transfer && !transfer.sameCommissioner
    ? {
        telling: { ruleId: 'move-icb', clock: transfer.awareOn === null ? null : 'move-icb', out: false },
        commissionerIsNew: true,
    }
    : {};
/** Lasts until the plan is amended (r15(6)), in whatever way. */
export const interimOf = ({ interim, version }) => interim?.version === version ? interim : null;
/** The day on which the plan that is on its way was sent; null while it is not. */
export const sentOnOf = ({ moveOut, deadlines }) => (moveOut && deadlines[moveOut.clock]?.doneOn) ?? null;
/** Duties of health commissioners (r15(7)-(8), r16): shown, and never a breach of the authority's. */
export const COMMISSIONERS_DUTIES = [
    'move-icb',
    'move-icb-request',
    'icb-change',
    'icb-change-request',
];
/** Nobody here can say that it is done but by hearing of it: the clock runs on past its date. */
export const runsOn = ({ ruleId }) => ruleId === 'move-icb' || ruleId === 'icb-change';
//# sourceMappingURL=moves-state.js.map