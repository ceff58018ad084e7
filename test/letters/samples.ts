/** Synthetic letters: every notice with complete facts, to an invented family and invented schools. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { FactsOf } from '../../letters/catalogue.js';
import type { Letter, Notice, Party } from '../../domain/letters.js';
import { policyShape } from '../../domain/policy.js';
import type { PlanDocument } from '../../letters/render.js';

const yaml = readFileSync(new URL('../../policy/default.yaml', import.meta.url), 'utf8');
export const AUTHORITY = policyShape.parse(parse(yaml)).authority;

export const CASE = 'EHC-7K2M9QXA';
export const OTHER_CASE = 'EHC-0000000B';

export const PARTIES = {
  parent: {
    id: 'P1',
    role: 'parent',
    name: 'Ada Sample',
    address: '1 Example Row\nNorthmere\nZZ1 1ZZ',
    email: 'ada@family.example',
  },
  'young-person': { id: 'P2', role: 'young-person', name: 'Bo Sample', address: '1 Example Row\nNorthmere\nZZ1 1ZZ' },
  head: {
    id: 'H1',
    role: 'head',
    name: 'The Head, Invented School',
    email: 'head@invented.example',
    organisation: '900001',
  },
  'health-commissioner': { id: 'C1', role: 'health-commissioner', name: 'Northmere ICB', email: 'dco@icb.example' },
  'social-care': { id: 'C2', role: 'social-care', name: 'Northmere Social Care', email: 'duty@care.example' },
  service: { id: 'S1', role: 'service', name: 'EP admin', email: 'ep@northmere.example', organisation: 'psychology' },
  'service-manager': {
    id: 'S2',
    role: 'service-manager',
    name: 'Principal EP',
    email: 'pep@northmere.example',
    organisation: 'psychology',
  },
  provider: {
    id: 'H2',
    role: 'provider',
    name: 'Imagined Academy',
    email: 'office@imagined.example',
    organisation: '900002',
  },
  requester: { id: 'R1', role: 'requester', name: 'Dr Requester', email: 'requester@health.example' },
  'higher-education': {
    id: 'he-D1',
    role: 'higher-education',
    name: 'Allowance Office',
    email: 'plans@allowance.example',
  },
  'action-owner': { id: 'A1', role: 'action-owner', name: 'Officer Owner', email: 'owner@northmere.example' },
  authority: { id: 'U1', role: 'authority', name: 'Southmere Council', email: 'sen@southmere.example' },
} as const satisfies Record<Party['role'], Party>;

const COMMON = { caseRef: CASE, caseworker: 'Cass Worker', caseworkerContact: '01632 960199' };
const CHILD = { ...COMMON, childName: 'Kit Sample' };
const ADVICE = {
  adviceId: 'A3',
  service: 'Educational Psychology Service',
  adviceKind: 'educational-psychology',
  dueOn: '2026-02-16',
} as const;
const CONSULTATION = { consultationId: 'K1', round: 1, replyBy: '2026-04-20' };

export const FACTS: { [N in Notice]: FactsOf<N> } = {
  considering: { ...CHILD, receivedOn: '2025-12-01', decisionDueOn: '2026-01-12' },
  'refusal-to-assess': { ...CHILD, receivedOn: '2025-12-01', reasons: 'First reason.\n\nSecond reason.' },
  'will-assess': { ...CHILD, receivedOn: '2025-12-01', finalDueOn: '2026-04-20' },
  'no-plan': { ...CHILD, reasons: 'The reasons at length.' },
  'will-issue': { ...CHILD, reasons: 'The reasons at length.', finalDueOn: '2026-04-20' },
  draft: { ...CHILD, respondBy: '2026-03-16' },
  final: { ...CHILD, placement: 'Imagined Academy, a mainstream academy' },
  'review-maintain': { ...CHILD, meetingOn: '2026-02-09', reasons: 'The reasons at length.' },
  'review-amend': {
    ...CHILD,
    meetingOn: '2026-02-09',
    reasons: 'The reasons at length.',
    amendments: 'Section F: twelve hours a week.\n\nSection E: a new outcome.',
    respondBy: '2026-03-18',
  },
  'review-cease': { ...CHILD, meetingOn: null, reasons: 'The reasons at length.' },
  cease: { ...CHILD, reasons: 'The reasons at length.' },
  'cease-consultation': { ...CHILD, reasons: 'The reasons at length.', replyBy: '2026-03-18' },
  'cease-dropped': { ...CHILD, reasons: 'The reasons at length.' },
  'he-disclosure': { ...CHILD, place: 'Invented University', askedOn: '2026-02-09' },
  'amended-final': { ...CHILD, placement: 'Imagined Academy, a mainstream academy' },
  'no-amendment': { ...CHILD, reasons: 'The reasons at length.' },
  'transfer-in': {
    ...CHILD,
    transferredOn: '2026-01-05',
    oldAuthority: 'Southmere Council',
    proposesToAssess: false,
    reviewBy: '2026-07-04',
  },
  'interim-placement': {
    ...CHILD,
    placement: 'Imagined Academy',
    startsOn: '2026-01-12',
    named: 'Invented School',
  },
  'move-out': { ...CHILD, movedOn: '2026-01-05', newAuthority: 'Southmere Council', transferBy: '2026-01-19' },
  'move-cancelled': { ...CHILD, movedOn: '2026-01-05', newAuthority: 'Southmere Council' },
  'plan-transfer': {
    ...CHILD,
    dateOfBirth: '2017-05-14',
    movedOn: '2026-01-05',
    madeOn: '2025-03-10',
    lastReviewOn: null,
    file: 'Advice of the psychologist',
  },
  'plan-transfer-chaser': { ...COMMON, sentOn: '2026-01-05', daysSince: 5, step: 1 },
  'no-reassessment': { ...CHILD, receivedOn: '2025-12-01', reasons: 'The reasons at length.' },
  'will-reassess': { ...CHILD, askedOn: '2025-12-01', finalDueOn: '2026-03-20' },
  'reassessed-final': { ...CHILD, placement: 'Imagined Academy, a mainstream academy' },
  'reassessment-no-change': { ...CHILD, reasons: 'The reasons at length.' },
  'reassessment-asked': { ...CHILD, receivedOn: '2025-12-01', decisionDueOn: '2025-12-16' },
  'amendment-proposal': {
    ...CHILD,
    reasons: 'The reasons at length.',
    amendments: 'Section F: twelve hours a week.\n\nSection E: a new outcome.',
    respondBy: '2026-03-18',
  },
  'plan-transferred': {
    ...CHILD,
    newAuthority: 'Southmere Council',
    transferredOn: '2026-01-19',
    reviewStops: true,
  },
  'transfer-received': { ...CHILD, transferredOn: '2026-01-19' },
  acknowledgement: { ...CHILD, receivedOn: '2025-12-01', decisionDueOn: '2026-01-12' },
  'not-taken-up': { ...CHILD, receivedOn: '2026-11-02', reason: 'An assessment is already under way.' },
  'advice-request': {
    ...CHILD,
    ...ADVICE,
    statutory: true,
    sectionA: 'Likes trains.',
    keyOutcomes: null,
    evidence: 'A school record.',
    representations: 'What the parent says.',
  },
  'advice-supplement': {
    ...CHILD,
    ...ADVICE,
    statutory: true,
    sectionA: 'Likes trains.',
    keyOutcomes: null,
    evidence: 'A school record.',
    representations: 'What the parent says.',
  },
  'advice-reminder': { ...COMMON, ...ADVICE, statutory: false },
  'advice-chaser': { ...COMMON, ...ADVICE, statutory: true, daysLate: 1, step: 1 },
  'advice-escalation': { ...COMMON, ...ADVICE, statutory: false, daysLate: 15 },
  'advice-returned': { ...CHILD, ...ADVICE, revisionNeeded: 'Quantify the provision.' },
  consultation: { ...CHILD, ...CONSULTATION },
  'amendment-consultation': {
    ...CHILD,
    ...CONSULTATION,
    amendments: 'Section F: twelve hours a week.',
    startsOn: '2026-09-01',
  },
  'consultation-reminder': { ...COMMON, ...CONSULTATION },
  'consultation-chaser': { ...COMMON, ...CONSULTATION, daysLate: 6, step: 2 },
  'panel-action-chaser': {
    ...COMMON,
    panel: 'Stuck-cases panel',
    action: 'Find an assessor.',
    dueOn: '2026-02-16',
    daysLate: 1,
  },
  'withdrawal-confirmed': { ...CHILD, withdrawnOn: '2026-01-05' },
  'reassessment-withdrawn': { ...CHILD, withdrawnOn: '2026-01-05' },
  'transferred-out': { ...CHILD, movedOn: '2026-01-05', newAuthority: 'Southmere Council' },
  'status-update': {
    ...CHILD,
    stage: 'Gathering advice',
    waitingOn: 'a psychologist',
    nextStep: 'We decide whether to make a plan',
    nextDueOn: '2026-03-23',
    lateBecause: null,
  },
  'review-request': {
    ...CHILD,
    reviewDueOn: '2026-07-13',
    meetingBy: '2026-06-15',
    yearGroup: 'Year 9',
    adulthood: true,
  },
  'review-request-reminder': { ...COMMON, reviewDueOn: '2026-07-13', meetingBy: '2026-06-15' },
  'review-invitation': {
    ...CHILD,
    meetingOn: '2026-03-23',
    place: 'Invented School',
    remote: false,
    adulthood: false,
  },
  'review-report-reminder': { ...COMMON, meetingOn: '2026-02-09', dueOn: '2026-02-23' },
  'review-report-chaser': { ...COMMON, meetingOn: '2026-02-09', dueOn: '2026-02-23', daysLate: 1, step: 1 },
  'review-report-escalation': { ...COMMON, meetingOn: '2026-02-09', dueOn: '2026-02-23', daysLate: 7 },
  'review-report-returned': {
    ...CHILD,
    meetingOn: '2026-02-09',
    dueOn: '2026-03-09',
    revisionNeeded: 'Nothing is said of section F.',
  },
};

const ENCLOSED: Partial<Record<Notice, Letter['enclosures']>> = {
  draft: [{ kind: 'draft-plan', id: 'plan', version: 1 }],
  consultation: [{ kind: 'draft-plan', id: 'plan', version: 1 }],
  'amendment-consultation': [{ kind: 'final-plan', id: 'plan', version: 1 }],
  final: [{ kind: 'final-plan', id: 'plan', version: 1 }],
  'review-amend': [{ kind: 'final-plan', id: 'plan', version: 1 }],
  'plan-transfer': [{ kind: 'final-plan', id: 'plan', version: 1 }],
  'he-disclosure': [{ kind: 'final-plan', id: 'plan', version: 1 }],
  'amendment-proposal': [{ kind: 'final-plan', id: 'plan', version: 1 }],
  'amended-final': [{ kind: 'final-plan', id: 'plan', version: 2 }],
  'reassessed-final': [{ kind: 'final-plan', id: 'plan', version: 4 }],
};

export const letterOf = (notice: Notice, role: Party['role'], over: Partial<Letter> = {}): Letter => ({
  id: `${notice}-1`,
  notice,
  to: PARTIES[role],
  on: '2026-03-02',
  facts: FACTS[notice],
  enclosures: ENCLOSED[notice] ?? [],
  ...over,
});

export const planOf = (over: Partial<PlanDocument> = {}): PlanDocument => ({
  caseRef: CASE,
  kind: 'draft-plan',
  id: 'plan',
  version: 1,
  childName: 'Kit Sample',
  on: '2026-03-02',
  sections: {
    A: 'Trains.',
    B: 'Reading.',
    C: null,
    D: null,
    E: 'Reads alone.',
    F: 'Ten hours a week.',
    G: null,
    H1: null,
    H2: null,
    I: null,
    J: null,
    K: 'A1 to A5.',
  },
  ...over,
});
