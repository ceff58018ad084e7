/** Reads from the ledger what the SEN2 return of a year is made of. Needs the keys: what was said of children is sealed. */
import type pg from 'pg';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId, planId } from '../../domain/ids.js';
import type { CaseRef, StreamId } from '../../domain/ids.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import type { PlanEvent } from '../../domain/plan/state.js';
import { evolveReview } from '../../domain/review/evolve.js';
import type { ReviewEvent } from '../../domain/review/evolve.js';
import { blankReview } from '../../domain/review/state.js';
import type { ReviewState } from '../../domain/review/state.js';
import { asAt } from '../../domain/sen2/as-at.js';
import type { Census } from '../../domain/sen2/census.js';
import type { CaseFile } from '../../domain/sen2/values.js';
import type { Ledger } from '../ledger.js';

/** Cases that may be in it: not those that were over before the year began, nor those whose record was erased. */
const CANDIDATES = `
select case_ref as "caseRef" from plans where open or ended_on >= $1::date
union
select case_ref from cases c
where reassesses is null and (open or finished_on >= $1::date or outcome = 'final-plan')
  and not exists (select from plans p where p.case_ref = c.case_ref)
order by 1`;

const REVIEWS = `select stream, case_ref as "caseRef" from reviews order by case_ref, n`;

const AT_ONCE = 4;

export interface CaseFiles {
  files: CaseFile[];
  /** When the last of the facts was recorded, ISO instant; null where there are none. */
  recordedAt: string | null;
}

const reviewOf = (caseRef: CaseRef, events: readonly ReviewEvent[]): ReviewState =>
  events.reduce<ReviewState>((state, event) => evolveReview(state, event), blankReview(caseRef));

class Reading {
  recordedAt: string | null = null;

  constructor(
    private readonly ledger: Pick<Ledger, 'read'>,
    private readonly census: Census,
  ) {}

  private async facts(stream: StreamId): Promise<AnyEvent[]> {
    const events = await this.ledger.read(stream);
    if (events.some((event) => event.erasedOn !== undefined)) return [];
    const known = asAt(events, this.census.referenceDate);
    for (const { recordedAt } of known) if (recordedAt > (this.recordedAt ?? '')) this.recordedAt = recordedAt;
    return known;
  }

  async file(caseRef: CaseRef, reviews: readonly StreamId[]): Promise<CaseFile | undefined> {
    const assessed = (await this.facts(assessmentId(caseRef))) as unknown as AssessmentEvent[];
    const held = (await this.facts(planId(caseRef))) as unknown as PlanEvent[];
    const states: ReviewState[] = [];
    for (const stream of reviews) {
      const events = (await this.facts(stream)) as unknown as ReviewEvent[];
      if (events.length > 0) states.push(reviewOf(caseRef, events));
    }
    const plan = held.length > 0 ? foldPlan(caseRef, held) : undefined;
    // One that was made later is not there yet.
    const isThere = plan !== undefined && plan.madeOn <= this.census.referenceDate;
    if (assessed.length === 0 && !isThere) return undefined;
    return {
      caseRef,
      ...(assessed.length > 0 ? { assessment: foldEvents(caseRef, assessed) } : {}),
      ...(isThere ? { plan } : {}),
      reviews: isThere ? states : [],
    };
  }
}

export const readCaseFiles = async (
  { pool, ledger }: { pool: pg.Pool; ledger: Pick<Ledger, 'read'> },
  census: Census,
): Promise<CaseFiles> => {
  const refs = (await pool.query<{ caseRef: CaseRef }>(CANDIDATES, [census.from])).rows.map((row) => row.caseRef);
  const reviews = new Map<CaseRef, StreamId[]>();
  for (const { stream, caseRef } of (await pool.query<{ stream: StreamId; caseRef: CaseRef }>(REVIEWS)).rows)
    reviews.set(caseRef, [...(reviews.get(caseRef) ?? []), stream]);
  const reading = new Reading(ledger, census);
  const files: (CaseFile | undefined)[] = [];
  const waiting = refs.entries();
  const takeTurns = async (): Promise<void> => {
    for (const [i, caseRef] of waiting) files[i] = await reading.file(caseRef, reviews.get(caseRef) ?? []);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return { files: files.filter((file) => file !== undefined), recordedAt: reading.recordedAt };
};
