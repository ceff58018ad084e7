/** Which documents go with which letter (reg 6(3), reg 12(4)), and what is owed where one is not on the case. */
import { describe, expect, it } from 'vitest';
import { Case, SECTIONS } from './case.js';

const HASH = 'a3'.repeat(32);
const report = { evidenceId: 'E1', kind: 'report', from: 'family', title: 'Private speech report' } as const;
const kept = { documentHash: HASH, documentKept: true };

const enclosed = (open: Case, notice: string): string[][] =>
  open.events.flatMap((e) =>
    e.type === 'letter.requested' && e.data.letter.notice === notice
      ? [e.data.letter.enclosures.map((x) => `${x.kind}/${x.id}@${x.version}`)]
      : [],
  );

describe('what the family gave', () => {
  it('goes with every request for advice but the family’s own', () => {
    const open = new Case().do('addEvidence', { ...report, ...kept });
    open.do('addEvidence', { ...report, evidenceId: 'E2', from: 'school', ...kept }).decidedToAssess();
    const [toParent, ...others] = enclosed(open, 'advice-request');
    expect(toParent).toEqual([]);
    expect(others).toEqual([['evidence/E1@1'], ['evidence/E1@1'], ['evidence/E1@1'], ['evidence/E1@1']]);
    expect(open.letterFacts('advice-request', 1).evidence).toContain('A copy is with this letter: evidence E1.');
  });

  it('that is only listed is a task until its document is on the case, and then goes to those asked', () => {
    const open = new Case().do('addEvidence', report).decidedToAssess();
    expect(enclosed(open, 'advice-request').flat()).toEqual([]);
    expect(open.letterFacts('advice-request', 1).evidence).toContain('A copy follows.');
    expect(open.tasks().find((t) => t.key === 'copy-evidence:E1')).toMatchObject({ closedBy: 'case attach' });
    open.do('attachDocument', { evidenceId: 'E1', documentHash: HASH });
    expect(open.taskKeys()).not.toContain('copy-evidence:E1');
    expect(enclosed(open, 'advice-supplement')).toEqual(Array(4).fill(['evidence/E1@1']));
  });

  it('that is held elsewhere, as its hash says, is nobody’s task', () => {
    const open = new Case().do('addEvidence', { ...report, documentHash: HASH }).decidedToAssess();
    expect(open.taskKeys()).not.toContain('copy-evidence:E1');
    expect(enclosed(open, 'advice-request').flat()).toEqual([]);
  });

  it('has one document, named by its hash', () => {
    const open = new Case().do('addEvidence', { ...report, ...kept });
    expect(open.refusal('attachDocument', { evidenceId: 'E1', documentHash: HASH }).code).toBe('already-kept');
    expect(open.refusal('attachDocument', { evidenceId: 'E9', documentHash: HASH }).code).toBe('unknown-evidence');
    expect(open.refusal('attachDocument', { adviceId: 'A1', documentHash: HASH }).code).toBe('unknown-advice');
    expect(open.refusal('attachDocument', { documentHash: HASH }).code).toBe('which-document');
    expect(open.refusal('addEvidence', { ...report, evidenceId: 'E2', documentKept: true }).code).toBe(
      'document-missing',
    );
  });
});

describe('the advice obtained', () => {
  const withAdvice = () => {
    const open = new Case().do('addEvidence', { ...report, evidenceId: 'E2', from: 'health', ...kept });
    const on = { writtenOn: '2025-03-01', agreedByAdviserOn: '2025-04-10', agreedByAuthorityOn: '2025-04-10' };
    open.at('2025-04-10');
    open.do('reuseAdvice', { kind: 'medical', evidenceId: 'E2', ...on, agreedByFamilyOn: '2025-04-10' });
    open.decidedToAssess().at('2025-06-04');
    const [parent, education, psychology, care] = open.state.advice.filter((a) => a.state !== 'reused');
    open.do('submitAdvice', { adviceId: parent?.id ?? '', author: 'A parent', findings: 'Needs time.' });
    open.do('submitAdvice', { adviceId: education?.id ?? '', author: 'The head', ...kept });
    open.do('submitAdvice', { adviceId: psychology?.id ?? '', author: 'A psychologist', findings: 'Needs structure.' });
    open.do('submitAdvice', { adviceId: care?.id ?? '', author: 'A social worker', documentHash: HASH });
    for (const a of [parent, education, care]) open.do('checkAdvice', { adviceId: a?.id ?? '', outcome: 'accept' });
    open.do('checkAdvice', { adviceId: psychology?.id ?? '', outcome: 'return', reasons: 'Quantify.' });
    return { open, ids: { parent: parent?.id, education: education?.id, psychology: psychology?.id } };
  };

  it('is appended to the draft, to what schools are consulted with and to the final plan, in the version that stands', () => {
    const { open, ids } = withAdvice();
    open.at('2025-06-11').do('decideToIssue', { outcome: 'issue', reasons: 'Need', outstandingAdvice: 'Returned' });
    open.drafted().served();
    // Returned advice is not yet advice, and what is held elsewhere is appended by hand.
    const soFar = ['evidence/E2@1', `advice/${ids.parent}@1`, `advice/${ids.education}@1`];
    expect(enclosed(open, 'draft')).toEqual([['draft-plan/plan@1', ...soFar]]);
    open
      .at('2025-06-26')
      .do('submitAdvice', { adviceId: ids.psychology ?? '', author: 'A psychologist', findings: 'x' });
    open.do('checkAdvice', { adviceId: ids.psychology ?? '', outcome: 'accept' });
    open.placed();
    expect(enclosed(open, 'consultation')).toEqual([['draft-plan/plan@1', ...soFar, `advice/${ids.psychology}@2`]]);
    open.at('2025-07-15').do('finalisePlan', { sections: { ...SECTIONS, I: 'Valley School' } });
    expect(enclosed(open, 'final')[0]).toEqual(['final-plan/plan@1', ...soFar, `advice/${ids.psychology}@2`]);
  });

  it('that comes as words may have its document put to it later', () => {
    const { open, ids } = withAdvice();
    open.do('attachDocument', { adviceId: ids.parent ?? '', documentHash: HASH });
    expect(open.advice('parent').held).toBe('document');
    expect(open.refusal('attachDocument', { adviceId: ids.parent ?? '', documentHash: HASH }).code).toBe(
      'already-kept',
    );
  });
});
