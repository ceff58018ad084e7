/** Commands at the domain's own door: refused in words, or facts that the ledger takes and the case can go on from. */
import { Draw } from '../../client/sample/draw.js';
import { type Command, decide, decideOnTime, isRefusal, record } from '../../domain/assessment/decide.js';
import { refuseOthersCheck } from '../../domain/assessment/draft.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { currentDetails } from '../../domain/assessment/summary.js';
import {
  CALLER,
  type Call,
  callerOf,
  COMMAND_LIFETIME_MS,
  type Heard,
  hear,
  type Vouched,
} from '../../domain/caller.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { checkCommand } from '../../domain/command-check.js';
import { type Actor, refuse, type Refusal, ROLES } from '../../domain/events.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { assessmentId } from '../../domain/ids.js';
import { type Opening, Run, STARTS } from '../domain/model.js';
import { bornOn, type Foreign, foreignCommand } from './commands.js';

const FROM: Opening = bornOn('2010-05-05');

const mustBeInWords = ({ code, reason }: Refusal): void => {
  if (!/^[a-zA-Z0-9-]+$/.test(code) || reason === '' || reason.length > 6_000) throw new Error(`${code}: ${reason}`);
};

const NOW = Date.UTC(2026, 0, 1);

const AN_HOUR = 3_600_000;

const FAULTS = ['unreadable', 'forged', 'unknown-issuer', 'other-namespace', 'other-body'] as const;

/** What a worker hands to a process for what was sent beside a command. */
const presented = (by: Actor, { workflowId, call }: Call, draw: Draw): unknown => {
  const vouched: Vouched = {
    ...by,
    workflowId,
    call,
    nonce: `nonce-${draw.whole(0, 99_999)}`,
    issuedAt: NOW - 1_000,
    expiresAt: NOW + COMMAND_LIFETIME_MS - 1_000,
    identityUntil: NOW + 24 * AN_HOUR,
    issuerFrom: 0,
    issuerUntil: null,
    revokedFrom: null,
  };
  const changed = draw.of<readonly [Partial<Vouched>, ...Partial<Vouched>[]]>([
    { role: draw.of(ROLES) },
    { workflowId: 'assessment/EHC-00000000' },
    { call: 'update:withdraw' },
    { nonce: 'x'.repeat(8_000) },
    { issuedAt: 0 },
    { issuedAt: NOW + AN_HOUR },
    { expiresAt: 0 },
    { expiresAt: Date.UTC(10_000, 0) - 1 },
    { identityUntil: NOW },
    { issuerFrom: NOW + 1 },
    { issuerUntil: NOW },
    { revokedFrom: NOW },
  ]);
  return draw.weighted<unknown>([
    [{ [CALLER]: { vouched } }, 12],
    [{ [CALLER]: { vouched: { ...vouched, ...changed } } }, 3],
    [{ [CALLER]: { fault: draw.of(FAULTS) } }, 1],
    [draw.of([{ assertion: 'x' }, 'x', 7, [], {}, true]), 1],
    [undefined, 2],
  ]);
};

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** As the process hears it. */
const heard = ({ type, command, by }: Foreign, state: AssessmentState, draw: Draw): Heard => {
  const call: Call = {
    workflowId: assessmentId(state.caseRef),
    call: `update:${type}`,
    now: NOW,
    longestMs: COMMAND_LIFETIME_MS,
  };
  return hear(callerOf(presented(by, call, draw), call), asFields(command));
};

const outcome = (state: AssessmentState, today: CivilDate, type: string, { refusal, said }: Heard) => {
  const check = ASSESSMENT_COMMANDS[type];
  const isOpen = (state.policy.openToUnidentified as readonly string[]).includes(type);
  const malformed = refusal ?? (check ? checkCommand(check, said, isOpen) : refuse('unknown-command', type));
  // A policy by its name is looked up outside.
  if (malformed || type === 'changePolicy') return malformed ?? [];
  const command = { ...said, type } as Command;
  return (command.type === 'checkDraft' ? refuseOthersCheck(command) : undefined) ?? decide(state, command, today);
};

const mustGoOn = (
  state: AssessmentState,
  today: CivilDate,
  events: Exclude<ReturnType<typeof outcome>, Refusal>,
): void => {
  for (const { type, data } of events) {
    const { error } = assessmentEventShapes[type].safeParse(data);
    if (error) throw new Error(`It came to ${type}, which no ledger takes: ${error.message}`);
  }
  const recording = { recordedAt: '2026-01-01T00:00:00.000Z', by: { role: 'system', id: 'x' } } as const;
  const after = record(state, events, recording).state;
  currentDetails(after, today);
  decideOnTime(after, today);
  decideOnTime(after, addDays(today, 40));
};

export type Answers = Record<'malformed' | 'refused' | 'accepted', number>;

/** Throws at the first that does anything else. */
export const knock = (seed: number, howMany: number): Answers => {
  const runs = STARTS.map((upTo) => new Run({ ...FROM, upTo })) as [Run, ...Run[]];
  const draw = new Draw(`commands ${seed}`);
  const counts: Answers = { malformed: 0, refused: 0, accepted: 0 };
  for (let i = 0; i < howMany; i += 1) {
    const { state, today } = draw.of(runs);
    const foreign = foreignCommand(state, today, draw);
    try {
      const result = outcome(state, today, foreign.type, heard(foreign, state, draw));
      if (!isRefusal(result)) mustGoOn(state, today, result);
      else mustBeInWords(result);
      counts[isRefusal(result) ? (result.code === 'malformed' ? 'malformed' : 'refused') : 'accepted'] += 1;
    } catch (error) {
      const given = JSON.stringify(foreign).slice(0, 2_000);
      throw new Error(`${(error as Error).message}\nof seed ${seed}, input ${i}: ${given}`, { cause: error });
    }
  }
  return counts;
};
