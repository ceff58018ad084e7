/** The request: received, checked against what is known of the child, taken up or turned away (s36(1)-(7), reg 4). */
import type { CivilDate } from '../civil-date.js';
import type { Deciding } from './deciding.js';
import { assessedRecently } from './state.js';
import { childName, regulation42, requestingBody } from './letter-facts.js';

/** What the register of children answers about this child. */
export interface IntakeFindings {
  openCase: string | null;
  planHeld: boolean;
  lastAssessedOn: CivilDate | null;
}

interface TurnAway {
  reason: 'duplicate' | 'plan-already-held' | 'out-of-area';
  explanation: string;
  otherCase: string | null;
}

/** Why this request cannot start an assessment, in words an operator can act on. */
const turnAway = (d: Deciding, found: IntakeFindings): TurnAway | undefined => {
  const { child, receivedOn } = d.state;
  if (found.openCase) {
    return {
      reason: 'duplicate',
      explanation: `An assessment of this child is already open as ${found.openCase}; add what came in to that case`,
      otherCase: found.openCase,
    };
  }
  if (found.planHeld) {
    return {
      reason: 'plan-already-held',
      explanation:
        'This child already has a plan: a request for a reassessment (s44(2), reg 24) or an early review is the route',
      otherCase: null,
    };
  }
  if (!child.livesInArea) {
    return {
      reason: 'out-of-area',
      explanation:
        'The child does not live in this area: the authority that is responsible (s24(1)) must have the request',
      otherCase: null,
    };
  }
  return undefined;
};

/** What the family and whoever asked are told of a request that is not taken up. */
const TO_THE_FAMILY: Record<TurnAway['reason'], string> = {
  duplicate: 'An assessment is already under way. What came with this request will be read with it.',
  'plan-already-held':
    'There is already an education, health and care plan. You may ask for a reassessment, or for the plan to be reviewed early.',
  'out-of-area':
    'You live in the area of another council, which is the one that can take the request. Please send it there; if you have moved, or think we are mistaken, tell us.',
};

/** The clocks that the request starts, whatever is decided later. All run from receipt (s36, regs 4, 5, 10, 13). */
const startRequestClocks = (d: Deciding): void => {
  const { receivedOn } = d.state;
  d.startClock('ehcna-decision-6w', receivedOn);
  d.startClock('plan-decision-16w', receivedOn);
  d.startClock('plan-final-20w', receivedOn);
};

/** Takes the request up. `quiet`: for a case in flight whose acknowledgement and notices have long gone out. */
export const checkIntake = (d: Deciding, found: IntakeFindings, quiet: boolean): void => {
  d.emit('intake.checked', found);
  const refused = turnAway(d, found);
  if (refused) {
    d.emit('request.turnedAway', refused);
    if (!quiet) {
      const facts = { ...childName(d.state), receivedOn: d.state.receivedOn, reason: TO_THE_FAMILY[refused.reason] };
      d.letters('not-taken-up', [...d.state.family, ...requestingBody(d.state)], { facts });
    }
    return;
  }
  startRequestClocks(d);
  if (quiet) return;
  const decisionDueOn = d.state.deadlines['ehcna-decision-6w']?.due;
  const facts = { ...childName(d.state), receivedOn: d.state.receivedOn, decisionDueOn };
  d.letters('acknowledgement', [...d.state.family, ...requestingBody(d.state)], { facts });
  if (!assessedRecently(d.state)) d.letters('considering', [...d.state.family, ...regulation42(d.state)], { facts });
};
