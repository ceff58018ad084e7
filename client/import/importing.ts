/**
 * Takes over the rows of a file, whatever a row becomes: each becomes one process or is named by line and reason; a row is
 * imported once however often the file is read, and entirely or not at all.
 */
import { readFile } from 'node:fs/promises';
import type { Claim } from '../../activities/ledger.js';
import type { ChildIdentity } from '../../domain/assessment/identity.js';
import type { Rules } from '../../domain/assessment/history.js';
import { MAY_RESTORE, mustBe } from '../../domain/caller.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import type { CaseRef } from '../../domain/ids.js';
import { newCaseRef, Refused } from '../ehcna.js';
import type { Ehcna } from '../ehcna.js';
import { readCaseload } from './caseload.js';
import type { Caseload, RefusedRow } from './caseload.js';
import type { CheckedSheet } from './checks.js';
import { Claims } from './claims.js';
import type { Claimed, Holder } from './claims.js';
import { CaseloadUnusable } from './csv.js';
import type { Fault, Row } from './row.js';

export interface ImportOptions {
  /** Law and policy that what is started is pinned to. */
  rules: Rules;
  by: Actor;
  /** In London. */
  today: CivilDate;
  /** Reads and checks everything and starts nothing. */
  dryRun?: boolean;
  progress?: (done: number, of: number) => void;
}

interface Named {
  line: number;
  externalRef: string;
}

export interface ImportReport {
  /** In the file, without its header. */
  rows: number;
  /** Taken over now; with `dryRun`, that would be. */
  imported: number;
  /** Taken over before, the same or not. */
  already: number;
  cases: (Named & { caseRef: CaseRef })[];
  refused: RefusedRow[];
  /** Taken over before, and not what it was then: it is as it stands, and nothing was changed. */
  differing: (Named & { caseRef: CaseRef; columns: string[] })[];
  /** What was assumed or is not held, of rows taken over. */
  notes: (Named & { note: string })[];
}

/** What a row of one kind of file becomes. */
export interface Kind<Drawn> {
  sheet: CheckedSheet;
  holder: Holder;
  draw(caseRef: CaseRef, row: Row): Drawn | Fault[];
  /** Null where it is over, and claims nobody. */
  childOf(drawn: Drawn): ChildIdentity | null;
  /** What stands against it, by what is known of the child. */
  against(claim: Pick<Claim, 'openCase' | 'planHeld'>): Fault | undefined;
  /** Twice is the same as once. */
  start(caseRef: CaseRef, drawn: Drawn): Promise<{ started: boolean }>;
  notesOn(row: Row, drawn: Drawn): string[];
  /** Hears of each that was taken over. */
  took?(drawn: Drawn): void;
}

/** Enough to keep server and database busy, and no more. */
const AT_ONCE = 8;

const readBytes = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CaseloadUnusable(`Cannot read ${file} (${code}).`, { cause: error });
  }
};

/**
 * Throws `CaseloadUnusable` where the file as a whole cannot be used, and `Refused` where this is not for whoever imports:
 * nothing is imported then. Throws `Unreachable` where the server does not answer; importing again takes over the rest.
 */
export const importFile = async <Drawn>(
  ehcna: Ehcna,
  file: string,
  kind: Kind<Drawn>,
  options: ImportOptions,
): Promise<ImportReport> => {
  // The processes would refuse it one by one, after each row was claimed.
  const refusal = options.dryRun ? undefined : mustBe({ actor: options.by }, MAY_RESTORE, 'An import');
  if (refusal) throw new Refused(refusal);
  const caseload = readCaseload(kind.sheet, await readBytes(file), options.today);
  return new Importing(ehcna, caseload, kind, options).run();
};

class Importing<Drawn> {
  private readonly claims: Claims;
  private readonly report: ImportReport;

  constructor(
    private readonly ehcna: Ehcna,
    private readonly caseload: Caseload,
    private readonly kind: Kind<Drawn>,
    private readonly options: ImportOptions,
  ) {
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

  async run(): Promise<ImportReport> {
    const { sound } = this.caseload;
    const known = await this.claims.look(sound.map((row) => row.must('external_ref')));
    if (!this.options.dryRun) await this.recordPolicy();
    let done = 0;
    await inParallel(sound, async (row) => {
      await this.take(row, known.get(row.must('external_ref')));
      this.options.progress?.((done += 1), sound.length);
    });
    return this.inOrder();
  }

  private recordPolicy(): Promise<void> {
    const { policyVersion, policy } = this.options.rules;
    return this.ehcna.ledger.recordPolicy(policyVersion, policy);
  }

  private async take(row: Row, known: Claimed | undefined): Promise<void> {
    if (known?.begun) return this.foundAgain(row, known);
    const drawnFor = known?.caseRef ?? newCaseRef();
    const drawn = this.kind.draw(drawnFor, row);
    if (Array.isArray(drawn)) return this.refuse(row, drawn);
    if (this.options.dryRun) return this.tryOut(row, drawnFor, drawn);
    const caseRef = await this.claims.claim(row, drawnFor);
    // Another import may have claimed the row meanwhile: it has the reference that came first.
    const taken = caseRef === drawnFor ? drawn : this.kind.draw(caseRef, row);
    if (Array.isArray(taken)) return this.refuse(row, taken);
    if (!(await this.isReserved(row, caseRef, taken))) return undefined;
    return this.start(row, caseRef, { taken, wasClaimed: known !== undefined });
  }

  private async start(
    row: Row,
    caseRef: CaseRef,
    { taken, wasClaimed }: { taken: Drawn; wasClaimed: boolean },
  ): Promise<void> {
    const { started } = await this.kind.start(caseRef, taken);
    if (!started) {
      const [claimed] = (await this.claims.look([row.must('external_ref')])).values();
      return claimed && this.foundAgain(row, claimed);
    }
    if (wasClaimed) await this.claims.confirm(row);
    this.took(row, caseRef, taken);
  }

  private async tryOut(row: Row, caseRef: CaseRef, drawn: Drawn): Promise<void> {
    const child = this.kind.childOf(drawn);
    const fault = child && this.kind.against(await this.ehcna.ledger.knownOfChild(caseRef, child));
    if (fault) this.refuse(row, [fault]);
    else this.took(row, caseRef, drawn);
  }

  /** One open case a child, and none beside a plan. Refuses the row where the child is not free. */
  private async isReserved(row: Row, caseRef: CaseRef, drawn: Drawn): Promise<boolean> {
    const { ledger } = this.ehcna;
    const child = this.kind.childOf(drawn);
    const fault = child && this.kind.against(await ledger.claimChild(caseRef, child));
    if (!fault) return true;
    await ledger.releaseChild(caseRef);
    await this.claims.release(row, caseRef);
    this.refuse(row, [fault]);
    return false;
  }

  private foundAgain(row: Row, { caseRef, fingerprints }: Claimed): void {
    this.report.already += 1;
    const columns = this.claims.differences(row, fingerprints, this.caseload.columns);
    if (columns.length > 0) this.report.differing.push({ ...named(row), caseRef, columns });
  }

  private took(row: Row, caseRef: CaseRef, drawn: Drawn): void {
    this.report.imported += 1;
    this.kind.took?.(drawn);
    if (!this.options.dryRun) this.report.cases.push({ ...named(row), caseRef });
    this.report.notes.push(...this.kind.notesOn(row, drawn).map((note) => ({ ...named(row), note })));
  }

  private refuse(row: Row, faults: Fault[]): void {
    this.report.refused.push({ ...named(row), faults });
  }

  private inOrder(): ImportReport {
    const { cases, refused, differing, notes } = this.report;
    for (const list of [cases, refused, differing, notes] as { line: number }[][]) list.sort((a, b) => a.line - b.line);
    return this.report;
  }
}

const named = (row: Row): Named => ({ line: row.line, externalRef: row.must('external_ref') });

/** Stops taking up work at the first failure, and waits for what is under way before it tells of it. */
const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  let failure: { error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failure) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failure) throw (failure as { error: unknown }).error;
};
