/** What can be wrong with a plan, where the child is, the needs, and the last review. */
import { SETTINGS } from '../codes.js';
import type { RequestRecord } from '../records.js';
import type { Values } from '../values.js';
import { correction, error, isBefore, isUnsaid, query } from './rule.js';
import type { RequestRule } from './rule.js';

const hasNoPlace = (place: Values): boolean =>
  place.URN === undefined && place.UKPRN === undefined && place.SENSetting === undefined;

/** Where the child is, or, where the plan is over, was named. */
const places = ({ activePlan, placementDetail, planDetail }: RequestRecord): Values[] =>
  activePlan ? placementDetail : planDetail;

export const PLAN_RULES: readonly Omit<RequestRule, 'scope'>[] = [
  {
    ...query,
    id: 'personal-budget',
    say: ['personalBudget'],
    module: 'NamedPlan',
    field: 'PB',
    message: 'Whether a personal budget was taken up is not said',
    isBroken: ({ namedPlan }) => isUnsaid(namedPlan, 'PB'),
  },
  {
    ...error,
    id: 'personal-budget-kind',
    say: ['organisedArrangements'],
    module: 'NamedPlan',
    field: 'OA',
    message: 'A personal budget was taken up: say whether by organised arrangements or direct payments',
    isBroken: ({ namedPlan }) => namedPlan?.PB === '1' && namedPlan.OA === undefined && namedPlan.DP === undefined,
  },
  {
    ...error,
    id: 'cease-reason',
    say: ['ceaseReason'],
    module: 'NamedPlan',
    field: 'CeaseReason',
    message: 'The plan ceased, and what is recorded of it says no reason that the return knows',
    isBroken: ({ namedPlan }) => namedPlan?.CeaseDate !== undefined && namedPlan.CeaseReason === undefined,
  },
  {
    ...correction,
    id: 'cease-dates',
    module: 'NamedPlan',
    field: 'CeaseDate',
    message: 'The plan ceased before it was made',
    isBroken: ({ namedPlan }) => isBefore(namedPlan?.CeaseDate, namedPlan?.StartDate),
  },
  {
    ...error,
    id: 'placement-missing',
    say: ['senSetting'],
    module: 'PlacementDetail',
    field: 'URN',
    message: 'No institution with a number is named: say ukprn or senSetting',
    source: 'list',
    isBroken: (record) => record.namedPlan !== undefined && places(record).every(hasNoPlace),
  },
  {
    ...error,
    id: 'setting-in-words',
    say: ['senSettingOther'],
    module: 'PlacementDetail',
    field: 'SENSettingOther',
    message: 'The kind of place is other, and not said in words',
    isBroken: (record) =>
      places(record).some((place) => place.SENSetting === 'OTH' && place.SENSettingOther === undefined),
  },
  {
    ...error,
    id: 'setting-code',
    say: ['senSetting'],
    module: 'PlacementDetail',
    field: 'SENSetting',
    message: 'The kind of place is none that the return knows',
    isBroken: (record) =>
      places(record).some(({ SENSetting: s }) => s !== undefined && !(SETTINGS as readonly string[]).includes(s)),
  },
  {
    ...query,
    id: 'placement-began',
    say: ['placementFrom'],
    module: 'PlacementDetail',
    field: 'EntryDate',
    message: 'Since when the child is there is not said',
    isBroken: ({ placementDetail }) => placementDetail.some((place) => isUnsaid(place, 'EntryDate')),
  },
  {
    ...query,
    id: 'placement-unit',
    say: ['senUnit', 'resourcedProvision'],
    module: 'PlacementDetail',
    field: 'SENunitIndicator',
    message: 'Whether the place is in a special unit or in resourced provision is not said',
    isBroken: ({ placementDetail }) =>
      placementDetail.some((place) => isUnsaid(place, 'SENunitIndicator', 'ResourcedProvisionIndicator')),
  },
  {
    ...error,
    id: 'need-missing',
    say: ['primaryNeed'],
    module: 'SENneed',
    field: 'SENtype',
    message: 'The primary need is not said',
    source: 'list',
    isBroken: ({ activePlan, senNeed }) =>
      activePlan !== undefined && !senNeed.some((need) => need.SENtypeRank === '1'),
  },
  {
    ...error,
    id: 'need-twice',
    say: ['secondaryNeed'],
    module: 'SENneed',
    field: 'SENtype',
    message: 'The secondary need is the primary need again',
    isBroken: ({ senNeed: [first, second] }) => second !== undefined && first?.SENtype === second.SENtype,
  },
  {
    ...error,
    id: 'transfer-from',
    say: ['transferLa'],
    module: 'ActivePlans',
    field: 'TransferLA',
    message: 'The plan came from another authority in the year, whose code is not said',
    isBroken: ({ transferred, activePlan }) => transferred && isUnsaid(activePlan, 'TransferLA'),
  },
  {
    ...correction,
    id: 'review-dates',
    module: 'ActivePlans',
    field: 'ReviewMeeting',
    message: 'The review meeting was before the plan was made, or after what it decided was notified',
    isBroken: ({ namedPlan, activePlan, reviewDecided }) =>
      isBefore(activePlan?.ReviewMeeting, namedPlan?.StartDate) ||
      (reviewDecided && isBefore(activePlan?.LastReview, activePlan?.ReviewMeeting)),
  },
];
