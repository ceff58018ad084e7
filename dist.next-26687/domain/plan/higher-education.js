import { contactOf } from '../matter/parties.js';
import { must } from '../matter/deciding.js';
import { yearGroupOf } from '../school-year.js';
const RULE = 'he-disclosure';
/** Over compulsory school age, which ends within year 11. */
const isYoungPerson = ({ child }, on) => child.youngPerson || yearGroupOf(child.dateOfBirth, on) > 11;
export const discloseToHigherEducation = (d, c) => {
    const { state } = d;
    must(isYoungPerson(state, d.on), 'not-a-young-person', 'It is for a young person, who is over compulsory school age, to ask that the plan be sent to higher education', 'r47');
    must(c.askedBy === 'young-person' || c.incapacity !== undefined, 'young-person-asks', 'The plan is sent at the request of the young person alone; where a parent asks because the young person lacks capacity, incapacity must say so', 'r47, s80');
    must(c.recipient.address !== undefined || c.recipient.email !== undefined, 'no-address', 'recipient needs an address or an e-mail address: the plan is to reach it', 'r47');
    must(state.sections !== null || c.noticeAlreadySentOn !== undefined, 'plan-not-held', 'The text of the plan is not held here, so it cannot be enclosed: say when it was sent (noticeAlreadySentOn)', 'r47');
    must(c.noticeAlreadySentOn === undefined || c.noticeAlreadySentOn >= d.on, 'before-it-was-asked', `It was asked for on ${d.on}; the plan did not go for that on ${c.noticeAlreadySentOn ?? ''}`, 'r47');
    const disclosureId = `D${state.disclosures.length + 1}`;
    const recipient = {
        id: `higher-education-${disclosureId}`,
        role: 'higher-education',
        ...contactOf(c.recipient),
    };
    d.emit('disclosure.asked', {
        disclosureId,
        askedBy: c.askedBy,
        incapacity: c.incapacity ?? null,
        place: c.place,
        kind: c.recipient.kind,
        recipient,
    });
    d.startClock(RULE, d.on, { about: disclosureId });
    const key = `${RULE}:${disclosureId}`;
    if (c.noticeAlreadySentOn) {
        d.mustHaveGone(c.noticeAlreadySentOn);
        d.settle(key, c.noticeAlreadySentOn);
    }
    else
        d.letter('he-disclosure', recipient, {
            facts: { childName: state.child.name, place: c.place, askedOn: d.on },
            enclosures: [{ kind: 'final-plan', id: 'plan', version: state.version }],
            settles: [key],
        });
};
//# sourceMappingURL=higher-education.js.map