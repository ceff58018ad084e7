/**
 * Which cases a client reaches, and what of each. One that is bound to a school or a service reaches what it has to do with and
 * nothing else; any other case is to it as one that does not exist.
 */
import { isCase, tiesToCase, WHOLE_ASSESSMENT, WHOLE_PLAN } from '../../activities/case-reading.js';
import type { Bounds, Tie, TieRow } from '../../activities/case-reading.js';
import { isCaseRef } from '../../domain/ids.js';
import type { CaseRef, StreamId } from '../../domain/ids.js';
import type { Role } from '../../domain/events.js';
import type { HttpDesk, Principal } from './desk.js';
import { Problem } from './problem.js';

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

const WHOLE: Record<Part, readonly Tie[]> = { assessment: WHOLE_ASSESSMENT, plan: WHOLE_PLAN };

/** Whether it reaches this part of the case as a whole, and not only what it was asked itself. */
export const reachesPart = ({ ties }: Pick<Reach, 'ties'>, part: Part): boolean =>
  WHOLE[part].some((tie) => ties.has(tie));

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

export const boundsOf = ({ school, service, actor }: Principal): Bounds => {
  if (school !== null) return { to: 'school', urn: school, client: `${actor.role}:${actor.id}` };
  if (service !== null) return { to: 'service', service };
  return UNBOUND.has(actor.role) ? { to: 'all' } : { to: 'nothing' };
};

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

type Asking = Pick<HttpDesk, 'pool' | 'today'>;

/** What the client reaches of a case; undefined where it reaches nothing, as where there is no such case. Notes nothing. */
export const reachOf = async (
  { pool, today }: Asking,
  principal: Principal,
  caseRef: CaseRef,
): Promise<Reach | undefined> => {
  if (!isCaseRef(caseRef)) return undefined;
  const bounds = boundsOf(principal);
  if (bounds.to !== 'all') return reachIn(caseRef, await tiesToCase(pool, bounds, caseRef, today()));
  if (!(await isCase(pool, caseRef))) return undefined;
  return { caseRef, ties: new Set<Tie>(['all']), consultations: [], advice: [] };
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
    isCaseRef(caseRef) ? isCase(desk.pool, caseRef) : false,
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
