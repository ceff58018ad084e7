/**
 * How pressing a matter is, as a band alone. Lists that are kept outside our database show the band; its reasons, of which
 * some are nobody's but the child's, stay here. Each band is reached by several roads, so that none can be told from it.
 */
import type { MatterState } from './state.js';

export type Band = 'A' | 'B' | 'C';

export interface Priority {
  band: Band;
  /** For whoever may see the case itself; never for a list, a log, or anything that Temporal keeps. */
  reasons: string[];
}

/** What is asked of a matter of any kind; a review knows more than an assessment. */
export interface Pressing extends Pick<MatterState, 'caseRef'> {
  child: { socialWorker: boolean; serviceFamily: boolean; sensoryNeed: string; setting?: { kind: string } | undefined };
  /** Null where a plan names no institution; left out where none can be named yet. */
  institution?: { kind: string } | null;
  kind?: string;
  flagged?: string | null;
  placementAtRisk?: boolean;
  phase?: object | null;
}

/** Two points are the first band by themselves; two of one point come to it together. */
const POINTS: readonly (readonly [number, string, (m: Pressing) => boolean])[] = [
  [2, 'a social worker is involved', (m) => m.child.socialWorker],
  [2, 'the child is at no school or setting', isNowhere],
  [2, 'the placement is at risk', (m) => m.placementAtRisk === true || m.kind === 'early'],
  [2, 'the school says that the review is critical', (m) => Boolean(m.flagged)],
  [2, 'hearing and vision are both impaired', (m) => m.child.sensoryNeed === 'multi-sensory'],
  [1, 'hearing or vision is impaired', (m) => ['hearing', 'vision'].includes(m.child.sensoryNeed)],
  [1, 'the family serves in the armed forces and may be moved', (m) => m.child.serviceFamily],
  [1, 'a transfer between phases is ahead', (m) => Boolean(m.phase)],
];

function isNowhere({ child, institution }: Pressing): boolean {
  return institution === undefined ? child.setting === undefined : institution === null;
}

export const priorityOf = (matter: Pressing): Priority => {
  const holding = POINTS.filter(([, , holds]) => holds(matter));
  const points = holding.reduce((sum, [n]) => sum + n, 0);
  return { band: points >= 2 ? 'A' : points === 1 ? 'B' : 'C', reasons: holding.map(([, why]) => why) };
};

/** Who has a matter in hand, as a role: an officer of the campaign takes its reviews and nothing else. */
export const caseworkerRole = ({
  caseworker,
  policy,
}: Pick<MatterState, 'caseworker' | 'policy'>): 'caseworker' | 'campaign-officer' | 'none' => {
  if (caseworker === null) return 'none';
  // A policy recorded before there were campaigns names no officers.
  const officers = (policy.campaign as { officers?: { id: string }[] } | undefined)?.officers ?? [];
  return officers.some(({ id }) => id === caseworker.id) ? 'campaign-officer' : 'caseworker';
};
