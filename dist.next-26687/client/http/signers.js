import { identitySigner, noSigner } from '../../keys/signer.js';
const nameOf = ({ role, id }) => `${role}:${id}`;
/** As many as an authority has clients: none is ever forgotten, since what was accepted for one may still be delivered. */
export const clientSigners = () => {
    const known = new Map();
    const signerFor = (as) => known.get(nameOf(as))?.signer ?? noSigner(`The API client ${as.id} has not shown here who it is.`);
    return {
        own: undefined,
        add: (client) => {
            const { serial } = client.identity.certificate;
            if (known.get(nameOf(client))?.serial === serial)
                return;
            known.set(nameOf(client), { serial, signer: identitySigner(client.identity, `the API client ${client.id}`) });
        },
        check: (as) => signerFor(as).check(as),
        sign: (as, sending) => signerFor(as).sign(as, sending),
    };
};
//# sourceMappingURL=signers.js.map