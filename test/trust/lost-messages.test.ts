/**
 * The Temporal server is lost between two steps: a fact is in the ledger, and what was to follow from it has not
 * happened. A restore makes good what nobody would otherwise miss.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCaseRef } from '../../client/ehcna.js';
import { restore } from '../../client/restore.js';
import { decide, isRefusal, record } from '../../domain/assessment/decide.js';
import type { Command } from '../../domain/assessment/decide.js';
import { History } from '../../domain/assessment/history.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { Referral } from '../../domain/matter/referrals.js';
import { addDays } from '../../domain/civil-date.js';
import { assessmentId, panelId } from '../../domain/ids.js';
import { meetingFor } from '../../domain/panel/meetings.js';
import type { Policy } from '../../domain/policy.js';
import { packageRoot } from '../../workers/platform/places.js';
import { familyRequest, today } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import { rulesOf } from './caseload.js';

const policyPath = join(packageRoot, 'policy', 'default.yaml');
const SYSTEM = { role: 'system', id: 'ehcna' } as const;
const lead = { role: 'assessment-lead', id: 'lead-1' } as const;
const recordedAt = new Date().toISOString();

interface Awaiting {
  state: AssessmentState;
  referral: Referral;
}

let world: World;
let policy: Policy;
/** Of these the panel has not heard, has decided, has on an agenda although the case needs nothing, and the case is over. */
let unheard: Awaiting;
let decided: Awaiting;
let needless: Awaiting;
let over: Awaiting;
/** It has letters to send. */
let owing: AssessmentState;

/** A case that has just been referred to its panel, as the ledger has it. */
const referredCase = async (): Promise<Awaiting> => {
  const caseRef = newCaseRef();
  const request = familyRequest({ receivedOn: addDays(today(), -20) });
  const history = new History(caseRef, request, await rulesOf(policyPath), { role: 'caseworker', id: 'cw-1' });
  history.passTime(today());
  await world.ehcna.ledger.append(assessmentId(caseRef), history.events as never);
  const referral = history.state.referrals.find((r) => r.recommendedOn === null && r.meetingOn === null);
  if (referral?.panel !== 'multi-agency') throw new Error('the case waits for no panel');
  return { state: history.state, referral };
};

const write = async (state: AssessmentState, command: Command): Promise<AssessmentState> => {
  const events = decide(state, command, today());
  if (isRefusal(events)) throw new Error(events.reason);
  const { state: next, recorded } = record(state, events, { recordedAt, by: command.by });
  await world.ehcna.ledger.append(assessmentId(state.caseRef), recorded as never);
  return next;
};

/** What the panel had written before it could tell anybody. */
const writePanel = async (listed: readonly Awaiting[], heard: Awaiting): Promise<void> => {
  const panel = policy.panels.find((p) => p.id === 'multi-agency');
  if (!panel) throw new Error('no such panel');
  const meetingOn = meetingFor(panel, today());
  const item = ({ state, referral }: Awaiting) => ({ caseRef: state.caseRef, referralId: referral.id });
  const events = [
    { type: 'panel.convened', data: { panel } },
    ...listed.map((one) => ({
      type: 'item.listed',
      data: {
        ...item(one),
        question: one.referral.question,
        reason: one.referral.reason,
        referredOn: today(),
        meetingOn,
      },
    })),
    {
      type: 'item.recommended',
      data: { ...item(heard), recommendation: 'Assess', reasons: 'Support has been tried.', actions: [] },
    },
  ].map((event, i) => ({ ...event, seq: i + 1, occurredOn: today(), recordedAt, by: SYSTEM }));
  await world.ehcna.ledger.append(panelId('multi-agency'), events);
};

beforeAll(async () => {
  world = await openWorld();
  ({ policy } = await rulesOf(policyPath));
  const settling = {
    by: lead,
    outcome: 'assess',
    mayHaveSen: true,
    mayNeedPlan: true,
    reasons: 'Enough is known.',
    withoutPanel: 'Urgent',
  } as const;
  [unheard, decided, needless, over] = [
    await referredCase(),
    await referredCase(),
    await referredCase(),
    await referredCase(),
  ];
  await writePanel([decided, needless, over], decided);
  await write(needless.state, { type: 'decideToAssess', ...settling });
  await write(over.state, { type: 'recordDeath', by: { role: 'caseworker', id: 'cw-1' } });
  owing = await write((await referredCase()).state, { type: 'decideToAssess', ...settling });
});

afterAll(() => world?.stop());

describe('after a server was lost between two steps, a restore', () => {
  const stateOf = async ({ state }: Awaiting) => world.ehcna.state(state.caseRef);
  const referralOf = async (one: Awaiting) => (await stateOf(one)).referrals.find((r) => r.id === one.referral.id);
  const agenda = async () => (await world.ehcna.panelState('multi-agency')).agenda.map((e) => e.caseRef);

  it('starts what was open, and says how much it told again', async () => {
    expect(await restore(world.ehcna)).toMatchObject({ assessments: 4, panels: 1, started: 5, unknown: [] });
    await settled(() => gather(world.ehcna, world.client, world.outboxDir));
  });

  it('puts a case on the agenda of a panel that had not heard of it', async () => {
    await expect.poll(async () => (await referralOf(unheard))?.meetingOn, { timeout: 15_000 }).toBeTruthy();
    expect(await agenda()).toContain(unheard.state.caseRef);
  });

  it('lets a case hear once what its panel had recommended', async () => {
    await expect.poll(async () => (await referralOf(decided))?.recommendation, { timeout: 15_000 }).toBe('Assess');
  });

  it('takes off the agenda what needs no hearing any more, be the case open or over', async () => {
    await expect.poll(agenda, { timeout: 15_000 }).not.toContain(needless.state.caseRef);
    await expect.poll(agenda, { timeout: 15_000 }).not.toContain(over.state.caseRef);
  });

  it('sends the letters that had been asked for', async () => {
    const { envelopes } = await gather(world.ehcna, world.client, world.outboxDir);
    const waiting = owing.letters.filter((letter) => letter.state === 'requested').map((letter) => letter.id);
    expect(waiting).not.toEqual([]);
    const places = envelopes.map((envelope) => envelope.place);
    expect(places).toEqual(expect.arrayContaining(waiting.map((id) => `${owing.caseRef}/${id}`)));
  });

  it('tells nothing a second time', async () => {
    const { rows } = await gather(world.ehcna, world.client, world.outboxDir);
    expect(await restore(world.ehcna)).toMatchObject({ started: 0, running: 5 });
    const again = await settled(() => gather(world.ehcna, world.client, world.outboxDir));
    expect(again.rows).toEqual(rows);
  });

  it('starts again a case whose process somebody ended by mistake', async () => {
    const handle = world.client.workflow.getHandle(assessmentId(unheard.state.caseRef));
    const before = await stateOf(unheard);
    await handle.terminate('by mistake');
    expect(await restore(world.ehcna)).toMatchObject({ started: 1, running: 4 });
    await expect.poll(() => stateOf(unheard), { timeout: 15_000 }).toEqual(before);
  });
});
