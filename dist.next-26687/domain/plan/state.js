import { blankMatter } from '../matter/state.js';
import { NOT_LEAVING } from './leaving-state.js';
import { NO_MOVES } from './moves-state.js';
export const blankPlan = (caseRef) => ({
    ...blankMatter(caseRef),
    ...NO_MOVES,
    ...NOT_LEAVING,
    source: 'assessment',
    child: undefined,
    institution: null,
    regulation20: false,
    lastYear: null,
    beforeTransfer: null,
    yearsAhead: 0,
    madeOn: '',
    version: 1,
    sections: null,
    lastReviewOn: null,
    reassessedOn: null,
    externalRef: null,
    stage: 'held',
    transferredOn: null,
    plannedTransition: null,
    heldSince: '',
    textOn: null,
    reviews: 0,
    lastLookedAtOn: null,
    review: null,
    reassessment: null,
    reassessments: 0,
    assessedOn: null,
    amendment: null,
    ceaseNoticeOn: null,
    appealedOn: null,
    endedOn: null,
});
export const isPlanOver = ({ stage }) => stage !== 'held' && stage !== 'ceasing';
//# sourceMappingURL=state.js.map