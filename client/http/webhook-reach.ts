/** What a client may be told of by webhook: no more than it may read. */
import type { CaseRef, StreamId } from '../../domain/ids.js';
import type { Fact, Told } from '../webhooks/sender.js';
import type { HttpDesk } from './desk.js';
import { boundsOf, reachesPart, reachOf } from './own-cases.js';
import { FOR_SCHOOLS } from './reading/views.js';

interface Subject {
  consultationId?: string;
  adviceId?: string;
  referralId?: string;
}

/** What a fact is about, where that is one consultation, request for advice or panel: read from the ledger, not from its kind. */
const subjectOf = async ({ ehcna }: HttpDesk, { stream, seq }: Fact): Promise<Subject> =>
  (await ehcna.ledger.read(stream as StreamId, seq - 1))[0]?.data ?? {};

const OF_CONSULTATIONS: ReadonlySet<string> = new Set(['provider.consulted', 'provider.replied']);
const OF_PANELS: ReadonlySet<string> = new Set(['panel.recommended']);

/** As the case's page tells it: panels on assessing and on the plan. */
const isForSchools = async ({ pool }: HttpDesk, caseRef: string, { referralId }: Subject): Promise<boolean> => {
  const { rows } = await pool.query<{ question: string }>(
    'select distinct question from panel_items where case_ref = $1 and referral_id = $2',
    [caseRef, referralId ?? ''],
  );
  return rows.length > 0 && rows.every(({ question }) => FOR_SCHOOLS.has(question));
};

/** A client that reaches no more of a case than what it was asked itself is told of that alone. */
export const toldOf = async (desk: HttpDesk, client: string, fact: Fact): Promise<Told> => {
  const principal = await desk.vouch(client);
  const [process, caseRef = ''] = fact.stream.split('/');
  const reach = principal && (await reachOf(desk, principal, caseRef as CaseRef));
  if (!reach) return 'nothing';
  if (boundsOf(principal).to === 'all') return 'whole';
  const whole = reachesPart(reach, process === 'assessment' ? 'assessment' : 'plan');
  // Which other schools are consulted, and that they replied, is told to no school.
  if (whole && !OF_CONSULTATIONS.has(fact.type)) {
    if (!OF_PANELS.has(fact.type)) return 'whole';
    return (await isForSchools(desk, caseRef, await subjectOf(desk, fact))) ? 'whole' : 'nothing';
  }
  const { consultationId, adviceId } = await subjectOf(desk, fact);
  const own =
    adviceId === undefined
      ? reach.consultations.some((one) => one.stream === fact.stream && one.consultationId === consultationId)
      : reach.advice.includes(adviceId);
  if (!own) return 'nothing';
  return whole ? 'whole' : 'part';
};
