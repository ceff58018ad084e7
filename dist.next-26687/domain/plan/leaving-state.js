import { CEASING_FOLD } from '../matter/ceasing.js';
import { changeOne } from '../matter/evolve.js';
import { REFERRAL_FOLD } from '../matter/referrals.js';
export const NOT_LEAVING = {
    ceasing: null,
    noticeFrom: null,
    disclosures: [],
    fundings: [],
    outlook: null,
    lastReview: null,
    referrals: [],
};
const funding = (s, id, change) => ({
    fundings: changeOne(s.fundings, id, change),
});
export const LEAVING_FOLD = {
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
//# sourceMappingURL=leaving-state.js.map