/** When what a story tells happens: people work on working days, schools answer in term. */
import { addDays, maxDate, ncYearGroup } from '../../domain/civil-date.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { firstWorkingDayOnOrAfter } from '../../domain/law/counting.js';
export const workday = (on) => firstWorkingDayOnOrAfter(on, ENGLAND_AND_WALES);
/** The first working day in term. */
export const schoolDay = (on, closures) => {
    const day = workday(on);
    const shut = closures.find((c) => day >= c.from && day < c.reopens);
    return shut ? workday(addDays(shut.reopens, 2)) : day;
};
const ALWAYS = ['parent', 'education', 'medical', 'educational-psychology', 'social-care'];
/** Reg 6: more are asked for a child in or above year 9, with a sensory need, or of a service family. */
export const kindsFor = ({ child }, on) => [
    ...ALWAYS,
    ...(child.sensoryNeed === 'none' ? [] : ['sensory']),
    ...(child.serviceFamily ? ['defence'] : []),
    ...(ncYearGroup(child.dateOfBirth, on) >= 9 ? ['adulthood'] : []),
];
const adviceDates = (kind, pace, requestedOn, closures) => {
    const own = pace.advice[kind];
    const day = (on) => (kind === 'education' ? schoolDay(on, closures) : workday(on));
    const inOn = day(addDays(requestedOn, own.in));
    const checkedOn = workday(addDays(inOn, 2));
    const revisedOn = own.revisedAfter === null ? null : day(addDays(checkedOn, own.revisedAfter));
    return {
        acknowledgedOn: own.acknowledged === null ? null : workday(addDays(requestedOn, own.acknowledged)),
        inOn,
        checkedOn,
        revisedOn,
        readyOn: revisedOn ? workday(addDays(revisedOn, 1)) : checkedOn,
    };
};
export const diaryOf = (receivedOn, pace, person, closures) => {
    const decidedOn = workday(addDays(receivedOn, pace.decide));
    const kinds = kindsFor(person, decidedOn);
    const advice = Object.fromEntries(kinds.map((kind) => [kind, adviceDates(kind, pace, decidedOn, closures)]));
    const ready = kinds
        .filter((k) => k !== pace.withoutWaitingFor && !pace.reuse.includes(k) && !pace.advice[k].declines)
        .map((k) => advice[k]?.readyOn ?? decidedOn);
    const issuedOn = workday(addDays(maxDate(decidedOn, ...ready), pace.issue));
    const draftOn = workday(addDays(issuedOn, pace.draft));
    const checkedOn = workday(addDays(draftOn, pace.checked));
    return {
        decidedOn,
        advice,
        issuedOn,
        meetingOn: workday(addDays(issuedOn, pace.meeting)),
        draftOn,
        checkedOn,
        servedOn: workday(addDays(checkedOn, pace.serve)),
    };
};
/** Where the case stands before anything of `today` has happened. */
export const stageOn = (diary, today) => {
    if (today <= diary.decidedOn)
        return 'considering';
    if (today <= diary.issuedOn)
        return 'gathering-advice';
    return today <= diary.servedOn ? 'drafting' : 'draft-with-family';
};
/** Whether one of the authority's own limits of six, sixteen and twenty weeks has passed undone. */
export const isLate = (diary, receivedOn, today) => {
    const passed = (weeks, doneOn) => {
        const due = addDays(receivedOn, weeks * 7);
        return today > due && (doneOn === null || doneOn > due);
    };
    return passed(6, diary.decidedOn) || passed(16, diary.issuedOn) || passed(20, null);
};
//# sourceMappingURL=diary.js.map