/** The sample caseload as the return reads it, and in a ledger. */
import { sampleCaseload } from '../../client/sample/caseload.js';
import { samplePlans } from '../../client/sample/plans/caseload.js';
import type { Rules } from '../../domain/assessment/history.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import type { StreamId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import type { PlanEvent } from '../../domain/plan/state.js';
import { evolveReview } from '../../domain/review/evolve.js';
import type { ReviewEvent } from '../../domain/review/evolve.js';
import { blankReview } from '../../domain/review/state.js';
import { asAt } from '../../domain/sen2/as-at.js';
import type { CaseFile } from '../../domain/sen2/values.js';
import { readPolicy } from '../../workers/policy-file.js';

export const { version: policyVersion, policy } = await readPolicy('policy/default.yaml');
export const rules: Rules = { lawVersion: LAW_VERSION, policyVersion, policy };

export interface SampleStream {
  stream: StreamId;
  events: AnyEvent[];
}

export const sampleStreams = (today: CivilDate, size: number, plans: number, seed = 'sen2'): SampleStream[] => [
  ...sampleCaseload({ today, rules, size, seed }).map(({ caseRef, events }) => ({
    stream: assessmentId(caseRef),
    events: events as unknown as AnyEvent[],
  })),
  ...[...samplePlans({ today, rules, plans, seed })].flatMap(({ streams }) => streams),
];

/** As the ledger would be read on the census date. */
export const filesOf = (streams: readonly SampleStream[], on: CivilDate): CaseFile[] => {
  const files = new Map<string, { -readonly [K in keyof CaseFile]: CaseFile[K] }>();
  for (const { stream, events } of streams) {
    const [kind, caseRef = ''] = stream.split('/');
    const file = files.get(caseRef) ?? { caseRef, reviews: [] };
    files.set(caseRef, file);
    const known = asAt(events, on);
    if (kind === 'assessment') file.assessment = foldEvents(caseRef, known as never);
    if (kind === 'plan') file.plan = foldPlan(caseRef, known as unknown as PlanEvent[]);
    if (kind === 'annualReview')
      file.reviews = [
        ...file.reviews,
        (known as unknown as ReviewEvent[]).reduce((s, e) => evolveReview(s, e), blankReview(caseRef)),
      ];
  }
  return [...files.values()];
};
