/**
 * Which cases a client reaches, and what of each. One that is bound to a school or a service reaches what it has to do with and
 * nothing else; any other case is to it as one that does not exist.
 */
import type pg from 'pg';
import { isCaseRef } from '../../domain/ids.js';
import type { CaseRef, StreamId } from '../../domain/ids.js';
import type { Role } from '../../domain/events.js';
import type { HttpDesk, Principal } from './desk.js';
import { Problem } from './problem.js';

/** How a client has to do with a case. */
export type Tie = 'all' | 'asked' | 'attends' | 'placed' | 'consulted' | 'advises';

export interface Reach {
  caseRef: CaseRef;
  ties: ReadonlySet<Tie>;
  /** Consultations of this school, by the stream that they are of. */
  consultations: readonly { stream: StreamId; consultationId: string }[];
  /** Requests for advice to this service. */
  advice: readonly string[];
}

/** Part of a case: its assessment; its plan and the reviews of that. */
export type Part = 'assessment' | 'plan';

const PARTS: Record<Tie, readonly Part[]> = {
  all: ['assessment', 'plan'],
  asked: ['assessment'],
  attends: ['assessment', 'plan'],
  placed: ['plan'],
  consulted: [],
  advises: [],
};

/** Whether it reaches this part of the case as a whole, and not only what it was asked itself. */
export const reachesPart = ({ ties }: Pick<Reach, 'ties'>, part: Part): boolean =>
  [...ties].some((tie) => PARTS[tie].includes(part));

/** Roles of the authority itself and of systems that work for the whole of it, where they are bound to no school or service. */
const UNBOUND: ReadonlySet<Role> = new Set([
  'integrator',
  'caseworker',
  'assessment-lead',
  'manager',
  'clinical-lead',
  'ep-admin',
  'panel-clerk',
  'auditor',
]);

export type Bounds =
  | { to: 'all' }
  | { to: 'school'; urn: string; client: string }
  | { to: 'service'; service: string }
  | { to: 'nothing' };

export const boundsOf = ({ school, service, actor }: Principal): Bounds => {
  if (school !== null) return { to: 'school', urn: school, client: `${actor.role}:${actor.id}` };
  if (service !== null) return { to: 'service', service };
  return UNBOUND.has(actor.role) ? { to: 'all' } : { to: 'nothing' };
};

/**
 * A child attends the school that the assessment knows until its plan names another; whoever asked, sees what became of that
 * for good; whoever was consulted, that consultation. `$1` URN, `$2` client, `$3` day.
 */
export const SCHOOL_TIES = `
select s.case_ref, s.how, s.stream, s.about from case_schools s
where (s.urn = $1 or s.client = $2)
  and case s.how
    when 'attends' then s.urn = $1 and (s.until_on is null or s.until_on > $3::date) and not exists (
      select from case_schools p where p.case_ref = s.case_ref and p.how = 'placed' and p.urn <> $1
        and (p.until_on is null or p.until_on > $3::date))
    when 'placed' then s.urn = $1 and (s.until_on is null or s.until_on > $3::date)
    else true end`;

const OF_SCHOOL = `select how as tie, stream, about from (${SCHOOL_TIES}) t where case_ref = $4`;

const OF_SERVICE = `select 'advises' as tie, stream, advice_id as about from advice where service = $1 and case_ref = $2`;

/** Of an assessment or of a plan that was taken over: either is a case. */
const IS_CASE = `
select exists (select from cases where case_ref = $1) or exists (select from plans where case_ref = $1) as is`;

interface TieRow {
  tie: Tie;
  stream: StreamId;
  about: string | null;
}

const reachIn = (caseRef: CaseRef, rows: readonly TieRow[]): Reach | undefined => {
  if (rows.length === 0) return undefined;
  const of = (tie: Tie) => rows.filter((row) => row.tie === tie && row.about !== null);
  return {
    caseRef,
    ties: new Set(rows.map(({ tie }) => tie)),
    consultations: of('consulted').map(({ stream, about }) => ({ stream, consultationId: about ?? '' })),
    advice: of('advises').map(({ about }) => about ?? ''),
  };
};

const exists = async (pool: pg.Pool, caseRef: CaseRef): Promise<boolean> =>
  (await pool.query<{ is: boolean }>(IS_CASE, [caseRef])).rows[0]?.is ?? false;

type Asking = Pick<HttpDesk, 'pool' | 'today'>;

/** What the client reaches of a case; undefined where it reaches nothing, as where there is no such case. Notes nothing. */
export const reachOf = async (
  { pool, today }: Asking,
  principal: Principal,
  caseRef: CaseRef,
): Promise<Reach | undefined> => {
  if (!isCaseRef(caseRef)) return undefined;
  const bounds = boundsOf(principal);
  switch (bounds.to) {
    case 'all':
      return (await exists(pool, caseRef))
        ? { caseRef, ties: new Set<Tie>(['all']), consultations: [], advice: [] }
        : undefined;
    case 'school': {
      const values = [bounds.urn, bounds.client, today(), caseRef];
      return reachIn(caseRef, (await pool.query<TieRow>(OF_SCHOOL, values)).rows);
    }
    case 'service':
      return reachIn(caseRef, (await pool.query<TieRow>(OF_SERVICE, [bounds.service, caseRef])).rows);
    case 'nothing':
      return undefined;
  }
};

/** The same answer whether there is no such case or it is another's. */
export const noSuchCase = (): Problem =>
  new Problem(404, 'no-such-case', 'There is no case of that reference that this client may see.');

/**
 * What the client reaches of a case, for whatever it wants to read or write there; else throws a 404 that is the same for a case
 * that does not exist, and notes on the ledger that access was refused where it does.
 * @example const reach = await mayReach(desk, principal, request.params.ref);
 */
export const mayReach = async (desk: HttpDesk, principal: Principal, caseRef: CaseRef): Promise<Reach> => {
  const [reach, is] = await Promise.all([
    reachOf(desk, principal, caseRef),
    isCaseRef(caseRef) ? exists(desk.pool, caseRef) : false,
  ]);
  if (reach) return reach;
  if (is) desk.refused.note(principal.actor, caseRef);
  throw noSuchCase();
};

/** May this client write to that part of the case (an assessment, a plan and its reviews)? Else as {@link mayReach}. */
export const mayReachPart = async (
  desk: HttpDesk,
  principal: Principal,
  caseRef: CaseRef,
  part: Part,
): Promise<Reach> => {
  const reach = await mayReach(desk, principal, caseRef);
  if (reachesPart(reach, part)) return reach;
  desk.refused.note(principal.actor, caseRef);
  throw noSuchCase();
};
