/** When what a story tells happens: people work on working days, schools answer in term. */
import { addDays, maxDate, ncYearGroup } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import type { Closure } from '../../domain/law/calendars/closures.js';
import { firstWorkingDayOnOrAfter } from '../../domain/law/counting.js';
import type { AdviceKind } from '../../domain/policy.js';
import type { Person } from './people.js';
import type { Pace, SampleStage } from './stories.js';

export const workday = (on: CivilDate): CivilDate => firstWorkingDayOnOrAfter(on, ENGLAND_AND_WALES);

/** The first working day in term. */
export const schoolDay = (on: CivilDate, closures: readonly Closure[]): CivilDate => {
  const day = workday(on);
  const shut = closures.find((c) => day >= c.from && day < c.reopens);
  return shut ? workday(addDays(shut.reopens, 2)) : day;
};

interface AdviceDates {
  acknowledgedOn: CivilDate | null;
  inOn: CivilDate;
  checkedOn: CivilDate;
  revisedOn: CivilDate | null;
  /** When it can be used. */
  readyOn: CivilDate;
}

export interface Diary {
  decidedOn: CivilDate;
  advice: Partial<Record<AdviceKind, AdviceDates>>;
  issuedOn: CivilDate;
  meetingOn: CivilDate;
  draftOn: CivilDate;
  checkedOn: CivilDate;
  servedOn: CivilDate;
}

const ALWAYS: readonly AdviceKind[] = ['parent', 'education', 'medical', 'educational-psychology', 'social-care'];

/** Reg 6: more are asked for a child in or above year 9, with a sensory need, or of a service family. */
export const kindsFor = ({ child }: Person, on: CivilDate): AdviceKind[] => [
  ...ALWAYS,
  ...(child.sensoryNeed === 'none' ? [] : (['sensory'] as const)),
  ...(child.serviceFamily ? (['defence'] as const) : []),
  ...(ncYearGroup(child.dateOfBirth, on) >= 9 ? (['adulthood'] as const) : []),
];

const adviceDates = (
  kind: AdviceKind,
  pace: Pace,
  requestedOn: CivilDate,
  closures: readonly Closure[],
): AdviceDates => {
  const own = pace.advice[kind];
  const day = (on: CivilDate) => (kind === 'education' ? schoolDay(on, closures) : workday(on));
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

export const diaryOf = (receivedOn: CivilDate, pace: Pace, person: Person, closures: readonly Closure[]): Diary => {
  const decidedOn = workday(addDays(receivedOn, pace.decide));
  const kinds = kindsFor(person, decidedOn);
  const advice = Object.fromEntries(
    kinds.map((kind) => [kind, adviceDates(kind, pace, decidedOn, closures)]),
  ) as Diary['advice'];
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
export const stageOn = (diary: Diary, today: CivilDate): SampleStage => {
  if (today <= diary.decidedOn) return 'considering';
  if (today <= diary.issuedOn) return 'gathering-advice';
  return today <= diary.servedOn ? 'drafting' : 'draft-with-family';
};

/** Whether one of the authority's own limits of six, sixteen and twenty weeks has passed undone. */
export const isLate = (diary: Diary, receivedOn: CivilDate, today: CivilDate): boolean => {
  const passed = (weeks: number, doneOn: CivilDate | null) => {
    const due = addDays(receivedOn, weeks * 7);
    return today > due && (doneOn === null || doneOn > due);
  };
  return passed(6, diary.decidedOn) || passed(16, diary.issuedOn) || passed(20, null);
};
