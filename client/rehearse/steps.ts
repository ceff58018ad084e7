/** What a step of a story does: one command, or a few that always come together. */
import { addDays } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import type { CommandOf, CommandType } from '../../domain/assessment/command-shapes.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { Actor, Role } from '../../domain/events.js';
import type { Ehcna } from '../ehcna.js';
import type { Step } from './scenario.js';

type Fields = Record<string, unknown>;

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

const actor = (role: Role): Actor => ({ role, id: `rehearsal-${role}` });

class Scene {
  constructor(
    private readonly ehcna: Ehcna,
    private readonly caseRef: string,
    private readonly state: AssessmentState,
    private readonly on: CivilDate,
  ) {}

  give(type: CommandType, fields: Fields, role: Role): Promise<unknown> {
    return this.ehcna.command(this.caseRef, type, this.resolve(fields) as never, actor(role));
  }

  /** Advice of these kinds comes in and passes its check. */
  async adviceArrives(kinds: readonly string[], role: Role): Promise<void> {
    for (const kind of kinds) {
      const adviceId = this.adviceId(kind);
      await this.give(
        'submitAdvice',
        { adviceId, author: 'An adviser', findings: 'Findings and what is needed.' },
        role,
      );
      await this.give('checkAdvice', { adviceId, outcome: 'accept' }, 'caseworker');
    }
  }

  /** A draft is written and passes every check that policy asks for. */
  async draftReady(basis: string): Promise<void> {
    await this.give('prepareDraft', { basis, sections: { ...SECTIONS, I: '' } }, 'caseworker');
    for (const check of this.state.policy.draft.checks)
      await this.give(
        'checkDraft',
        { check, outcome: 'pass' },
        check === 'educational-psychologist' ? 'ep-admin' : check,
      );
  }

  /** The clerk records what the panel said about this case at its meeting. */
  async panelRecommends(fields: Fields, role: Role): Promise<void> {
    const referral = this.state.referrals.find((r) => r.question === fields.question && r.closedOn === null);
    if (!referral) throw new Error(`The question ${String(fields.question)} of ${this.caseRef} is before no panel`);
    const actions = (
      (fields.actions as { what: string; owner: string; ownerEmail?: string; inDays: number }[] | undefined) ?? []
    ).map(({ inDays, ...action }) => ({ ...action, dueOn: addDays(this.on, inDays) }));
    const { recommendation, reasons } = fields as { recommendation: string; reasons: string };
    const body = { caseRef: this.caseRef, referralId: referral.id, recommendation, reasons, actions };
    await this.ehcna.panelCommand(referral.panel, 'recommend', body, actor(role));
  }

  private adviceId(kind: string): string {
    const advice = this.state.advice.find((a) => a.kind === kind && a.state !== 'reused');
    if (!advice) throw new Error(`No ${kind} advice was asked for on ${this.caseRef}`);
    return advice.id;
  }

  /**
   * `advice: <kind>` stands for its id; `sections: final` for a plan that names what was decided; `fromDay` and `toDay` for
   * dates so many days after the request.
   */
  private resolve(fields: Fields): Fields {
    const { advice, sections, fromDay, toDay, ...rest } = fields;
    const dateOf = (day: unknown) => addDays(this.state.receivedOn, Number(day));
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

  private placement(): string {
    const { placement, consultations } = this.state;
    return (
      placement?.typeOfProvision ??
      consultations.find((c) => c.id === placement?.consultationId)?.to.name ??
      'nothing decided'
    );
  }
}

export const carryOut = async (
  ehcna: Ehcna,
  caseRef: string,
  step: Step,
  state: AssessmentState,
  on: CivilDate,
): Promise<void> => {
  const scene = new Scene(ehcna, caseRef, state, on);
  switch (step.do) {
    case 'adviceArrives':
      return scene.adviceArrives(step.with.kinds as string[], step.who);
    case 'draftReady':
      return scene.draftReady((step.with.basis as string | undefined) ?? 'first');
    case 'panelRecommends':
      return scene.panelRecommends(step.with, step.who);
    default:
      if (!Object.hasOwn(assessmentCommands, step.do)) throw new Error(`"${step.do}" is not said to an assessment`);
      await scene.give(step.do as CommandType, step.with as CommandOf<CommandType> & Fields, step.who);
  }
};
