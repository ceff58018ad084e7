/**
 * An anchor: how far every stream of the ledger had come at one moment, signed, and kept outside the database. Whoever can
 * rewrite the database can make a chain that holds; what they cannot do is make it agree with an anchor that was taken
 * before. Each is one line of JSON that holds the heads which have moved since the one before, and the hash of that one.
 * Nothing here touches the database or the disk, so that anyone can check it.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson, digestOf } from '../ledger/chain.js';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
/** What tells keys apart in an anchor: the first half of the SHA-256 of the public key. */
const nameOf = (key) => sha256(key.export({ type: 'spki', format: 'der' })).slice(0, 32);
const requireEd25519 = (key) => {
    if (key.asymmetricKeyType === 'ed25519')
        return key;
    throw new TypeError(`an anchor key is of type Ed25519, and this one is ${key.asymmetricKeyType}`);
};
/** From PEM, or from the base64 of PKCS #8 on one line. */
export const signingKey = (text) => requireEd25519(text.includes('-----BEGIN')
    ? createPrivateKey(text)
    : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }));
const PEM = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g;
/** Every public key in a text of PEM blocks; of a private key, its public half. */
export const publicKeysIn = (text) => [...text.matchAll(PEM)].map(([pem]) => requireEd25519(createPublicKey(pem)));
export const publicPem = (key) => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
/** The line that follows what stands. `whole` names every head again. */
export const anchorLine = (standing, heads, { day, at }, key, whole = standing.n === 0) => {
    const here = new Set(heads.map(({ stream }) => stream));
    const moved = heads.filter(({ stream, seq, hash }) => {
        const before = standing.heads.get(stream);
        return whole || before?.seq !== seq || before.hash !== hash;
    });
    const statement = {
        n: standing.n + 1,
        day,
        at,
        streams: heads.length,
        events: heads.reduce((sum, { seq }) => sum + seq, 0),
        digest: digestOf(heads),
        whole,
        moved: moved.map(({ stream, seq, hash }) => [stream, seq, hash]),
        gone: [...standing.heads.keys()].filter((stream) => !here.has(stream)),
        previous: standing.last,
        key: nameOf(createPublicKey(key)),
    };
    const signature = sign(null, Buffer.from(canonicalJson(statement)), key).toString('base64');
    return canonicalJson({ ...statement, signature });
};
const parsed = (line) => {
    try {
        const { n, day, moved, gone, signature } = JSON.parse(line);
        const whole = Number.isSafeInteger(n) && typeof day === 'string' && typeof signature === 'string';
        return whole && Array.isArray(moved) && Array.isArray(gone) ? JSON.parse(line) : undefined;
    }
    catch {
        return undefined;
    }
};
const signatureFault = ({ signature, ...statement }, keys) => {
    const key = keys.find((one) => nameOf(one) === statement.key);
    if (!key)
        return `anchor ${statement.n} is signed with another key (${statement.key})`;
    const bytes = Buffer.from(canonicalJson(statement));
    return verify(null, bytes, key, Buffer.from(signature, 'base64'))
        ? undefined
        : `anchor ${statement.n} is not what was signed`;
};
/** Reads anchors line by line, and remembers what does not agree. */
export class AnchorReading {
    keys;
    heads = new Map();
    faults = [];
    line = 0;
    /** Heads are known up to here: not after a fault, until an anchor names all of them again. */
    known = false;
    first;
    last;
    lastHash = null;
    /** Without keys, signatures are not looked at. */
    constructor(keys) {
        this.keys = keys;
    }
    /** Takes the next line; answers with the heads that it anchors, none where it cannot be trusted. */
    take(line) {
        this.line += 1;
        const anchor = parsed(line);
        if (!anchor) {
            this.note('it cannot be read');
            return [];
        }
        const forged = this.keys && signatureFault(anchor, this.keys);
        if (forged)
            this.note(forged);
        else
            this.place(anchor);
        this.first ??= anchor;
        this.last = anchor;
        this.lastHash = sha256(line);
        if (forged)
            return [];
        this.fold(anchor);
        const { n, day } = anchor;
        return anchor.moved.map(([stream, seq, hash]) => ({ stream, seq, hash, n, day }));
    }
    note(detail) {
        this.known = false;
        this.faults.push({ line: this.line, detail });
    }
    /** Is it the one that follows? */
    place({ n, previous, whole }) {
        const before = this.last?.n;
        if (before === undefined) {
            if (!whole)
                this.note(`anchor ${n} is the first here and does not hold every head: those before it are missing`);
            return;
        }
        if (n > before + 1)
            this.note(`${missing(before + 1, n - 1)} missing`);
        else if (n <= before)
            this.note(`anchor ${n} stands after anchor ${before}`);
        else if (previous !== this.lastHash)
            this.note(`anchor ${n} does not follow from anchor ${before}: one of the two was replaced`);
    }
    fold({ n, whole, moved, gone, digest }) {
        if (whole) {
            this.heads.clear();
            this.known = true;
        }
        for (const stream of gone)
            this.heads.delete(stream);
        for (const [stream, seq, hash] of moved)
            this.heads.set(stream, { stream, seq, hash });
        if (this.known && digestOf([...this.heads.values()]) !== digest)
            this.note(`the heads of anchor ${n} do not come to its digest`);
    }
    end() {
        const told = (anchor) => (anchor ? { n: anchor.n, day: anchor.day, at: anchor.at } : null);
        return {
            lines: this.line,
            first: told(this.first),
            last: told(this.last),
            faults: this.faults,
            standing: {
                n: this.last?.n ?? 0,
                day: this.last?.day ?? null,
                heads: this.heads,
                last: this.lastHash,
            },
        };
    }
}
const missing = (from, to) => from === to ? `anchor ${from} is` : `anchors ${from} to ${to} are`;
//# sourceMappingURL=anchor.js.map