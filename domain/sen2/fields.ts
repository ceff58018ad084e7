/** The modules of the return and their fields, in the order in which they are written. Data only. */
import type { Sen2Status } from './status.js';

export const MODULES = [
  'Person',
  'Requests',
  'Assessment',
  'NamedPlan',
  'PlanDetail',
  'ActivePlans',
  'PlacementDetail',
  'SENneed',
] as const;
export type Module = (typeof MODULES)[number];

export interface Field {
  module: Module;
  tag: string;
  /** Its number in the specification, as far as that is known. */
  item: string;
  words: string;
  status: Sen2Status;
}

type Row = readonly [tag: string, item: string, words: string, status?: Sen2Status];

const of = (module: Module, rows: readonly Row[]): Field[] =>
  rows.map(([tag, item, words, status = 'position-inferred']) => ({ module, tag, item, words, status }));

const PLACE = (item: string): Row[] => [
  ['URN', `${item}a`, 'unique reference number of the institution'],
  ['UKPRN', `${item}b`, 'UK provider reference number'],
  ['SENSetting', `${item}c`, 'kind of place where there is neither number', 'confirmed'],
  ['SENSettingOther', `${item}d`, 'that place in words'],
  ['PlacementRank', item, '1 primary, 2 secondary'],
];

const IN_THE_PLACE = (item: string): Row[] => [
  ['SENunitIndicator', item, 'the place is in a special unit'],
  ['ResourcedProvisionIndicator', item, 'the place is in resourced provision'],
];

export const FIELDS: readonly Field[] = [
  ...of('Person', [
    ['Surname', '1.1', 'surname'],
    ['Forename', '1.2', 'forename'],
    ['PersonBirthDate', '1.3', 'date of birth'],
    ['Sex', '1.4', 'sex', 'confirmed'],
    ['Ethnicity', '1.5', 'ethnicity'],
    ['PostCode', '1.6', 'post code'],
    ['UPN', '1.7', 'unique pupil number'],
    ['UniqueLearnerNumber', '1.8', 'unique learner number'],
    ['UPNunknown', '1.9', 'why there is neither number'],
  ]),
  ...of('Requests', [
    ['ReceivedDate', '2.1', 'the request was received'],
    ['RequestSource', '2.2', 'who asked', 'confirmed'],
    ['RYA', '2.3', 'asked for in relevant youth accommodation'],
    ['RequestOutcomeDate', '2.4', 'it was decided whether to assess'],
    ['RequestOutcome', '2.5', 'whether to assess'],
    ['RequestMediation', '2.6', 'mediation about that'],
    ['RequestTribunal', '2.7', 'appeal about that'],
    ['Exported', '2.8', 'moved away before the assessment was complete'],
  ]),
  ...of('Assessment', [
    ['AssessmentOutcome', '3.1', 'whether a plan is issued'],
    ['AssessmentOutcomeDate', '3.2', 'that was decided'],
    ['AssessmentMediation', '3.3', 'mediation about that'],
    ['AssessmentTribunal', '3.4', 'appeal about that'],
    ['OtherMediation', '3.5', 'mediation about what the plan says'],
    ['OtherTribunal', '3.6', 'appeal about what the plan says'],
    ['Week20', '3.7', 'exceptions to the 20 weeks apply'],
  ]),
  ...of('NamedPlan', [
    ['StartDate', '4.1', 'the plan was made'],
    ['PlanRes', '4.2', 'residential setting'],
    ['PlanWBP', '4.3', 'work-based learning', 'unconfirmed'],
    ['PB', '4.4', 'personal budget taken up'],
    ['OA', '4.4', 'organised arrangements'],
    ['DP', '4.4', 'direct payments'],
    ['CeaseDate', '4.5', 'the plan ceased'],
    ['CeaseReason', '4.6', 'why it ceased', 'confirmed'],
  ]),
  ...of('PlanDetail', [...PLACE('4.7'), ...IN_THE_PLACE('4.7')]),
  ...of('ActivePlans', [
    ['TransferLA', '5.1', 'authority that the plan came from in the year'],
    ['ReviewMeeting', '5.4', 'annual review meeting'],
    ['ReviewOutcome', '5.4', 'what the review decided'],
    ['LastReview', '5.5', 'the review decision was notified'],
    ['ReviewDraft', '5.4d', 'the draft amended plan was sent', 'confirmed'],
    ['PhaseTransferDueDate', '5.6a', 'the plan before a change of phase was due', 'confirmed'],
    ['PhaseTransferFinalDate', '5.6b', 'the plan before a change of phase was made', 'confirmed'],
  ]),
  ...of('PlacementDetail', [
    ...PLACE('5.7'),
    ['EntryDate', '5.7', 'the placement began'],
    ['LeavingDate', '5.7', 'the placement ended'],
    ...IN_THE_PLACE('5.7'),
    ['Res', '5.2', 'residential setting'],
    ['WBP', '5.3', 'work-based learning'],
  ]),
  ...of('SENneed', [
    ['SENtype', '5.8a', 'type of need', 'confirmed'],
    ['SENtypeRank', '5.8b', '1 primary, 2 secondary'],
  ]),
];

export const tagsOf = (module: Module): readonly string[] =>
  FIELDS.filter((f) => f.module === module).map((f) => f.tag);

/** What stands before the persons. The element that holds it all is from memory. */
export const HEADER_FIELDS: readonly { tag: string; words: string; status: Sen2Status }[] = [
  { tag: 'Collection', words: 'SEN2', status: 'position-inferred' },
  { tag: 'Year', words: 'the year of the collection', status: 'position-inferred' },
  { tag: 'ReferenceDate', words: 'the census date', status: 'position-inferred' },
  { tag: 'SourceLevel', words: 'L, an authority', status: 'unconfirmed' },
  { tag: 'LEA', words: 'the code of the authority', status: 'position-inferred' },
  { tag: 'SoftwareCode', words: 'the name of this software', status: 'position-inferred' },
  { tag: 'Release', words: 'its version', status: 'position-inferred' },
  { tag: 'SerialNo', words: 'which file of the year', status: 'position-inferred' },
  { tag: 'DateTime', words: 'when the last fact in it was recorded', status: 'position-inferred' },
  { tag: 'DMO', words: 'designated medical officer', status: 'unconfirmed' },
  { tag: 'DCO', words: 'designated clinical officer', status: 'unconfirmed' },
  { tag: 'DSCO', words: 'designated social care officer', status: 'unconfirmed' },
];
