/**
 * Takes over the rows of a file, whatever a row becomes: each becomes one process or is named by line and reason; a row is
 * imported once however often the file is read, and entirely or not at all.
 */
import { readFile } from 'node:fs/promises';
import { MAY_RESTORE, mustBe } from '../../domain/caller.js';
import { newCaseRef, Refused } from '../ehcna.js';
import { readCaseload } from './caseload.js';
import { Claims } from './claims.js';
import { CaseloadUnusable } from './csv.js';
/** Enough to keep server and database busy, and no more. */
const AT_ONCE = 8;
const readBytes = async (file) => {
    try {
        return await readFile(file);
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new CaseloadUnusable(`Cannot read ${file} (${code}).`, { cause: error });
    }
};
/**
 * Throws `CaseloadUnusable` where the file as a whole cannot be used, and `Refused` where this is not for whoever imports:
 * nothing is imported then. Throws `Unreachable` where the server does not answer; importing again takes over the rest.
 */
export const importFile = async (ehcna, file, kind, options) => {
    // The processes would refuse it one by one, after each row was claimed.
    const refusal = options.dryRun ? undefined : mustBe({ actor: options.by }, MAY_RESTORE, 'An import');
    if (refusal)
        throw new Refused(refusal);
    const caseload = readCaseload(kind.sheet, await readBytes(file), options.today);
    return new Importing(ehcna, caseload, kind, options).run();
};
class Importing {
    ehcna;
    caseload;
    kind;
    options;
    claims;
    report;
    constructor(ehcna, caseload, kind, options) {
        this.ehcna = ehcna;
        this.caseload = caseload;
        this.kind = kind;
        this.options = options;
        this.claims = new Claims(ehcna.pool, ehcna.ledger, options.rules.policy.authority.code, kind.holder);
        this.report = {
            rows: caseload.count,
            imported: 0,
            already: 0,
            cases: [],
            refused: [...caseload.refused],
            differing: [],
            notes: [],
        };
    }
    async run() {
        const { sound } = this.caseload;
        const known = await this.claims.look(sound.map((row) => row.must('external_ref')));
        if (!this.options.dryRun)
            await this.recordPolicy();
        let done = 0;
        await inParallel(sound, async (row) => {
            await this.take(row, known.get(row.must('external_ref')));
            this.options.progress?.((done += 1), sound.length);
        });
        return this.inOrder();
    }
    recordPolicy() {
        const { policyVersion, policy } = this.options.rules;
        return this.ehcna.ledger.recordPolicy(policyVersion, policy);
    }
    async take(row, known) {
        if (known?.begun)
            return this.foundAgain(row, known);
        const drawnFor = known?.caseRef ?? newCaseRef();
        const drawn = this.kind.draw(drawnFor, row);
        if (Array.isArray(drawn))
            return this.refuse(row, drawn);
        if (this.options.dryRun)
            return this.tryOut(row, drawnFor, drawn);
        const caseRef = await this.claims.claim(row, drawnFor);
        // Another import may have claimed the row meanwhile: it has the reference that came first.
        const taken = caseRef === drawnFor ? drawn : this.kind.draw(caseRef, row);
        if (Array.isArray(taken))
            return this.refuse(row, taken);
        if (!(await this.isReserved(row, caseRef, taken)))
            return undefined;
        return this.start(row, caseRef, { taken, wasClaimed: known !== undefined });
    }
    async start(row, caseRef, { taken, wasClaimed }) {
        const { started } = await this.kind.start(caseRef, taken);
        if (!started) {
            const [claimed] = (await this.claims.look([row.must('external_ref')])).values();
            return claimed && this.foundAgain(row, claimed);
        }
        if (wasClaimed)
            await this.claims.confirm(row);
        this.took(row, caseRef, taken);
    }
    async tryOut(row, caseRef, drawn) {
        const child = this.kind.childOf(drawn);
        const fault = child && this.kind.against(await this.ehcna.ledger.knownOfChild(caseRef, child));
        if (fault)
            this.refuse(row, [fault]);
        else
            this.took(row, caseRef, drawn);
    }
    /** One open case a child, and none beside a plan. Refuses the row where the child is not free. */
    async isReserved(row, caseRef, drawn) {
        const { ledger } = this.ehcna;
        const child = this.kind.childOf(drawn);
        const fault = child && this.kind.against(await ledger.claimChild(caseRef, child));
        if (!fault)
            return true;
        await ledger.releaseChild(caseRef);
        await this.claims.release(row, caseRef);
        this.refuse(row, [fault]);
        return false;
    }
    foundAgain(row, { caseRef, fingerprints }) {
        this.report.already += 1;
        const columns = this.claims.differences(row, fingerprints, this.caseload.columns);
        if (columns.length > 0)
            this.report.differing.push({ ...named(row), caseRef, columns });
    }
    took(row, caseRef, drawn) {
        this.report.imported += 1;
        this.kind.took?.(drawn);
        if (!this.options.dryRun)
            this.report.cases.push({ ...named(row), caseRef });
        this.report.notes.push(...this.kind.notesOn(row, drawn).map((note) => ({ ...named(row), note })));
    }
    refuse(row, faults) {
        this.report.refused.push({ ...named(row), faults });
    }
    inOrder() {
        const { cases, refused, differing, notes } = this.report;
        for (const list of [cases, refused, differing, notes])
            list.sort((a, b) => a.line - b.line);
        return this.report;
    }
}
const named = (row) => ({ line: row.line, externalRef: row.must('external_ref') });
/** Stops taking up work at the first failure, and waits for what is under way before it tells of it. */
const inParallel = async (items, work) => {
    const queue = items.values();
    let failure;
    const worker = async () => {
        for (const item of queue) {
            if (failure)
                return;
            try {
                await work(item);
            }
            catch (error) {
                failure ??= { error };
            }
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (failure)
        throw failure.error;
};
//# sourceMappingURL=importing.js.map