/** What people did in a case that has ended since: as in the others, and then its end. */
import type { Command } from '../../../domain/assessment/decide.js';
import { checksOutstanding, familyHasTime, openDisagreements } from '../../../domain/assessment/state.js';
import type { AssessmentState } from '../../../domain/assessment/state.js';
import { addDays } from '../../../domain/civil-date.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import { inOrder, LEAD } from '../acts/act.js';
import type { Act, Telling } from '../acts/act.js';
import { actsOf } from '../acts/acts.js';
import { workday } from '../diary.js';
import type { FinishedStory } from './stories.js';

const final = (s: AssessmentState): Command | undefined => {
  const { draft, placement } = s;
  if (!draft || draft.mustServe || !placement || (draft.periodEndsOn ?? '9999') >= s.lastEventOn) return undefined;
  if (familyHasTime(s) || openDisagreements(s).length > 0 || checksOutstanding(s).length > 0) return undefined;
  const named = s.consultations.find((c) => c.id === placement.consultationId)?.to.name ?? '';
  return { type: 'finalisePlan', by: LEAD, sections: { ...draft.sections, I: named } };
};

/** Looked at every few days once the draft is served. */
const finalising = ({ diary }: Telling): Act[] =>
  Array.from({ length: 40 }, (_, i) => ({ on: workday(addDays(diary.servedOn, 18 + 3 * i)), does: final }));

const otherwise = (act: Act, on: CivilDate, type: Command['type'], instead: (c: Command) => Command): Act =>
  act.on !== on
    ? act
    : {
        ...act,
        does: (s) => {
          const command = act.does(s);
          return command?.type === type ? instead(command) : command;
        },
      };

const refusing = (acts: readonly Act[], { diary }: Telling): Act[] =>
  acts.map((act) =>
    otherwise(
      act,
      diary.decidedOn,
      'decideToAssess',
      (c) =>
        ({
          ...c,
          outcome: 'refuse',
          mayNeedPlan: false,
          reasons: 'The school can give the help that is needed.',
        }) as Command,
    ),
  );

const withoutPlan = (acts: readonly Act[], { diary }: Telling): Act[] =>
  acts.map((act) =>
    otherwise(
      act,
      diary.issuedOn,
      'decideToIssue',
      (c) => ({ ...c, outcome: 'no-plan', reasons: 'What is needed is ordinarily available.' }) as Command,
    ),
  );

const withdrawing = ({ receivedOn, draw }: Telling): Act => ({
  on: workday(addDays(receivedOn, draw.whole(12, 75))),
  does: () => ({ type: 'withdraw', by: LEAD, reason: 'The family asked in writing to withdraw.' }),
});

const excepting = ({ receivedOn }: Telling): Act[] =>
  (['plan-decision-16w', 'plan-final-20w'] as const).map((ruleId) => ({
    on: workday(addDays(receivedOn, 104)),
    does: (s) =>
      s.deadlines[ruleId]?.doneOn
        ? undefined
        : {
            type: 'recordException',
            by: LEAD,
            ruleId,
            ground: 'absence',
            evidence: 'Letter of the family, seen by the officer',
            from: addDays(receivedOn, 40),
            to: addDays(receivedOn, 85),
            whose: 'child',
            madeImpractical: true,
          },
  }));

export const finishedActs = (telling: Telling, { ending, excepted }: FinishedStory): Act[] => {
  const told = actsOf(telling);
  const acts = {
    plan: () => [...told, ...finalising(telling)],
    'no-plan': () => withoutPlan(told, telling),
    refused: () => refusing(told, telling),
    withdrawn: () => [...told, withdrawing(telling)],
  }[ending]();
  return inOrder([...acts, ...(excepted ? excepting(telling) : [])]);
};
