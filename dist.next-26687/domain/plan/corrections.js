/**
 * What was wrong or has changed in the life of a plan: who is told, what is known of the child, how its institution is reached.
 * What is open of the plan hears of it, so that nothing goes to where nobody is any more.
 */
import { formatLong } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { addParent, childWith, contactGiven, factOfChild, issueAnew, lettersFor, mustBeFactOfChild, owedIn, partyOf, removeParent, settleForGone, } from '../matter/corrections.js';
import { must } from '../matter/deciding.js';
import { askedAgain, consultWhoIsThere } from '../matter/ceasing.js';
import { schoolLeavingDate } from '../school-year.js';
import { ceaseNoticeMayHaveGone, isCeaseNotice } from './considering.js';
import { lastDayOf25 } from './dates.js';
export const correctPlanFact = (d, c) => {
    const { child, madeOn, institution } = d.state;
    mustBeFactOfChild(c.fact, c.value, d.today);
    must(c.fact !== 'dateOfBirth' || lastDayOf25(c.value, institution?.kind) >= d.today, 'bad-age', 'Born on that day, the young person is past the age at which a plan ends, and it would lapse at once: look at the year', 's46, r46');
    must(c.fact !== 'dateOfBirth' || c.value <= madeOn, 'bad-date', `Nobody has a plan before they are born: it was made on ${madeOn}, and ${c.fact} would be after that`);
    const from = factOfChild(child, c.fact);
    must(from !== c.value, 'no-change', `${c.fact} is that already`);
    d.emit('fact.corrected', { fact: c.fact, from, to: c.value, evidence: c.evidence });
};
/** What was owed to who is gone is owed to the family that is there. */
const familyChanged = (d, owedBefore, newcomers = []) => {
    settleForGone(d, owedBefore);
    issueAnew(d, owedBefore, (l) => isCeaseNotice(d.state, l) || isForClock(d.state, l));
    if (d.state.stage === 'held')
        consultWhoIsThere(d, newcomers);
    ceaseNoticeMayHaveGone(d);
};
const isForClock = ({ deadlines }, { settles }) => settles.some((key) => deadlines[key] && isOpen(deadlines[key]));
export const removePlanParent = (d, c) => {
    const owed = owedIn(d.state);
    removeParent(d, c, 's44(6), r22(2)');
    familyChanged(d, owed);
};
export const addPlanParent = (d, c) => familyChanged(d, owedIn(d.state), [addParent(d, c)]);
const YOUNG_PERSON = 'young-person-1';
export const takeOverAsYoungPerson = (d, c) => {
    const { child, family } = d.state;
    must(!child.youngPerson, 'young-person', 'The young person is told already, in place of the parents', 's83(2)');
    const leaves = schoolLeavingDate(child.dateOfBirth);
    must(d.on > leaves, 'school-age', `The child is of compulsory school age until ${formatLong(leaves)}: until then the parents are told`, 's83(2); Education Act 1996 s8');
    const representatives = c.representatives ?? [];
    for (const partyId of representatives)
        partyOf(d, partyId);
    const party = {
        id: YOUNG_PERSON,
        role: 'young-person',
        name: child.name,
        ...contactGiven({ ...c, address: c.address ?? child.address }),
    };
    must(!family.some((p) => p.id === YOUNG_PERSON), 'young-person', 'The young person is of the family on this plan already');
    const owed = owedIn(d.state);
    d.emit('youngPerson.tookOver', { party, representatives, evidence: c.evidence });
    familyChanged(d, owed, [party]);
};
export const correctSchool = (d, c) => {
    const { institution, regulation20, lastYear } = d.state;
    must(institution !== null, 'no-institution', 'Section I names no institution, so none is corrected: naming one is an amendment (plan amend)', 'r22, r28');
    const given = {
        ...(c.name === undefined ? {} : { name: c.name }),
        ...(c.urn === undefined ? {} : { urn: c.urn }),
        ...(c.email === undefined ? {} : { email: c.email }),
        ...(c.address === undefined ? {} : { address: c.address }),
    };
    const after = {
        institution: { ...institution, ...given },
        regulation20: c.regulation20 ?? regulation20,
        lastYear: c.lastYear ?? lastYear,
    };
    must(JSON.stringify(after) !== JSON.stringify({ institution, regulation20, lastYear }), 'no-change', 'The institution is known like that already; say what is to change');
    d.emit('school.corrected', { ...after, evidence: c.evidence });
};
/** Of which what is open of the plan hears. */
export const CORRECTIONS = new Set([
    'fact.corrected',
    'contact.corrected',
    'parent.added',
    'parent.removed',
    'youngPerson.tookOver',
    'school.corrected',
]);
/** A young person is told by the name that they have. */
const namedAs = (child, family) => family.map((p) => (p.role === 'young-person' ? { ...p, name: child.name } : p));
const factCorrected = (s, d) => {
    const child = childWith(s.child, d.fact, d.to);
    return { child, ...(d.fact === 'childName' ? { family: namedAs(child, s.family) } : {}) };
};
const contactCorrected = (s, d) => ({
    family: s.family.map((p) => (p.id === d.to.id ? d.to : p)),
});
const told = (s, family) => ({
    family,
    letters: lettersFor(s, family),
    ceasing: askedAgain(s.ceasing, s.family, family),
});
const parentAdded = (s, d) => told(s, [...s.family, d.party]);
const parentRemoved = (s, d) => told(s, s.family.filter((p) => p.id !== d.partyId));
const tookOver = (s, d) => ({
    child: { ...s.child, youngPerson: true },
    ...told(s, [d.party, ...s.family.filter((p) => d.representatives.includes(p.id))]),
});
const schoolCorrected = (_s, { institution, regulation20, lastYear }) => ({
    institution,
    regulation20,
    lastYear,
});
export const CORRECTIONS_FOLD = {
    'fact.corrected': factCorrected,
    'contact.corrected': contactCorrected,
    'parent.added': parentAdded,
    'parent.removed': parentRemoved,
    'youngPerson.tookOver': tookOver,
    'school.corrected': schoolCorrected,
};
//# sourceMappingURL=corrections.js.map