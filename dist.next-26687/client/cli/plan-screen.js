/** What `ehcna plan show` says beside the rows: the last day by age, ceasing, what was sent on, funding. Names no child. */
import { lastDayOf25 } from '../../domain/plan/dates.js';
import { isPlanOver } from '../../domain/plan/state.js';
import { decidableOn } from '../../domain/matter/ceasing.js';
import { orDash, table } from './table.js';
/** The last day by age, the consideration that is open, and everything of disclosures and funding. */
export const leavingOf = (state) => ({
    lastDayByAge: lastDayOf25(state.child.dateOfBirth, state.institution?.kind),
    ceasing: state.ceasing && state.stage === 'held'
        ? {
            ground: state.ceasing.ground,
            consideredOn: state.ceasing.consideredOn,
            answeredOn: state.ceasing.answeredOn,
            decidableOn: decidableOn(state),
        }
        : null,
    disclosures: state.disclosures.map(({ id, askedOn }) => ({
        id,
        askedOn,
        dueOn: state.deadlines[`he-disclosure:${id}`]?.due ?? null,
        doneOn: state.deadlines[`he-disclosure:${id}`]?.doneOn ?? null,
    })),
    fundings: state.fundings.map((f) => {
        const referral = state.referrals.find((r) => r.id === `PL-${f.id}`);
        return { ...f, panel: referral?.panel ?? null, meetingOn: referral?.meetingOn ?? null };
    }),
});
export const leavingLines = (state) => {
    const { lastDayByAge, ceasing, disclosures, fundings } = leavingOf(state);
    return [
        ...(isPlanOver(state) ? [] : [`Last day       ${lastDayByAge}, by age (s46)`]),
        ...(ceasing
            ? [
                `Ceasing        considered since ${ceasing.consideredOn} (${ceasing.ground}); to be decided from ${ceasing.decidableOn ?? 'when its letters have gone'}`,
            ]
            : []),
        ...disclosures.map(({ id, askedOn, dueOn, doneOn }) => `Disclosure     ${id} asked ${askedOn}, ${doneOn ? `sent ${doneOn}` : `due ${dueOn ?? '-'}`} (r47)`),
        ...(fundings.length === 0
            ? []
            : [
                '',
                table(['FUNDING', 'POUNDS A YEAR', 'FROM', 'UNTIL', 'PANEL', 'STANDS', 'LOOK AT'], fundings.map((f) => [
                    f.id,
                    String(f.poundsAYear),
                    f.from,
                    f.until,
                    f.meetingOn ? `${f.panel} ${f.meetingOn}` : orDash(f.panel),
                    f.endedOn ? `ended ${f.endedOn}` : f.dueAgain ? 'due again' : (f.outcome ?? 'asked for'),
                    orDash(f.monitorOn),
                ])),
            ]),
    ];
};
//# sourceMappingURL=plan-screen.js.map