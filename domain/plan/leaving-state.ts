/** What a plan knows of ceasing, of disclosures to higher education and of funding after 16, folded from its facts. */
import type { CivilDate } from '../civil-date.js';
import type { Party } from '../letters.js';
import { CEASING_FOLD } from '../matter/ceasing.js';
import type { Ceasing } from '../matter/ceasing.js';
import { changeOne } from '../matter/evolve.js';
import { REFERRAL_FOLD } from '../matter/referrals.js';
import type { Referring } from '../matter/referrals.js';
import type { LeavingEventData, LeavingEventType, Outlook } from './leaving-shapes.js';
import type { PlanState } from './state.js';

export interface Disclosure {
  id: string;
  askedOn: CivilDate;
  recipient: Party;
}

export interface Funding {
  id: string;
  provider: string;
  poundsAYear: number;
  from: CivilDate;
  until: CivilDate;
  requestedOn: CivilDate;
  follows: string | null;
  outcome: 'agree' | 'refuse' | null;
  decidedOn: CivilDate | null;
  /** The next time it is looked at; null where it was. */
  monitorOn: CivilDate | null;
  monitored: number;
  dueAgain: boolean;
  endedOn: CivilDate | null;
}

export interface Leaving extends Referring {
  /** That it is to cease is considered, or decided, outside a review. */
  ceasing: Ceasing | null;
  /** How many letters there were before those of the notice that it is to cease. */
  noticeFrom: number | null;
  disclosures: Disclosure[];
  fundings: Funding[];
  /** What the last reading said of what comes next. */
  outlook: Outlook | null;
  /** The meeting of the last review that ended here, and the notice of what it decided. */
  lastReview: { heldOn: CivilDate | null; notifiedOn: CivilDate } | null;
}

export const NOT_LEAVING: Leaving = {
  ceasing: null,
  noticeFrom: null,
  disclosures: [],
  fundings: [],
  outlook: null,
  lastReview: null,
  referrals: [],
};

type Fold = {
  [T in LeavingEventType]: (s: PlanState, d: LeavingEventData<T>, on: CivilDate) => Partial<PlanState>;
};

const funding = (s: PlanState, id: string, change: (f: Funding) => Partial<Funding>): Pick<Leaving, 'fundings'> => ({
  fundings: changeOne(s.fundings, id, change),
});

export const LEAVING_FOLD: Fold = {
  ...CEASING_FOLD,
  ...REFERRAL_FOLD,
  'ceasing.decided': (s, d, on) => ({
    stage: 'ceasing',
    ceaseNoticeOn: d.sentOn,
    noticeFrom: s.letters.length,
    lastProgressOn: on,
  }),
  'ceasing.notified': (_s, d) => ({ ceaseNoticeOn: d.on }),
  'ceasing.dropped': (_s, _d, on) => ({ ceasing: null, lastProgressOn: on }),
  'disclosure.asked': (s, d, on) => ({
    disclosures: [...s.disclosures, { id: d.disclosureId, askedOn: on, recipient: d.recipient }],
    lastProgressOn: on,
  }),
  'funding.requested': (s, { fundingId, provider, poundsAYear, from, until, follows }, on) => ({
    fundings: [
      ...s.fundings,
      {
        id: fundingId,
        provider,
        poundsAYear,
        from,
        until,
        follows,
        requestedOn: on,
        outcome: null,
        decidedOn: null,
        monitorOn: null,
        monitored: 0,
        dueAgain: false,
        endedOn: null,
      },
    ],
    lastProgressOn: on,
  }),
  'funding.decided': (s, { fundingId, outcome, poundsAYear, from, until, monitorOn }, on) => ({
    ...funding(s, fundingId, () => ({ outcome, poundsAYear, from, until, monitorOn, decidedOn: on })),
    lastProgressOn: on,
  }),
  'funding.monitored': (s, d, on) => ({
    ...funding(s, d.fundingId, (f) => ({ monitorOn: d.nextOn, monitored: f.monitored + 1 })),
    lastProgressOn: on,
  }),
  'funding.dueAgain': (s, d) => funding(s, d.fundingId, () => ({ dueAgain: true })),
  'funding.ended': (s, d, on) => ({ ...funding(s, d.fundingId, () => ({ endedOn: on })), lastProgressOn: on }),
};
