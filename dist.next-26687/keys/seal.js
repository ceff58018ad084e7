/** AES-256-GCM, from Node's own crypto. What was sealed opens only with its key and for the purpose it was sealed for. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const seal = (key, iv, plain, purpose) => {
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};
/** IV, then what is hidden, then the tag. */
export const sealBytes = (key, plain, purpose) => seal(key, randomBytes(IV_BYTES), plain, purpose);
/** Throws where a byte was changed, or the key or the purpose is another. */
export const openBytes = (key, sealed, purpose) => {
    if (sealed.length < IV_BYTES + TAG_BYTES)
        throw new Error('Too short to have been sealed.');
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
};
/** Random and derived initial vectors never serve one key. */
const derived = (key, use) => createHmac('sha256', key).update(use).digest();
/**
 * The same for the same content, so that a fact written twice is the same row. The IV follows from key, purpose and content
 * (RFC 5297's idea): two contents never meet under one IV, and who has no key learns only that two are the same.
 */
export const sealAlike = (key, plain, purpose) => {
    const iv = createHmac('sha256', derived(key, 'initial vectors'))
        .update(`${Buffer.byteLength(purpose)}\n${purpose}\n`)
        .update(plain)
        .digest()
        .subarray(0, IV_BYTES);
    return seal(derived(key, 'alike'), iv, plain, purpose);
};
export const openAlike = (key, sealed, purpose) => openBytes(derived(key, 'alike'), sealed, purpose);
//# sourceMappingURL=seal.js.map