import { interimOf, sentOnOf } from '../../domain/plan/moves-state.js';
const outLine = (state) => {
    const { moveOut, stage, endedOn } = state;
    if (moveOut === null)
        return [];
    const sentOn = sentOnOf(state);
    const sent = sentOn === null ? 'not sent yet' : `sent ${sentOn}`;
    const receipt = stage === 'transferred' ? `received ${endedOn ?? ''}` : 'receipt not confirmed';
    return [`Moves out      ${moveOut.movedOn} to ${moveOut.to.name}, known ${moveOut.awareOn}; ${sent}, ${receipt}`];
};
const inLines = (state) => {
    const { transfer, transferNotice } = state;
    if (!transfer)
        return [];
    const { from, movedOn, transferredOn } = transfer;
    return [
        `Moved in       ${movedOn} from ${from.name}, plan transferred ${transferredOn}; family ${transferNotice ? `told ${transferNotice.on}` : 'not told yet'}`,
    ];
};
export const moveLines = (state) => {
    const interim = interimOf(state);
    const { practicable, healthCommissioner } = state;
    const startsOn = interim?.from ?? '';
    return [
        ...inLines(state),
        ...(interim ? [`Interim        ${interim.institution.name} from ${startsOn}, until the plan is amended`] : []),
        ...(practicable?.is === false && !interim && practicable.version === state.version
            ? ['Interim        none yet, and the institution named cannot be attended']
            : []),
        ...(healthCommissioner ? [`Commissioner   ${healthCommissioner.name}`] : []),
        ...outLine(state),
    ];
};
//# sourceMappingURL=plan-moves.js.map