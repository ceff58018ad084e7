/** Signs for each API client with the identity that is kept for it, once it has proven who it is. */
import type { Actor } from '../../domain/events.js';
import { identitySigner, noSigner, type Signer } from '../../keys/signer.js';
import type { Identity } from '../../keys/identity.js';

export interface ClientSigners extends Signer {
  add(client: { id: string; role: string; identity: Identity }): void;
}

const nameOf = ({ role, id }: { role: string; id: string }): string => `${role}:${id}`;

/** As many as an authority has clients: none is ever forgotten, since what was accepted for one may still be delivered. */
export const clientSigners = (): ClientSigners => {
  const known = new Map<string, { serial: string; signer: Signer }>();
  const signerFor = (as: Actor): Signer =>
    known.get(nameOf(as))?.signer ?? noSigner(`The API client ${as.id} has not shown here who it is.`);
  return {
    own: undefined,
    add: (client) => {
      const { serial } = client.identity.certificate;
      if (known.get(nameOf(client))?.serial === serial) return;
      known.set(nameOf(client), { serial, signer: identitySigner(client.identity, `the API client ${client.id}`) });
    },
    check: (as) => signerFor(as).check(as),
    sign: (as, sending) => signerFor(as).sign(as, sending),
  };
};
