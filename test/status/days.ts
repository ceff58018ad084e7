/** What a reader of a story's case would have seen on each of its days: the ledger as it stood then, and the day. */
import { readMatters } from '../../activities/status-case.js';
import { createLedger, type Ledger } from '../../activities/ledger.js';
import { londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Party } from '../../domain/letters.js';
import { project } from '../../domain/projection.js';
import { isOver, partiesNow } from '../../domain/status/matters.js';
import type { StatusPage } from '../../domain/status/page.js';
import { statusPage } from '../../domain/status/status-page.js';
import type { World } from '../world.js';

export const ledgerOf = ({ pool, secrets }: Pick<World, 'pool' | 'secrets'>): Ledger =>
  createLedger(pool, project, { keys: secrets.keys });

const asOf = (ledger: Ledger, day: CivilDate): Pick<Ledger, 'read' | 'streams'> => ({
  streams: (filter) => ledger.streams(filter),
  read: async (stream) =>
    (await ledger.read(stream)).filter((event) => londonDate(Date.parse(event.recordedAt)) <= day),
});

/** Undefined where that role is nobody's in the case, or nothing of it is shown any more. */
export const pageOn = async (
  ledger: Ledger,
  caseRef: string,
  role: Party['role'],
  day: CivilDate,
): Promise<StatusPage | undefined> => {
  const matters = await readMatters(asOf(ledger, day), caseRef);
  if (!matters || isOver(matters)) return undefined;
  const to = partiesNow(matters).find((p) => p.role === role);
  return to && statusPage(matters, { role, isThem: (p) => p.id === to.id && p.role === role, until: day }, day);
};

export const wordsOf = (page: StatusPage): string =>
  [
    page.title,
    ...page.parts.flatMap((part) => [
      `## ${part.heading}`,
      ...part.now,
      ...part.late.map((l) => `LATE ${l.what} due ${l.due} done ${l.doneOn ?? '-'} (${l.days}): ${l.why} ${l.duty}`),
      ...part.next.map((n) => `NEXT ${n.by ?? '-'} ${n.what}. ${n.means} ${n.law ?? ''}`),
      ...part.done.map((d) => `DONE ${d.on} ${d.what}`),
    ]),
    ...page.youCan.flatMap((c) => [`CAN ${c.heading}${c.by ? ` by ${c.by}` : ''}`, ...c.words]),
    `WHO ${[page.caseworker, page.team, page.complaints].map((r) => (r ? `${r.name} ${r.telephone ?? ''} ${r.email ?? ''}` : '')).join(' | ')}`,
  ].join('\n');
