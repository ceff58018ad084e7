/**
 * A worker dies after it wrote to the ledger and before it could report: the ledger holds what the run does not know of. It
 * is found at the next step, is taken as having happened, and nothing is done twice.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, isRefusal, record } from '../../domain/assessment/decide.js';
import type { Command } from '../../domain/assessment/decide.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { assessmentId } from '../../domain/ids.js';
import { familyRequest, today } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import { expectNoTaskFailed } from './untouched.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'lead-1' } as const;
const contact = { channel: 'telephone', direction: 'to-family', note: 'Spoke with the family.' } as const;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.stop());

const openCase = async (): Promise<string> => (await world.ehcna.open(familyRequest(), officer)).caseRef;
const ledgerOf = async (caseRef: string) => asAssessmentEvents(await world.ehcna.ledger.read(assessmentId(caseRef)));

/** Writes what a command comes to, as a run of that id would have before it was cut off. */
const writeAs = async (caseRef: string, writer: string, command: Command, commandId: string): Promise<void> => {
  const state = foldEvents(caseRef, await ledgerOf(caseRef));
  const events = decide(state, command, today());
  if (isRefusal(events)) throw new Error(events.reason);
  const { recorded } = record(state, events, { recordedAt: new Date().toISOString(), by: command.by, commandId });
  await world.ehcna.ledger.append(assessmentId(caseRef), recorded as never, writer);
};

const runOf = async (caseRef: string): Promise<string> =>
  (await world.client.workflow.getHandle(assessmentId(caseRef)).describe()).runId;

const settle = () => settled(() => gather(world.ehcna, world.client, world.outboxDir));

describe('after a worker was cut off between writing and reporting', () => {
  it('the case finds what it wrote, and the next command follows it', async () => {
    const caseRef = await openCase();
    await settle();
    await writeAs(caseRef, await runOf(caseRef), { type: 'recordContact', by: officer, ...contact }, 'cut-1');
    await world.ehcna.command(caseRef, 'recordFamilyCall', { outcome: 'no-answer' }, officer, 'next');
    const ids = (await ledgerOf(caseRef)).flatMap((e) => e.commandId ?? []);
    expect(ids.slice(-2)).toEqual(['cut-1', 'next']);
    expect(await world.ehcna.state(caseRef)).toEqual(
      JSON.parse(JSON.stringify(foldEvents(caseRef, await ledgerOf(caseRef)))),
    );
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it('the command that was cut off, sent again, is answered and not done twice', async () => {
    const caseRef = await openCase();
    await settle();
    await writeAs(caseRef, await runOf(caseRef), { type: 'recordContact', by: officer, ...contact }, 'cut-2');
    const answer = await world.ehcna.command(caseRef, 'recordContact', contact, officer, 'cut-2');
    expect(answer.events).toEqual(['contact.made']);
    expect((await ledgerOf(caseRef)).filter((e) => e.commandId === 'cut-2')).toHaveLength(1);
  });

  it('what it asked for is done: letters leave, each once', async () => {
    const caseRef = await openCase();
    await settle();
    const decision = {
      type: 'decideToAssess',
      by: lead,
      outcome: 'assess',
      mayHaveSen: true,
      mayNeedPlan: true,
      reasons: 'Enough is known.',
      withoutPanel: 'Urgent',
    } as const;
    await writeAs(caseRef, await runOf(caseRef), decision, 'cut-3');
    const requested = (await ledgerOf(caseRef)).filter((e) => e.type === 'letter.requested').length;
    await world.ehcna.report(caseRef, { id: 'fact-1', type: 'recordContact', by: officer, ...contact });
    await settle();
    const after = await ledgerOf(caseRef);
    expect(after.filter((e) => e.type === 'letter.requested')).toHaveLength(requested);
    expect(after.filter((e) => e.type === 'letter.dispatched')).toHaveLength(requested);
    expect(after.filter((e) => e.commandId === 'fact-1')).toHaveLength(1);
  });

  it('a command that the cut-off one rules out is refused in words', async () => {
    const caseRef = await openCase();
    await settle();
    await writeAs(caseRef, await runOf(caseRef), { type: 'withdraw', by: officer, reason: 'They asked.' }, 'cut-4');
    const late = world.ehcna.command(caseRef, 'recordFamilyCall', { outcome: 'no-answer' }, officer);
    await expect(late).rejects.toMatchObject({ refusal: { code: 'case-finished' } });
    await settle();
  });

  it('what another process wrote is not taken for its own', async () => {
    const caseRef = await openCase();
    await settle();
    await writeAs(caseRef, 'another-run', { type: 'recordContact', by: officer, ...contact }, 'foreign');
    await world.ehcna.report(caseRef, { id: 'fact-2', type: 'recordContact', by: officer, ...contact });
    const summaries = async () =>
      (await world.client.workflow.getHandle(assessmentId(caseRef)).fetchHistory()).events?.some(
        (e) => e.timerStartedEventAttributes?.startToFireTimeout?.seconds?.toString() === '600',
      );
    await expect.poll(summaries, { timeout: 15_000 }).toBe(true);
    expect((await ledgerOf(caseRef)).some((e) => e.commandId === 'fact-2')).toBe(false);
  });
});
