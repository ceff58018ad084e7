/**
 * What leaves the building, as data: who gets which notice about what. Templates live in letters/, sending in
 * activities/. A notice id names one template; what each must contain is law (domain/law/notices.ts).
 */
import type { CivilDate } from './civil-date.js';

export const NOTICES = [
  // statutory notices, law.md section 5
  'considering',
  'refusal-to-assess',
  'will-assess',
  'no-plan',
  'will-issue',
  'draft',
  'final',
  'review-maintain',
  'review-amend',
  'review-cease',
  'cease',
  'amended-final',
  'no-amendment',
  'transfer-in',
  'no-reassessment',
  'will-reassess',
  'reassessed-final',
  'reassessment-no-change',
  'amendment-proposal',
  // requests and replies
  'acknowledgement',
  'not-taken-up',
  'reassessment-asked',
  'advice-request',
  'advice-supplement',
  'advice-reminder',
  'advice-chaser',
  'advice-escalation',
  'advice-returned',
  'consultation',
  'consultation-reminder',
  'consultation-chaser',
  'panel-action-chaser',
  'withdrawal-confirmed',
  'reassessment-withdrawn',
  'transferred-out',
  'status-update',
  // moves between authorities
  'interim-placement',
  'move-out',
  'move-cancelled',
  'plan-transfer',
  'plan-transfer-chaser',
  'plan-transferred',
  'transfer-received',
  // reviews
  'review-request',
  'review-request-reminder',
  'review-invitation',
  'review-report-reminder',
  'review-report-chaser',
  'review-report-escalation',
  'review-report-returned',
  // ceasing and leaving
  'cease-consultation',
  'cease-dropped',
  'he-disclosure',
  'amendment-consultation',
] as const;
export type Notice = (typeof NOTICES)[number];

/** Someone a letter of this case may go to. The dispatcher refuses anyone who is not a party of the case. */
export interface Party {
  id: string;
  role:
    | 'parent'
    | 'young-person'
    | 'head'
    | 'health-commissioner'
    | 'social-care'
    | 'service'
    | 'service-manager'
    | 'provider'
    | 'requester'
    | 'action-owner'
    /** Another local authority's. */
    | 'authority'
    | 'higher-education';
  name: string;
  address?: string;
  email?: string;
  /** URN of a school, id of a service. */
  organisation?: string;
  /** Recorded written consent to electronic service (Education Act 1996 s572): without it a family is served by post. */
  electronicConsent?: { kind: string; sender: string; address: string; recordedOn: CivilDate };
}

export interface Enclosure {
  kind: 'draft-plan' | 'final-plan' | 'advice' | 'representations' | 'evidence';
  /** Which one: an advice id, an evidence id; the plan's own number for a plan. */
  id: string;
  version: number;
}

/** One letter to one party. `id` is unique in the case and is the key that suppresses a second dispatch. */
export interface Letter {
  id: string;
  notice: Notice;
  to: Party;
  /** Civil date the letter bears. */
  on: CivilDate;
  /** It goes by post, though the recipient could be written to by e-mail: mail to that address came back. */
  by?: 'post';
  /** The words and dates the template needs: chosen by the domain, so that a letter holds no more than it must. */
  facts: Record<string, unknown>;
  enclosures: Enclosure[];
}
