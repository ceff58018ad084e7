/**
 * What a program said before it ended, for whoever is told that it failed: the end of a log or of what it wrote to stderr.
 * Temporal writes each entry as a line of JSON with a stack in it; of those it is the message and the error.
 */
/** The last lines that say anything, oldest first, between semicolons; '' where there are none. */
export const lastWords = (text, lines = 1) => text
    .split('\n')
    .map((line) => inWords(line.trim()))
    .filter((line) => line !== '')
    .slice(-lines)
    .join('; ');
const inWords = (line) => {
    const { msg, error } = entryIn(line);
    if (typeof msg !== 'string')
        return line;
    return typeof error === 'string' ? `${msg}: ${error}` : msg;
};
const entryIn = (line) => {
    if (!line.startsWith('{'))
        return {};
    try {
        return JSON.parse(line);
    }
    catch {
        return {};
    }
};
//# sourceMappingURL=last-words.js.map