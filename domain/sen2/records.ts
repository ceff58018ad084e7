/**
 * The records of the return, from what is known of cases: pure. A field that is not known is left out; nothing is put in its
 * place but the return's own code for not known.
 */
import { areOneChild, childIdentity } from '../assessment/identity.js';
import type { ChildIdentity } from '../assessment/identity.js';
import type { AssessmentState } from '../assessment/state.js';
import type { CivilDate } from '../civil-date.js';
import type { CaseRef } from '../ids.js';
import {
  activePlanOf,
  isIn,
  issuedOn,
  lastReviewOf,
  namedPlanOf,
  needsOf,
  placementsOf,
  planDetailOf,
} from './plan-records.js';
import type { Census } from './census.js';
import { personOf } from './person-record.js';
import { flag, given } from './values.js';
import type { CaseFile, Values } from './values.js';

export interface RequestRecord {
  caseRef: CaseRef;
  /** A plan that was taken over, or came from another authority, has no request here. */
  source: 'assessment' | 'import' | 'transfer';
  /** Since it is over it is in no later collection. */
  overOn: CivilDate | null;
  /** The plan is held in a process of its own, which is spoken to. */
  hasPlan: boolean;
  /** Moved away before the assessment was complete. */
  moved: boolean;
  /** Came from another authority in the year. */
  transferred: boolean;
  madeInYear: boolean;
  /** The last review that met here has been decided. */
  reviewDecided: boolean;
  request: Values;
  assessment?: Values;
  namedPlan?: Values;
  planDetail: Values[];
  activePlan?: Values;
  placementDetail: Values[];
  senNeed: Values[];
}

export interface PersonRecord {
  person: Values;
  identity: ChildIdentity;
  requests: RequestRecord[];
}

const SOURCES: Readonly<Record<AssessmentState['source'], string>> = {
  parent: '1',
  'young-person': '1',
  school: '2',
  health: '3',
  'social-care': '4',
  authority: '5',
};

const childOf = ({ assessment, plan }: CaseFile) => (plan ?? assessment)?.child;

/** What was said before the plan was held, and since. */
const saidOf = ({ assessment, plan }: CaseFile) => ({ ...assessment?.child.sen2, ...plan?.child.sen2 });

const requestOutcome = ({ outcome, decidedToAssessOn }: AssessmentState): string => {
  if (outcome === 'refused-to-assess') return 'N';
  if (decidedToAssessOn !== null) return 'Y';
  return outcome === null ? 'A' : 'W';
};

const requestOf = (file: CaseFile): Values => {
  const { assessment } = file;
  if (!assessment) return { RequestOutcome: 'H' };
  const said = saidOf(file);
  const outcome = requestOutcome(assessment);
  const moved = assessment.outcome === 'moved-away';
  return given({
    ReceivedDate: assessment.receivedOn,
    RequestSource: SOURCES[assessment.source],
    // No request of a detained person is dealt with here.
    RYA: '0',
    RequestOutcomeDate: assessment.decidedToAssessOn ?? (outcome === 'W' ? assessment.finishedOn : null),
    RequestOutcome: outcome,
    RequestMediation: flag(said.requestMediation),
    RequestTribunal: flag(said.requestTribunal),
    Exported: moved ? said.exported : undefined,
  });
};

const assessmentOutcome = ({ outcome, decidedToIssueOn }: AssessmentState): string => {
  if (outcome === 'no-plan') return 'N';
  if (decidedToIssueOn !== null) return 'Y';
  return outcome === null ? 'A' : 'W';
};

const assessmentOf = (file: CaseFile): Values | undefined => {
  const { assessment } = file;
  const said = saidOf(file);
  const about = { OtherMediation: flag(said.otherMediation), OtherTribunal: flag(said.otherTribunal) };
  if (!assessment) return given({ AssessmentOutcome: 'H', ...about });
  if (requestOutcome(assessment) !== 'Y') return undefined;
  const outcome = assessmentOutcome(assessment);
  return given({
    AssessmentOutcome: outcome,
    AssessmentOutcomeDate: assessment.decidedToIssueOn ?? (outcome === 'W' ? assessment.finishedOn : null),
    AssessmentMediation: flag(said.assessmentMediation),
    AssessmentTribunal: flag(said.assessmentTribunal),
    ...about,
    // Of whoever has a plan: 1 only where an exception of reg 10(4) was recorded against the twenty weeks.
    Week20: assessment.outcome === 'final-plan' ? flag(isExcepted(assessment)) : undefined,
  });
};

const isExcepted = ({ exceptions }: AssessmentState): boolean =>
  exceptions.some(({ ruleId }) => ruleId === 'plan-final-20w');

const overOnOf = ({ assessment, plan }: CaseFile): CivilDate | null => {
  if (plan) return plan.endedOn;
  return assessment?.outcome === 'final-plan' ? null : (assessment?.finishedOn ?? null);
};

/** Of one case; `census` is left out where the question is what is wrong with it, whichever year it is in. */
export const requestRecordOf = (file: CaseFile, census?: Census): RequestRecord => {
  const { caseRef, plan, assessment } = file;
  const said = saidOf(file);
  const base = {
    caseRef,
    source: assessment
      ? ('assessment' as const)
      : plan?.source === 'transfer'
        ? ('transfer' as const)
        : ('import' as const),
    overOn: overOnOf(file),
    hasPlan: plan !== undefined,
    moved: assessment?.outcome === 'moved-away',
    transferred: plan?.transfer !== undefined && isIn(plan.transfer.transferredOn, census),
    madeInYear: census !== undefined && isIn(issuedOn(file) ?? '', census),
    reviewDecided: Boolean(lastReviewOf(file.reviews)?.decision),
    request: requestOf(file),
    ...optional('assessment', assessmentOf(file)),
  };
  const named = namedPlanOf(file, said);
  if (!named) return { ...base, planDetail: [], placementDetail: [], senNeed: [] };
  const active = plan && plan.endedOn === null ? plan : undefined;
  return {
    ...base,
    namedPlan: named,
    planDetail: planDetailOf(file),
    ...optional('activePlan', active && activePlanOf(active, file.reviews, said, census)),
    placementDetail: active ? placementsOf(active, said, census) : [],
    senNeed: active ? needsOf(said) : [],
  };
};

const optional = <K extends string>(key: K, value: Values | undefined): { [P in K]?: Values } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]: Values });

/** Neither turned away, which is no request to this authority or none that is new, nor a reassessment, which is none. */
const isCollected = ({ assessment, plan }: CaseFile): boolean =>
  assessment ? assessment.turnedAway === null && assessment.reassesses === null : plan !== undefined;

/** In the calendar year or before it, and not over before that year began. */
const isInScope = ({ assessment, plan }: CaseFile, overOn: CivilDate | null, census: Census): boolean => {
  if (overOn !== null && overOn < census.from) return false;
  return assessment ? assessment.receivedOn <= census.to : plan !== undefined && plan.madeOn <= census.referenceDate;
};

const latestFirst = (a: CaseFile, b: CaseFile): number =>
  beganOn(a) === beganOn(b) ? 0 : beganOn(a) < beganOn(b) ? 1 : -1;
const beganOn = ({ assessment, plan }: CaseFile): CivilDate => assessment?.receivedOn ?? plan?.madeOn ?? '';

const birthIn = ({ nameAndBirth }: ChildIdentity): string => nameAndBirth.slice(nameAndBirth.lastIndexOf('|'));

/** One number for two dates of birth is a fault, and must be seen as one: they are not put together. */
const areOnePerson = (a: ChildIdentity, b: ChildIdentity): boolean => birthIn(a) === birthIn(b) && areOneChild(a, b);

/** Cases of one child together, whichever of them says so. */
const byChild = (files: readonly CaseFile[]): { identity: ChildIdentity; files: CaseFile[] }[] => {
  const groups: { identities: ChildIdentity[]; files: CaseFile[] }[] = [];
  const found = new Map<string, typeof groups>();
  for (const file of files) {
    const identity = childIdentity(childOf(file) as AssessmentState['child']);
    const keys = [identity.nameAndBirth, ...(identity.number === null ? [] : [identity.number])];
    const group = keys
      .flatMap((key) => found.get(key) ?? [])
      .find(({ identities }) => identities.some((other) => areOnePerson(other, identity)));
    const into = group ?? { identities: [], files: [] };
    if (!group) groups.push(into);
    into.identities.push(identity);
    into.files.push(file);
    for (const key of keys) if (!found.get(key)?.includes(into)) found.set(key, [...(found.get(key) ?? []), into]);
  }
  return groups.map(({ identities, files: own }) => ({ identity: identities[0] as ChildIdentity, files: own }));
};

/** Everyone whom a collection is about, with what it collects of them. */
export const personRecords = (files: readonly CaseFile[], census: Census): PersonRecord[] => {
  const inScope = files
    .filter(isCollected)
    .map((file) => ({ file, record: requestRecordOf(file, census) }))
    .filter(({ file, record }) => isInScope(file, record.overOn, census))
    .sort((a, b) => (a.file.caseRef < b.file.caseRef ? -1 : 1));
  const records = new Map(inScope.map(({ file, record }) => [file.caseRef, record]));
  return byChild(inScope.map(({ file }) => file)).map(({ identity, files: own }) => ({
    identity,
    person: personOf(own.toSorted(latestFirst).map((file) => ({ child: childOf(file), said: saidOf(file) }))),
    requests: own.map(({ caseRef }) => records.get(caseRef) as RequestRecord),
  }));
};

/** One case by itself. */
export const personOfCase = (file: CaseFile): PersonRecord => {
  const child = childOf(file) as AssessmentState['child'];
  return {
    identity: childIdentity(child),
    person: personOf([{ child, said: saidOf(file) }]),
    requests: isCollected(file) ? [requestRecordOf(file)] : [],
  };
};
