/** The records of a plan: as it was named, as it stands, where the child is, and what the needs are. */
import type { CivilDate } from '../civil-date.js';
import type { CeaseGround } from '../matter/ceasing-shapes.js';
import { institutionNamed } from '../plan/holding.js';
import { placeOn } from '../plan/places.js';
import type { PlanState } from '../plan/state.js';
import type { ReviewState } from '../review/state.js';
import type { Census } from './census.js';
import { placementKey } from './facts.js';
import type { Sen2Facts } from './facts-shapes.js';
import { flag, given } from './values.js';
import type { CaseFile, Values } from './values.js';

type Institution = PlanState['institution'];

const residential = ({ residential: said }: Sen2Facts): string | undefined => (said === 'none' ? undefined : said);

/** A decision of the law's grounds, where it says as much as the return asks. */
const CEASED_FOR: Readonly<Partial<Record<CeaseGround, string>>> = {
  'no-longer-necessary': '2',
  'higher-education': '3',
  employment: '4',
  'left-education': '6',
};

const ENDED: Readonly<Partial<Record<PlanState['stage'], string>>> = { lapsed: '1', transferred: '5', ended: '8' };

const ceaseReason = (plan: PlanState, reviews: readonly ReviewState[], { ceaseReason: said }: Sen2Facts) => {
  if (said !== undefined) return String(said);
  const ground =
    plan.ceasing?.ground ?? reviews.findLast((r) => r.decision?.outcome === 'cease')?.ceasing?.ground ?? undefined;
  return ENDED[plan.stage] ?? (ground && CEASED_FOR[ground]);
};

/** The day on which the plan was made, by which the clinic counts too; null where there is none. */
export const issuedOn = ({ assessment, plan }: CaseFile): CivilDate | null => {
  if (!assessment) return plan?.madeOn ?? null;
  return assessment.outcome === 'final-plan' ? assessment.finishedOn : null;
};

export const namedPlanOf = (file: CaseFile, said: Sen2Facts): Values | undefined => {
  const on = issuedOn(file);
  if (on === null) return undefined;
  const ended = file.plan?.endedOn;
  return given({
    StartDate: on,
    PlanRes: residential(said),
    PlanWBP: said.workBased,
    PB: flag(said.personalBudget),
    OA: flag(said.organisedArrangements),
    DP: said.directPayments,
    CeaseDate: ended,
    CeaseReason: ended && file.plan ? ceaseReason(file.plan, file.reviews, said) : undefined,
  });
};

/** An early-years provider without a number is a kind of place of its own. */
const placeOf = (institution: Institution, said: Sen2Facts): Record<string, string | undefined> => {
  const own = said.placement?.of === placementKey(institution) ? said.placement : undefined;
  const isNumbered = institution?.urn !== undefined || own?.ukprn !== undefined;
  return {
    URN: institution?.urn,
    UKPRN: own?.ukprn,
    SENSetting: isNumbered ? undefined : (own?.senSetting ?? (institution?.kind === 'early-years' ? 'EYP' : undefined)),
    SENSettingOther: isNumbered ? undefined : own?.senSettingOther,
    PlacementRank: '1',
    EntryDate: own?.placementFrom,
    SENunitIndicator: flag(own?.senUnit),
    ResourcedProvisionIndicator: flag(own?.resourcedProvision),
  };
};

/** What section I named when the plan was made; of a plan that was taken over, what it names. */
export const planDetailOf = ({ assessment, plan }: CaseFile): Values[] => {
  const institution = assessment ? institutionNamed(assessment).institution : (plan?.institution ?? null);
  const { EntryDate: _, ...place } = placeOf(institution, { ...assessment?.child.sen2, ...plan?.child.sen2 });
  return [given(place)];
};

export const placementsOf = (plan: PlanState, said: Sen2Facts, census?: Census): Values[] => {
  const { institution } = placeOn(plan, census?.referenceDate ?? plan.lastEventOn);
  return [given({ ...placeOf(institution, said), Res: residential(said), WBP: said.workBased })];
};

export const needsOf = ({ primaryNeed, secondaryNeed }: Sen2Facts): Values[] =>
  [primaryNeed, secondaryNeed].flatMap((need, i) =>
    need === undefined ? [] : [{ SENtype: need, SENtypeRank: String(i + 1) }],
  );

const REVIEW_OUTCOMES = { maintain: 'M', amend: 'A', cease: 'C' } as const;

/** A lighter look at a child under five and an amendment by itself are no annual review. */
const isAnnual = ({ kind }: ReviewState): boolean => kind !== 'under-5' && kind !== 'amendment';

const byMeeting = (a: ReviewState, b: ReviewState): number =>
  (a.heldOn ?? '') === (b.heldOn ?? '') ? a.n - b.n : (a.heldOn ?? '') < (b.heldOn ?? '') ? -1 : 1;

/** In the calendar year that is collected; any year will do where none is asked about. */
export const isIn = (on: CivilDate, census: Census | undefined): boolean =>
  !census || (on >= census.from && on <= census.to);

/** The last annual review of which the meeting was held. */
export const lastReviewOf = (reviews: readonly ReviewState[]): ReviewState | undefined =>
  reviews
    .filter((r) => isAnnual(r) && r.heldOn !== null)
    .toSorted(byMeeting)
    .at(-1);

export const activePlanOf = (
  plan: PlanState,
  reviews: readonly ReviewState[],
  said: Sen2Facts,
  census?: Census,
): Values => {
  const last = lastReviewOf(reviews);
  const phase = reviews
    .filter((r) => r.phase !== null)
    .toSorted((a, b) => a.n - b.n)
    .at(-1);
  const { transfer } = plan;
  return given({
    TransferLA: transfer && isIn(transfer.transferredOn, census) ? said.transferLa : undefined,
    ReviewMeeting: last?.heldOn,
    ReviewOutcome: last?.decision && REVIEW_OUTCOMES[last.decision.outcome],
    LastReview: last?.decision?.on ?? plan.lastReviewOn,
    ReviewDraft: last?.proposal?.sentOn,
    PhaseTransferDueDate: phase?.phase && phase.deadlines[phase.phase.ruleId]?.due,
    PhaseTransferFinalDate: phase?.amended?.on,
  });
};
