/** What a step of a story does: one command, or a few that always come together. */
import { addDays } from '../../domain/civil-date.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
export const SECTIONS = {
    A: 'Views, interests and aspirations, as told on the telephone.',
    B: 'Needs in communication and interaction.',
    C: 'None identified.',
    D: 'None identified.',
    E: 'By the end of the key stage: joins a group activity for twenty minutes.',
    F: 'Ten hours a week of support by a trained assistant; weekly speech and language therapy of 45 minutes.',
    G: 'None identified.',
    H1: 'None identified.',
    H2: 'None identified.',
    J: 'No direct payment is made.',
    K: 'The advice listed under regulation 6(1).',
};
const actor = (role) => ({ role, id: `rehearsal-${role}` });
class Scene {
    ehcna;
    caseRef;
    state;
    on;
    constructor(ehcna, caseRef, state, on) {
        this.ehcna = ehcna;
        this.caseRef = caseRef;
        this.state = state;
        this.on = on;
    }
    give(type, fields, role) {
        return this.ehcna.command(this.caseRef, type, this.resolve(fields), actor(role));
    }
    /** Advice of these kinds comes in and passes its check. */
    async adviceArrives(kinds, role) {
        for (const kind of kinds) {
            const adviceId = this.adviceId(kind);
            await this.give('submitAdvice', { adviceId, author: 'An adviser', findings: 'Findings and what is needed.' }, role);
            await this.give('checkAdvice', { adviceId, outcome: 'accept' }, 'caseworker');
        }
    }
    /** A draft is written and passes every check that policy asks for. */
    async draftReady(basis) {
        await this.give('prepareDraft', { basis, sections: { ...SECTIONS, I: '' } }, 'caseworker');
        for (const check of this.state.policy.draft.checks)
            await this.give('checkDraft', { check, outcome: 'pass' }, check === 'educational-psychologist' ? 'ep-admin' : check);
    }
    /** The clerk records what the panel said about this case at its meeting. */
    async panelRecommends(fields, role) {
        const referral = this.state.referrals.find((r) => r.question === fields.question && r.closedOn === null);
        if (!referral)
            throw new Error(`The question ${String(fields.question)} of ${this.caseRef} is before no panel`);
        const actions = (fields.actions ?? []).map(({ inDays, ...action }) => ({ ...action, dueOn: addDays(this.on, inDays) }));
        const { recommendation, reasons } = fields;
        const body = { caseRef: this.caseRef, referralId: referral.id, recommendation, reasons, actions };
        await this.ehcna.panelCommand(referral.panel, 'recommend', body, actor(role));
    }
    adviceId(kind) {
        const advice = this.state.advice.find((a) => a.kind === kind && a.state !== 'reused');
        if (!advice)
            throw new Error(`No ${kind} advice was asked for on ${this.caseRef}`);
        return advice.id;
    }
    /**
     * `advice: <kind>` stands for its id; `sections: final` for a plan that names what was decided; `fromDay` and `toDay` for
     * dates so many days after the request.
     */
    resolve(fields) {
        const { advice, sections, fromDay, toDay, ...rest } = fields;
        const dateOf = (day) => addDays(this.state.receivedOn, Number(day));
        return {
            ...rest,
            ...(fromDay === undefined ? {} : { from: dateOf(fromDay) }),
            ...(toDay === undefined ? {} : { to: dateOf(toDay) }),
            ...(typeof advice === 'string' ? { adviceId: this.adviceId(advice) } : {}),
            ...(sections === 'final'
                ? { sections: { ...SECTIONS, I: this.placement() } }
                : sections === undefined
                    ? {}
                    : { sections }),
        };
    }
    placement() {
        const { placement, consultations } = this.state;
        return (placement?.typeOfProvision ??
            consultations.find((c) => c.id === placement?.consultationId)?.to.name ??
            'nothing decided');
    }
}
export const carryOut = async (ehcna, caseRef, step, state, on) => {
    const scene = new Scene(ehcna, caseRef, state, on);
    switch (step.do) {
        case 'adviceArrives':
            return scene.adviceArrives(step.with.kinds, step.who);
        case 'draftReady':
            return scene.draftReady(step.with.basis ?? 'first');
        case 'panelRecommends':
            return scene.panelRecommends(step.with, step.who);
        default:
            if (!Object.hasOwn(assessmentCommands, step.do))
                throw new Error(`"${step.do}" is not said to an assessment`);
            await scene.give(step.do, step.with, step.who);
    }
};
//# sourceMappingURL=steps.js.map