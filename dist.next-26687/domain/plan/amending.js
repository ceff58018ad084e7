import { must } from '../matter/deciding.js';
import { movedBy } from './places.js';
/** At least so many days for representations (reg 22(2)(c)). */
const LEAST_DAYS = 15;
export const startAmendment = (d, c) => {
    const { amendment, sections, reviews } = d.state;
    must(!amendment, 'amendment-open', `Amendment ${amendment?.n ?? ''} of this plan, proposed on ${amendment?.startedOn ?? ''}, is open: it ends with the amended plan or with notice that there is none`, 'r28, r22(3)-(4)');
    must(sections !== null || c.noticeAlreadySentOn !== undefined, 'plan-not-held', 'The text of the plan is not held here, so it cannot go with the proposed amendments: say when they were sent (noticeAlreadySentOn)', 'r28, r22(2)(a)');
    if (c.noticeAlreadySentOn !== undefined)
        d.mustHaveGone(c.noticeAlreadySentOn);
    d.emit('amendment.started', {
        n: reviews + 1,
        reasons: c.reasons,
        amendments: c.amendments,
        periodDays: c.periodDays ?? LEAST_DAYS,
        noticeAlreadySentOn: c.noticeAlreadySentOn ?? null,
    });
};
/** The open one of that number, whichever it is. */
const openOne = ({ review, amendment }, n) => [review, amendment].find((open) => open?.n === n);
/** Said by what made it, at once and again when it is over: what is known already is passed over. */
export const takeAmended = (d, c) => {
    const open = openOne(d.state, c.n);
    if (!open || open.amended)
        return;
    const version = Math.max(c.version, d.state.version + 1);
    d.emit('plan.amended', { n: c.n, version, sections: c.sections, on: c.on, moves: c.moves });
    if (version !== c.version)
        d.emit('fact.unexpected', {
            factId: `amended-${c.n}-${version}`,
            what: 'amended',
            why: `Number ${c.n} made version ${c.version} of the plan, and another had made it already: compare the two texts, and amend again where one lost what the other changed`,
        });
};
/** What an amendment says when it is over. It moves no date of a review (s44). */
export const endAmendment = (d, { n, amended }) => {
    if (amended)
        takeAmended(d, { n, ...amended });
    d.emit('amendment.ended', { n, amended: amended !== null });
};
const textOf = (s, { n, version, sections, on, moves }) => ({
    version,
    sections,
    textOn: on,
    ...(moves ? movedBy(s, { moves, on }, s.review?.n === n ? s.review.phase : null) : {}),
    ...(s.review?.n === n ? { review: { ...s.review, amended: true } } : {}),
    ...(s.amendment?.n === n ? { amendment: { ...s.amendment, amended: true } } : {}),
});
export const AMENDING_FOLD = {
    'amendment.started': (_s, d, on) => ({
        amendment: { ...d, startedOn: on },
        reviews: d.n,
        lastProgressOn: on,
    }),
    'plan.amended': (s, d, on) => ({
        ...textOf(s, d),
        lastProgressOn: on,
    }),
    'amendment.ended': (_s, _d, on) => ({
        amendment: null,
        lastProgressOn: on,
    }),
};
//# sourceMappingURL=amending.js.map