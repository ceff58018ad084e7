/** Cases in the middle of their work, and people who go on giving commands to them whatever happens. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Ehcna } from '../../client/ehcna.js';
import { Refused } from '../../client/ehcna.js';
import { sampleCaseload } from '../../client/sample/caseload.js';
import type { SampleCase } from '../../client/sample/caseload.js';
import type { Draw } from '../../client/sample/draw.js';
import type { CommandType } from '../../domain/assessment/command-shapes.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { Rules } from '../../domain/assessment/history.js';
import { isOutstanding } from '../../domain/assessment/state.js';
import type { Actor } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readPolicy } from '../../workers/policy-file.js';
import { today } from '../cli/requests.js';
import type { Given } from './auditor.js';

export const rulesOf = async (policyPath: string): Promise<Rules> => {
  const { version, policy } = await readPolicy(policyPath);
  return { lawVersion: LAW_VERSION, policyVersion: version, policy };
};

export const caseloadOf = async (policyPath: string, size: number, seed: string): Promise<SampleCase[]> =>
  sampleCaseload({ today: today(), rules: await rulesOf(policyPath), size, seed });

const lead: Actor = { role: 'assessment-lead', id: 'lead-1' };
const officer: Actor = { role: 'caseworker', id: 'cw-1' };

interface Step {
  type: CommandType;
  body: object;
  by: Actor;
  /** The one event that says that it was carried out. */
  event: string;
}

const contact = (note: string): Step => ({
  type: 'recordContact',
  body: { channel: 'telephone', direction: 'to-family', note },
  by: officer,
  event: 'contact.made',
});

const evidence = (evidenceId: string): Step => ({
  type: 'addEvidence',
  body: { evidenceId, kind: 'report', from: 'school', title: 'A report' },
  by: officer,
  event: 'evidence.added',
});

const consult = (n: number): Step => ({
  type: 'consultProviders',
  body: { providers: [{ urn: '999903', name: `Hillside ${n}`, section38: true, email: 'office@hillside.example' }] },
  by: officer,
  event: 'provider.consulted',
});

const ask: Step = {
  type: 'requestAdvice',
  body: {
    kind: 'other',
    basis: 'h',
    reason: 'Asked for by the family',
    person: { name: 'A therapist', email: 't@health.example' },
  },
  by: officer,
  event: 'advice.requested',
};

const decide: Step = {
  type: 'decideToAssess',
  body: { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Little progress.', withoutPanel: 'Urgent' },
  by: lead,
  event: 'assessment.decided',
};

const withdraw: Step = {
  type: 'withdraw',
  body: { reason: 'The family asked in writing.' },
  by: officer,
  event: 'request.withdrawn',
};

/** What people have to say to a case, from where it stands. Some of it will be refused, and that is as it should be. */
const stepsFor = ({ caseRef, events }: SampleCase, draw: Draw): Step[] => {
  const state = foldEvents(caseRef, events);
  const advice = state.advice
    .filter((a) => isOutstanding(a))
    .map(
      ({ id }): Step => ({
        type: 'submitAdvice',
        body: { adviceId: id, author: 'An adviser', findings: 'Findings.' },
        by: officer,
        event: 'advice.submitted',
      }),
    );
  const ownSteps: Partial<Record<string, Step[]>> = {
    considering: [decide, ask],
    'gathering-advice': [...advice.slice(0, 3), ask],
    'draft-with-family': [consult(1), ask],
  };
  const steps = draw.shuffled([...(ownSteps[state.stage] ?? [ask]), contact('one'), evidence('T1'), contact('two')]);
  return draw.chance(0.15) ? [...steps, withdraw] : steps;
};

export interface Habits {
  /** How long a person goes on sending one thing. */
  patienceMs?: number;
  /** The verbs towards one process, where its clock is moved. */
  speakingTo?: (workflowId: string) => Ehcna;
}

/** Gives commands until told to stop; each until it has an answer, under one id however often it must be sent. */
export class Callers {
  readonly given: Given[] = [];
  /** How often no answer came and a command was sent again. */
  sentAgain = 0;

  constructor(
    readonly ehcna: Ehcna,
    private readonly goesOn: () => boolean,
    private readonly habits: Habits = {},
  ) {}

  /** `enough` ends it before everything is said. */
  async callAbout(one: SampleCase, draw: Draw, enough: () => boolean = () => false): Promise<void> {
    const steps = stepsFor(one, draw);
    for (let n = 0; (n < steps.length || this.goesOn()) && !enough(); n += 1) {
      await pause(draw.whole(200, 1_200));
      await this.give(one.caseRef, steps[n] ?? contact(`again ${n}`), n);
    }
  }

  private async give(caseRef: string, { type, body, by, event }: Step, n: number): Promise<void> {
    const commandId = `${caseRef}-${n}`;
    const stream = assessmentId(caseRef);
    const ehcna = this.habits.speakingTo?.(stream) ?? this.ehcna;
    const accepted = await this.persist(() => ehcna.command(caseRef, type, body as never, by, commandId));
    this.given.push({ commandId, stream, accepted, event });
  }

  /**
   * True where it was accepted, false where it was refused; no answer is none, and it is asked again. So is what came too
   * late to be known whose it was: a first sending may have been carried out.
   */
  async persist(ask: () => Promise<unknown>): Promise<boolean> {
    const until = Date.now() + (this.habits.patienceMs ?? 90_000);
    for (;;) {
      try {
        await ask();
        return true;
      } catch (error) {
        if (error instanceof Refused && error.refusal.code !== 'assertion-expired') return false;
        if (Date.now() > until) throw error;
        this.sentAgain += 1;
        await pause(300);
      }
    }
  }
}
