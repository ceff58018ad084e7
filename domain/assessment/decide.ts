/**
 * Decides what a command comes to: the events that happen, or a refusal that names what was wrong. Pure: today is an
 * argument. The workflow's validators, the case import, the sample caseload and the tests all ask this one function.
 */
import type { CivilDate } from '../civil-date.js';
import { isCivilDate } from '../civil-date.js';
import type { Recording, Refusal } from '../events.js';
import { recordWith } from '../events.js';
import { assignCaseworker, recordContact, resolveUnexpected } from '../matter/anytime.js';
import { attempt, must } from '../matter/deciding.js';
import { letterDispatched, letterRefused } from '../matter/correspondence.js';
import type { Dispatched } from '../matter/correspondence.js';
import { recordListing } from '../matter/referrals.js';
import { againByPost, letterUndelivered } from '../matter/undelivered.js';
import { isOwed } from '../matter/state.js';
import { acknowledgeAdvice, checkAdvice, declineAdvice, requestAdvice, reuseAdvice, submitAdvice } from './advice.js';
import { runAgenda } from './agenda.js';
import {
  addEvidence,
  attachDocument,
  completeAction,
  excuseAdvice,
  recordDeath,
  recordException,
  recordFamilyCall,
  recordMove,
  recordRecommendation,
  referToPanel,
  withdraw,
} from './anytime.js';
import type { CommandOf, CommandType } from './command-shapes.js';
import { correctContact } from '../matter/corrections.js';
import { addParent, changeSetting, correctFact, removeParent } from './corrections.js';
import { answerObjection, consultProviders, namePlacement, recordReply } from './consultation.js';
import { resolveLetter } from './correspondence.js';
import { decideToAssess, decideToIssue } from './decisions.js';
import { Deciding } from './deciding.js';
import {
  checkDraft,
  finalisePlan,
  holdOfficerMeeting,
  holdPlanningMeeting,
  prepareDraft,
  recordRepresentations,
  resolveDisagreement,
  serveDraft,
} from './draft.js';
import type { AssessmentEventData, NewEvent } from './event-shapes.js';
import { evolve } from './evolve.js';
import type { AssessmentEvent } from './evolve.js';
import { checkIntake } from './intake.js';
import type { IntakeFindings } from './intake.js';
import { concludeReassessment, countFromNotice, decideToReassess, stopReassessment } from './reassessment.js';
import type { AssessmentState } from './state.js';

/** A change of policy is decided outside: the workflow fetches the recorded version by its name first. */
type Decidable = Exclude<CommandType, 'changePolicy'>;

export type Command = { [T in Decidable]: { type: T } & CommandOf<T> }[Decidable];

type Steps = { [T in Decidable]: (d: Deciding, command: CommandOf<T>) => void };

const STEPS: Steps = {
  recordFamilyCall,
  addEvidence,
  decideToAssess,
  requestAdvice,
  reuseAdvice,
  acknowledgeAdvice,
  submitAdvice,
  checkAdvice,
  declineAdvice,
  excuseAdvice,
  decideToIssue,
  decideToReassess,
  concludeReassessment,
  stopReassessment,
  holdPlanningMeeting,
  prepareDraft,
  checkDraft,
  serveDraft,
  recordRepresentations,
  holdOfficerMeeting,
  resolveDisagreement,
  consultProviders,
  recordReply,
  answerObjection,
  namePlacement,
  finalisePlan,
  referToPanel,
  recordListing,
  recordRecommendation,
  completeAction,
  recordException,
  withdraw,
  recordMove,
  recordDeath,
  assignCaseworker,
  correctFact,
  correctContact,
  addParent,
  removeParent,
  changeSetting,
  attachDocument,
  recordContact,
  resolveUnexpected,
  resolveLetter,
  letterUndelivered: (d, c) => letterUndelivered(d, c, (letterId) => resolveLetter(d, againByPost(c, letterId))),
};

/** Open after the end: the family may still be spoken to, a letter may still need sorting out, a wrong fact put right. */
const AFTER_THE_END: ReadonlySet<CommandType> = new Set([
  'recordContact',
  'resolveLetter',
  'letterUndelivered',
  'correctFact',
  'correctContact',
  'assignCaseworker',
]);

/** What a reassessment that is over still owes stops with the child's death. */
const stopsLetters = ({ letters }: AssessmentState, command: Command): boolean =>
  command.type === 'stopReassessment' && command.reason === 'died' && letters.some(isOwed);

const checkWhen = (state: AssessmentState, command: Command, on: CivilDate, today: CivilDate): void => {
  must(isCivilDate(on), 'bad-date', `occurredOn must be a date YYYY-MM-DD, and it is not one`);
  must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
  must(
    on >= state.receivedOn || command.type === 'correctFact',
    'before-the-request',
    `occurredOn ${on} is before the request was received on ${state.receivedOn}`,
  );
  must(
    state.stage !== 'intake',
    'not-checked-in',
    'The request is still being checked against the register; try again in a moment',
  );
  must(
    state.stage !== 'finished' || AFTER_THE_END.has(command.type) || stopsLetters(state, command),
    'case-finished',
    `The case is finished (${state.outcome ?? ''})`,
  );
};

export const isRefusal = (result: NewEvent[] | Refusal): result is Refusal => !Array.isArray(result);

/** What the command comes to today (London). `occurredOn` may be past; the clocks go by it. */
export const decide = (state: AssessmentState, command: Command, today: CivilDate): NewEvent[] | Refusal => {
  const on = command.occurredOn ?? today;
  return attempt(() => {
    checkWhen(state, command, on, today);
    const deciding = new Deciding(state, today, on);
    (STEPS[command.type] as (d: Deciding, c: Command) => void)(deciding, command);
    return deciding.events;
  });
};

/** What time alone has brought about by today. */
export const decideOnTime = (state: AssessmentState, today: CivilDate): NewEvent[] => {
  const deciding = new Deciding(state, today, today);
  runAgenda(deciding);
  return deciding.events;
};

export const decideIntake = (
  state: AssessmentState,
  found: IntakeFindings,
  today: CivilDate,
  quiet = false,
): NewEvent[] => {
  const deciding = new Deciding(state, today, today);
  if (state.stage === 'intake') checkIntake(deciding, found, quiet);
  return deciding.events;
};

export const decideDispatched = (state: AssessmentState, sent: Dispatched, on: CivilDate): NewEvent[] => {
  const deciding = new Deciding(state, on, on);
  letterDispatched(deciding, sent);
  countFromNotice(deciding);
  return deciding.events;
};

export const decideNotSent = (state: AssessmentState, letterId: string, reason: string, on: CivilDate): NewEvent[] => {
  const deciding = new Deciding(state, on, on);
  letterRefused(deciding, letterId, reason);
  return deciding.events;
};

/** A fact from a system that cannot wait and does not fit: kept, and put before a person. */
export const decideUnexpected = (
  state: AssessmentState,
  fact: { factId: string; what: string; why: string },
  today: CivilDate,
): NewEvent[] => {
  const deciding = new Deciding(state, today, today);
  deciding.emit('fact.unexpected', fact);
  return deciding.events;
};

export const decideRequest = (state: AssessmentState, request: AssessmentEventData<'request.received'>): NewEvent[] => {
  const deciding = new Deciding(state, request.receivedOn, request.receivedOn);
  deciding.emit('request.received', request);
  return deciding.events;
};

/** Gives events their place in the ledger, and folds them in. */
export const record = (
  state: AssessmentState,
  events: readonly NewEvent[],
  recording: Recording,
): { state: AssessmentState; recorded: AssessmentEvent[] } =>
  recordWith<AssessmentState, NewEvent, AssessmentEvent>(evolve, state, events, recording);
