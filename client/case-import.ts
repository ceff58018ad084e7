/**
 * Takes over a council's caseload in flight from a CSV file (docs/import.md). Each row becomes one case with its past, or
 * is named by line and reason; a row is imported once however often the file is read, and entirely or not at all.
 */
import { readFile } from 'node:fs/promises';
import { childIdentity } from '../domain/assessment/identity.js';
import type { Rules } from '../domain/assessment/history.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Actor } from '../domain/events.js';
import type { CaseRef } from '../domain/ids.js';
import { newCaseRef } from './ehcna.js';
import type { Ehcna } from './ehcna.js';
import { readCaseload } from './import/caseload.js';
import type { Caseload, RefusedRow } from './import/caseload.js';
import { Claims } from './import/claims.js';
import type { Claimed } from './import/claims.js';
import { CaseloadUnusable } from './import/csv.js';
import { notesOn, takeOver } from './import/taking-over.js';
import type { TakenOver, Taking } from './import/taking-over.js';
import type { Fault, Row } from './import/row.js';
import type { Claim } from '../activities/ledger.js';

export interface ImportOptions {
  /** Law and policy that the cases are pinned to. */
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
  /** Taken over before, and not what it was then: the case is as it stands, and nothing was changed. */
  differing: (Named & { caseRef: CaseRef; columns: string[] })[];
  /** What was assumed or is not held, of rows taken over. */
  notes: (Named & { note: string })[];
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
 * Throws `CaseloadUnusable` where the file as a whole cannot be used, and nothing is imported then; `Unreachable` where the
 * server does not answer, and then importing again takes over the rest.
 */
export const importCases = async (ehcna: Ehcna, file: string, options: ImportOptions): Promise<ImportReport> => {
  const caseload = readCaseload(await readBytes(file), options.today);
  const importing = new Import(ehcna, caseload, options);
  return importing.run();
};

class Import {
  private readonly claims: Claims;
  private readonly taking: Taking;
  private readonly report: ImportReport;

  constructor(
    private readonly ehcna: Ehcna,
    private readonly caseload: Caseload,
    private readonly options: ImportOptions,
  ) {
    this.claims = new Claims(ehcna.pool, ehcna.ledger, options.rules.policy.authority.code);
    this.taking = { ...options, recordedAt: new Date().toISOString() };
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
    const drawn = takeOver(known?.caseRef ?? newCaseRef(), row, this.taking);
    if (Array.isArray(drawn)) return this.refuse(row, drawn);
    if (this.options.dryRun) return this.tryOut(row, drawn);
    const caseRef = await this.claims.claim(row, drawn.state.caseRef);
    // Another import may have claimed the row meanwhile: the case has the reference that came first.
    const taken = caseRef === drawn.state.caseRef ? drawn : takeOver(caseRef, row, this.taking);
    if (Array.isArray(taken)) return this.refuse(row, taken);
    await this.start(row, taken, known !== undefined);
  }

  private async start(row: Row, taken: TakenOver, wasClaimed: boolean): Promise<void> {
    const { caseRef } = taken.state;
    const fault = await this.reserve(taken);
    if (fault) {
      await this.claims.release(row, caseRef);
      return this.refuse(row, [fault]);
    }
    const { started } = await this.ehcna.takeOver(caseRef, taken.events, this.options.by);
    if (!started) {
      const [claimed] = (await this.claims.look([row.must('external_ref')])).values();
      return claimed && this.foundAgain(row, claimed);
    }
    if (wasClaimed) await this.claims.confirm(row);
    this.took(row, taken);
  }

  private async tryOut(row: Row, taken: TakenOver): Promise<void> {
    const { caseRef, child, outcome } = taken.state;
    const fault =
      outcome === null ? against(await this.ehcna.ledger.knownOfChild(caseRef, childIdentity(child))) : undefined;
    if (fault) this.refuse(row, [fault]);
    else this.took(row, taken);
  }

  /** One open case a child, and none beside a plan. A case that is over claims nobody. */
  private async reserve({ state }: TakenOver): Promise<Fault | undefined> {
    if (state.outcome !== null) return undefined;
    const { ledger } = this.ehcna;
    const fault = against(await ledger.claimChild(state.caseRef, childIdentity(state.child)));
    if (fault) await ledger.releaseChild(state.caseRef);
    return fault;
  }

  private foundAgain(row: Row, { caseRef, fingerprints }: Claimed): void {
    this.report.already += 1;
    const columns = this.claims.differences(row, fingerprints, this.caseload.columns);
    if (columns.length > 0) this.report.differing.push({ ...named(row), caseRef, columns });
  }

  private took(row: Row, { state }: TakenOver): void {
    this.report.imported += 1;
    if (!this.options.dryRun) this.report.cases.push({ ...named(row), caseRef: state.caseRef });
    this.report.notes.push(...notesOn(row, state).map((note) => ({ ...named(row), note })));
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

const against = ({ openCase, planHeld }: Pick<Claim, 'openCase' | 'planHeld'>): Fault | undefined => {
  if (openCase)
    return {
      column: 'child_name',
      reason: `this child has an open case already, ${openCase}: add what the row tells to that case`,
    };
  if (planHeld)
    return {
      column: 'child_name',
      reason: 'this child has a plan already: a reassessment (reg 24) is no needs assessment',
    };
  return undefined;
};

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
