/** Facts that were wrong or have changed: who is told, who is asked, and who is written to no more. */
import { describe, expect, it } from 'vitest';
import { Case, PARENT, SECOND_PARENT } from './case.js';

const consent = { kind: 'e-mail', sender: 'send@northmere.example', address: 'a@x.example', recordedOn: '2025-04-02' };
const valley = { kind: 'school', name: 'Valley School', urn: '999902', email: 'office@valley.example' } as const;
const twoParents = () => new Case({ request: { family: [PARENT, SECOND_PARENT] } });
const lettersTo = (open: Case, id: string) => open.state.letters.filter((l) => l.recipientId === id);

describe('a parent’s address that was wrong', () => {
  it('is where everything goes from then on, the request for their advice included', () => {
    const moved = new Case().at('2025-04-10');
    moved.do('correctContact', { partyId: 'parent-1', address: '9 New Road, Northmere', evidence: 'Telephone call' });
    moved.decidedToAssess();
    expect(moved.state.family).toMatchObject([{ id: 'parent-1', address: '9 New Road, Northmere' }]);
    expect(moved.advice('parent').to.address).toBe('9 New Road, Northmere');
    moved.do('correctContact', { partyId: 'parent-1', address: '10 New Road, Northmere', evidence: 'Telephone call' });
    expect(moved.advice('parent').to.address).toBe('10 New Road, Northmere');
  });

  it('is where a letter that came back goes when it is sent again', () => {
    const back = new Case();
    back.postHeld = true;
    back.decidedToAssess().refusePost((l) => l.notice === 'will-assess' && l.recipientId === 'parent-1');
    const [refused] = back.state.letters.filter((l) => l.state === 'refused');
    back.do('correctContact', { partyId: 'parent-1', address: '9 New Road, Northmere', evidence: 'Telephone call' });
    back.do('resolveLetter', { letterId: refused?.id ?? '', outcome: 'send-again', note: 'The address was wrong' });
    expect(back.state.letters.at(-1)?.letter).toMatchObject({
      notice: 'will-assess',
      to: { id: 'parent-1', address: '9 New Road, Northmere' },
    });
  });

  it('may be put right after the end, for a letter that is still owed', () => {
    const ended = new Case().at('2025-04-17').do('withdraw', { reason: 'In writing' });
    ended.do('correctContact', { partyId: 'parent-1', address: '9 New Road, Northmere', evidence: 'Telephone call' });
    expect(ended.state.family[0]?.address).toBe('9 New Road, Northmere');
  });

  it('names a party of the case, and something that changes', () => {
    const open = new Case();
    expect(open.refusal('correctContact', { partyId: 'parent-9', name: 'X', evidence: 'x' }).code).toBe(
      'unknown-party',
    );
    expect(open.refusal('correctContact', { partyId: 'parent-1', name: PARENT.name, evidence: 'x' }).code).toBe(
      'no-change',
    );
  });
});

describe('consent to be written to electronically', () => {
  it('moves service to the day of sending when it is given, and back to the post when it is withdrawn', () => {
    const given = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    given.do('correctContact', { partyId: 'parent-1', electronicConsent: consent, evidence: 'Form of 2 April' });
    expect(given.served().state.draft?.servedOn).toBe('2025-06-25');
    const taken = new Case({ request: { family: [{ ...PARENT, electronicConsent: consent }] } });
    taken.decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    taken.do('correctContact', { partyId: 'parent-1', consentWithdrawn: true, evidence: 'E-mail of 20 June' });
    expect(taken.served().state.draft?.servedOn).toBe('2025-06-26');
    expect(
      taken.refusal('correctContact', {
        partyId: 'parent-1',
        consentWithdrawn: true,
        electronicConsent: consent,
        evidence: 'x',
      }).code,
    ).toBe('consent-unclear');
  });
});

describe('a parent who was not known', () => {
  const added = { name: 'B. Parent', address: '2 Invented Street, Northmere', evidence: 'Birth certificate' };

  it('is told of the request while it is considered', () => {
    const open = new Case().at('2025-04-10').do('addParent', added);
    expect(lettersTo(open, 'parent-2').map((l) => l.notice)).toEqual(['acknowledgement', 'considering']);
  });

  it('is told of the decision, and asked for advice, once the authority assesses', () => {
    const open = new Case().decidedToAssess().at('2025-05-10').do('addParent', added);
    expect(lettersTo(open, 'parent-2').map((l) => l.notice)).toEqual(['will-assess', 'advice-request']);
  });

  it('is served with the draft, with 15 days of their own', () => {
    const open = new Case().withDraftServed().at('2025-07-02').do('addParent', added);
    expect(lettersTo(open, 'parent-2').map((l) => l.notice)).toEqual(['will-assess', 'will-issue', 'draft']);
    // Posted on Wednesday 2 July, served on the 3rd.
    expect(open.state.draft?.periodEndsOn).toBe('2025-07-17');
    expect(open.clock('draft-15d').due).toBe('2025-07-17');
  });

  it('has an id that nobody had before, also after another was taken out', () => {
    const open = twoParents().do('removeParent', { partyId: 'parent-2', evidence: 'Court order' });
    open.do('addParent', added);
    expect(open.state.family.map((p) => p.id)).toEqual(['parent-1', 'parent-3']);
  });

  it('is not added beside a young person, who acts for themselves', () => {
    const own = new Case({
      request: { source: 'young-person', family: [{ ...PARENT, id: 'young-person-1', role: 'young-person' }] },
      child: { youngPerson: true, dateOfBirth: '2008-01-01' },
    });
    expect(own.refusal('addParent', added)).toMatchObject({ code: 'young-person', rule: 's83(2)' });
  });
});

describe('somebody who is no parent, or may not be told', () => {
  it('is written to no more, and is not the one who is asked', () => {
    const open = twoParents().decidedToAssess();
    open.do('removeParent', { partyId: 'parent-1', evidence: 'Court order' });
    const before = lettersTo(open, 'parent-1').length;
    open.allAdviceIn().decidedToIssue().drafted().served();
    expect(lettersTo(open, 'parent-1')).toHaveLength(before);
    expect(open.sentTo('draft')).toEqual(['parent-2']);
    expect(open.advice('parent').to.id).toBe('parent-2');
  });

  it('gets nothing again that came back', () => {
    const open = twoParents();
    open.postHeld = true;
    open.decidedToAssess().refusePost((l) => l.notice === 'will-assess' && l.recipientId === 'parent-2');
    const [refused] = open.state.letters.filter((l) => l.state === 'refused');
    open.do('removeParent', { partyId: 'parent-2', evidence: 'Court order' });
    const resolve = { letterId: refused?.id ?? '', note: 'x' };
    expect(open.refusal('resolveLetter', { ...resolve, outcome: 'send-again' }).code).toBe('not-a-party');
    open.do('resolveLetter', { ...resolve, outcome: 'not-needed' });
  });

  it('is never the last whom the case can tell', () => {
    expect(new Case().refusal('removeParent', { partyId: 'parent-1', evidence: 'x' }).code).toBe('last-of-the-family');
  });
});

describe('the child’s school', () => {
  it('that was wrong is told while the request is considered', () => {
    const open = new Case().at('2025-04-10').do('changeSetting', { setting: valley, evidence: 'Admission' });
    const [first, second] = open.events.flatMap((e) =>
      e.type === 'letter.requested' && e.data.letter.notice === 'considering' && e.data.letter.to.role === 'head'
        ? [e.data.letter.to.organisation]
        : [],
    );
    expect([first, second]).toEqual(['999901', '999902']);
  });

  it('that changes while its advice is owed has the new head asked, with six weeks of their own', () => {
    const open = new Case().decidedToAssess().at('2025-05-10').do('changeSetting', { setting: valley, evidence: 'x' });
    const asked = open.state.advice.filter((a) => a.kind === 'education');
    expect(asked.map((a) => [a.state, a.to.organisation])).toEqual([
      ['declined', '999901'],
      ['requested', '999902'],
    ]);
    expect(open.clock(`advice-nons31-6w:${asked[0]?.id}`).state).toBe('void');
    expect(open.clock(`advice-nons31-6w:${asked[1]?.id}`).due).toBe('2025-06-21');
    expect(open.taskKeys()).not.toContain(`replace-advice:${asked[0]?.id}`);
  });

  it('that changes after its advice came asks for nothing more', () => {
    const open = new Case().decidedToAssess().allAdviceIn();
    open.do('changeSetting', { setting: valley, evidence: 'x' });
    expect(open.state.advice.filter((a) => a.kind === 'education')).toHaveLength(1);
  });

  it('may be none, and then the service is asked', () => {
    const open = new Case().decidedToAssess().at('2025-05-10').do('changeSetting', { none: true, evidence: 'x' });
    expect(open.state.child.setting).toBeUndefined();
    expect(open.state.advice.filter((a) => a.kind === 'education').at(-1)?.to.role).toBe('service');
    expect(open.refusal('changeSetting', { evidence: 'x' }).code).toBe('which-setting');
    expect(open.refusal('changeSetting', { none: true, evidence: 'x' }).code).toBe('no-change');
  });
});
