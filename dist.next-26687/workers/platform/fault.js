/** What the person at the keyboard can put right: one line saying what is wrong and what to do, and the exit code. */
export class PlatformFault extends Error {
    exitCode;
    name = 'PlatformFault';
    constructor(message, exitCode = 3, options) {
        super(message, options);
        this.exitCode = exitCode;
    }
}
/** `where` is what was being written, or how much is free where. */
export const diskFull = (where, options) => new PlatformFault(`The disk is full: ${where}. Free some space, or name a folder on another disk with EHCNA_DATA_DIR.`, 3, options);
const codeOf = (error) => error instanceof Error && 'code' in error ? String(error.code) : undefined;
const pathOf = (error, otherwise) => error instanceof Error && 'path' in error ? String(error.path) : otherwise;
/** Turns the operating system's refusals into a fault that says what to do; anything else comes back unchanged. */
export const explain = (error, folder) => {
    if (error instanceof PlatformFault)
        return error;
    const path = pathOf(error, folder);
    switch (codeOf(error)) {
        case 'ENOSPC':
        case 'EDQUOT':
            return diskFull(`there was no room to write ${path}`, { cause: error });
        case 'EACCES':
        case 'EPERM':
        case 'EROFS':
            return new PlatformFault(`Cannot write to ${path}. Give this user write access to it, or name another folder with EHCNA_DATA_DIR.`, 3, { cause: error });
        default:
            return error;
    }
};
export const hasCode = (error, ...codes) => codes.includes(codeOf(error) ?? '');
//# sourceMappingURL=fault.js.map