/**
 * What a workflow task needs of the database is waited for briefly: a database that has fallen silent would hold up the
 * tasks of every case, and the engine gives a task ten seconds.
 */
/** Where there is something that will do meanwhile. */
export const SOON_MS = 1_000;
/** Where there is nothing: half of what a task has. */
export const IN_TIME_MS = 5_000;
export class DatabaseSilent extends Error {
    name = 'DatabaseSilent';
    constructor(patienceMs) {
        super(`The database has not answered for ${patienceMs / 1_000} s.`);
    }
}
/** What was asked for, if it comes soon; else, and where it fails, what `otherwise` makes of why. */
export const soonOr = async (asked, otherwise, patienceMs = SOON_MS) => {
    let timer;
    const tooLate = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new DatabaseSilent(patienceMs)), patienceMs);
    });
    try {
        return await Promise.race([asked, tooLate]);
    }
    catch (error) {
        return otherwise(error);
    }
    finally {
        clearTimeout(timer);
    }
};
export const orFail = (why) => {
    throw why;
};
//# sourceMappingURL=patience.js.map