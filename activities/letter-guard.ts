/** What the ledger knows of a case, for holding a letter against before it goes. */
import { EVIDENCE_VERSION } from '../domain/assessment/documents.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { partiesOf } from '../domain/assessment/letter-facts.js';
import { assessmentId } from '../domain/ids.js';
import type { LetterGuard } from './letter-checks.js';
import type { Ledger } from './ledger.js';

export const createReadCase =
  (ledger: Ledger) =>
  async (caseRef: string): Promise<LetterGuard> => {
    const events = asAssessmentEvents(await ledger.read(assessmentId(caseRef)));
    const state = foldEvents(caseRef, events);
    const plans = {
      ...(state.draft ? { 'draft-plan/plan': state.draft.version } : {}),
      ...(state.finalSections ? { 'final-plan/plan': 1 } : {}),
    };
    return {
      parties: state.seq === 0 ? [] : partiesOf(state),
      currentVersions: {
        ...plans,
        ...Object.fromEntries(state.advice.map((a) => [`advice/${a.id}`, a.version])),
        ...Object.fromEntries(state.evidence.map((e) => [`evidence/${e.id}`, EVIDENCE_VERSION])),
      },
      letters: events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : [])),
    };
  };
