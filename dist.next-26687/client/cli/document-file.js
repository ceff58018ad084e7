/** The document that `--file` names, as it is kept. */
import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { hashOf } from '../../activities/letter-documents.js';
import { WrongUsage } from './outcome.js';
const MEDIA_TYPES = {
    '.pdf': 'application/pdf',
    '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    '.odt': 'application/vnd.oasis.opendocument.text',
    '.html': 'text/html',
    '.txt': 'text/plain',
    '.png': 'image/png',
    '.jpg': 'image/jpeg',
    '.jpeg': 'image/jpeg',
};
/** More than a scanned report of a hundred pages takes. */
const LARGEST_MIB = 20;
/** The document that `--file` names, with its hash. */
export const documentFrom = (path) => {
    const mediaType = MEDIA_TYPES[extname(path).toLowerCase()];
    if (mediaType === undefined)
        throw new WrongUsage(`--file: expected one of ${Object.keys(MEDIA_TYPES).join(', ')}; this is another kind.`);
    let body;
    try {
        if (statSync(path).size > LARGEST_MIB * 1024 * 1024)
            throw new WrongUsage(`--file: it is larger than ${LARGEST_MIB} MiB.`);
        body = readFileSync(path);
    }
    catch (error) {
        if (error instanceof WrongUsage)
            throw error;
        throw new WrongUsage('--file: there is no such file, or it cannot be read.');
    }
    if (body.length === 0)
        throw new WrongUsage('--file: it is empty.');
    return { mediaType, body, hash: hashOf(body) };
};
//# sourceMappingURL=document-file.js.map