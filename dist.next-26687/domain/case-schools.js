import { interimOf } from './plan/moves-state.js';
import { isPlanOver } from './plan/state.js';
/** Those who send what comes from outside the authority. */
const OUTSIDE = new Set(['integrator', 'provider', 'adviser']);
/** Rows over time of where a child is: opened by the fact after which it is so, closed by the one after which it is not. */
class Stays {
    how;
    rows = [];
    constructor(how) {
        this.how = how;
    }
    see(places, on) {
        const current = this.rows.filter(({ untilOn }) => untilOn === null || untilOn > on);
        for (const row of current) {
            const place = places.find(({ urn }) => urn === row.urn);
            row.untilOn = place ? place.until : on;
        }
        for (const { urn, until } of places) {
            if (current.some((row) => row.urn === urn))
                continue;
            const key = `${this.how}:${this.rows.length + 1}`;
            this.rows.push(school({ key, how: this.how, urn, fromOn: on, untilOn: until }));
        }
    }
}
const school = (row) => ({
    client: null,
    about: null,
    untilOn: null,
    ...row,
});
const consulted = ({ consultations }) => consultations
    .filter(({ urn }) => urn !== null)
    .map(({ id, urn, consultedOn }) => school({ key: `consulted:${id}`, how: 'consulted', urn, about: id, fromOn: consultedOn }));
const askedIn = (event) => {
    if (event.type !== 'request.received')
        return [];
    const { data, by, occurredOn } = event;
    const client = OUTSIDE.has(by.role) ? `${by.role}:${by.id}` : null;
    const urn = data.source === 'school' ? (data.child.setting?.urn ?? null) : null;
    return client === null && urn === null
        ? []
        : [school({ key: 'asked', how: 'asked', urn, client, fromOn: occurredOn })];
};
/** Of an assessment, fact by fact. */
export class AssessmentSchools {
    asked = [];
    attends = new Stays('attends');
    see(child, event) {
        this.asked.push(...askedIn(event));
        const urn = child?.setting?.urn;
        this.attends.see(urn === undefined ? [] : [{ urn, until: null }], event.occurredOn);
    }
    rows(state) {
        return [...this.asked, ...this.attends.rows, ...consulted(state)];
    }
}
/** Of a plan, fact by fact: named in section I, the one that has the child until a transfer, the one meanwhile after a move. */
export class PlanSchools {
    placed = new Stays('placed');
    see(state, { occurredOn }) {
        const { institution, beforeTransfer } = state;
        const places = [
            { urn: institution?.urn, until: null },
            { urn: beforeTransfer?.institution?.urn, until: beforeTransfer?.until ?? null },
            { urn: interimOf(state)?.institution?.urn, until: null },
        ].filter((place) => place.urn !== undefined);
        this.placed.see(isPlanOver(state) ? [] : unique(places), occurredOn);
    }
    get rows() {
        return this.placed.rows;
    }
}
/** Of one that is named twice, the stay that has no end. */
const unique = (places) => [
    ...new Map([...places].sort((a, b) => Number(a.until === null) - Number(b.until === null)).map((place) => [place.urn, place])).values(),
];
export const reviewSchools = (state) => consulted(state);
//# sourceMappingURL=case-schools.js.map