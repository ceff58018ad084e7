/** Whose identities a worker takes for true, and when. */
import { describe, expect, it } from 'vitest';
import { callerOf, type Call } from '../../domain/caller.js';
import { assertionBy, readAssertion } from '../../keys/assertion.js';
import { issue, issuersFaults, newIssuer, trustedIssuers } from '../../keys/identity.js';
import { CALLER } from '../../domain/caller.js';
import { readConfig } from '../../workers/config.js';

const [first, second] = [newIssuer(), newIssuer()];
const now = Date.parse('2026-11-25T12:00:00Z');
const call: Call = { workflowId: 'assessment/EHC-00000000', call: 'update:withdraw', now, longestMs: 300_000 };

const readBy = (issuers: string, at = now) => {
  const identity = issue(first, { role: 'manager', id: 'm-1' }, { now, days: 30 });
  const body = { reason: 'x' };
  const sending = { namespace: 'n', workflowId: call.workflowId, call: call.call, body, now: at, lifetimeMs: 300_000 };
  const { assertion } = assertionBy(identity, sending);
  const known = { namespace: 'n', issuers: trustedIssuers(issuers), revocations: [] };
  return callerOf({ [CALLER]: readAssertion(assertion, () => body, known) }, { ...call, now: at });
};

describe('an identity', () => {
  it('issued by a clock that tells parts of a millisecond is one that is read', () => {
    const { certificate } = issue(first, { role: 'manager', id: 'm-1' }, { now: now + 0.567, days: 30 });
    expect(certificate).toMatchObject({ issuedAt: now, until: now + 30 * 86_400_000 });
  });
});

describe('EHCNA_ISSUERS', () => {
  it('names several, so that one can follow another', () => {
    for (const text of [`${first.publicKey} ${second.publicKey}`, `${second.publicKey}\n${first.publicKey}\n`])
      expect(readBy(text)).toMatchObject({ actor: { role: 'manager', id: 'm-1' } });
    expect(readBy(second.publicKey)).toMatchObject({ code: 'assertion-unknown-issuer' });
  });

  it('says from when and until when each counts, by the clock of the case', () => {
    const between = `${first.publicKey};from=2026-11-25T12:00:00Z;until=2026-11-25T13:00:00Z`;
    expect(readBy(between, now - 1)).toMatchObject({ code: 'assertion-unknown-issuer' });
    expect(readBy(between, now)).toMatchObject({ actor: { id: 'm-1' } });
    expect(readBy(between, now + 3_600_000)).toMatchObject({ code: 'assertion-unknown-issuer' });
  });

  it.each(['', 'short', `${first.publicKey};from=yesterday`, `${first.publicKey};for=ever`, `${first.publicKey}=`])(
    'that is none is found out when a worker starts (%#)',
    (text) => {
      expect(issuersFaults(text)).not.toEqual([]);
      if (text) expect(() => readConfig({ EHCNA_ISSUERS: text })).toThrow(/EHCNA_ISSUERS: entry 1/);
    },
  );
});
