/**
 * A folder of letters to print or send by hand: `<outbox>/<caseRef>/<letterId>.html`, its enclosures beside it, and a
 * `.json` envelope written last, so that a letter is there exactly when its envelope is. The name is the letter's key: writing
 * it again changes nothing.
 */
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileNameOf } from './channel.js';
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** On disk before it has its name, and its name on disk before this returns: a crash leaves all of it or none. */
const writeWhole = async (path, body) => {
    const unfinished = `${path}.${process.pid}.unfinished`;
    try {
        const file = await open(unfinished, 'w', 0o600);
        try {
            await file.writeFile(body);
            await file.sync();
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        // A full disk: what is there of it is not left lying about.
        await rm(unfinished, { force: true });
        throw error;
    }
    await rename(unfinished, path);
    const folder = await open(dirname(path), 'r');
    try {
        await folder.sync();
    }
    finally {
        await folder.close();
    }
};
const envelopeOf = (letter, files) => `${JSON.stringify({
    key: letter.key,
    recipientId: letter.to.id,
    recipientRole: letter.to.role,
    medium: letter.medium,
    channel: 'outbox',
    documentHash: letter.hash,
    version: letter.version,
    enclosures: letter.enclosures.map(({ kind, id, version, hash }, i) => ({
        kind,
        id,
        version,
        hash,
        file: files[i],
    })),
}, null, 2)}\n`;
export const createOutbox = (outboxDir) => {
    const pathOf = ({ caseRef, letterId }) => {
        for (const part of [caseRef, letterId]) {
            if (!PLAIN_NAME.test(part))
                throw new Error('A case reference or letter id is not a plain file name.');
        }
        return join(outboxDir, caseRef, letterId);
    };
    return {
        name: 'outbox',
        carriesEnclosures: true,
        async send(letter) {
            const path = pathOf(letter);
            await mkdir(dirname(path), { recursive: true, mode: 0o700 });
            const files = letter.enclosures.map((enclosure) => `${letter.letterId}.${fileNameOf(enclosure)}`);
            for (const [i, { body }] of letter.enclosures.entries())
                await writeWhole(join(dirname(path), files[i]), body);
            await writeWhole(`${path}.html`, letter.html);
            await writeWhole(`${path}.json`, envelopeOf(letter, files));
            return { state: 'sent' };
        },
        async wasSent(letter) {
            const there = await access(`${pathOf(letter)}.json`).then(() => true, () => false);
            // Not there for certain: writing it is safe, and so is writing it again.
            return there ? { state: 'sent' } : { state: 'not-sent' };
        },
    };
};
//# sourceMappingURL=outbox.js.map