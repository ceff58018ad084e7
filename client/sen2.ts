/**
 * The SEN2 return: made from the ledger, shown without a personal detail, and given out to a manager. Nothing is given out before
 * the ledger says to whom.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Ledger } from '../activities/ledger.js';
import { readCaseFiles } from '../activities/sen2/case-files.js';
import { csvOf } from '../activities/sen2/csv.js';
import { headerOf } from '../activities/sen2/header.js';
import { xmlOf } from '../activities/sen2/xml.js';
import { londonDate } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import type { Actor } from '../domain/events.js';
import type { Policy } from '../domain/policy.js';
import { censusOf } from '../domain/sen2/census.js';
import type { Census } from '../domain/sen2/census.js';
import { MODULES } from '../domain/sen2/fields.js';
import type { Module } from '../domain/sen2/fields.js';
import { personRecords } from '../domain/sen2/records.js';
import type { PersonRecord } from '../domain/sen2/records.js';
import { timelinessOf } from '../domain/sen2/timeliness.js';
import type { Timeliness } from '../domain/sen2/timeliness.js';
import { countByRule, validate } from '../domain/sen2/validate.js';
import type { Finding, RuleCount } from '../domain/sen2/validate.js';
import type { TrustedIssuer } from '../keys/identity.js';
import { type Ehcna, Refused } from './ehcna.js';
import { requireStanding } from './standing.js';

export interface Return {
  census: Census;
  persons: PersonRecord[];
  findings: Finding[];
  recordedAt: string | null;
}

type Recorded = { pool: pg.Pool; ledger: Pick<Ledger, 'read'> };

export const returnOf = async (recorded: Recorded, year: number): Promise<Return> => {
  const census = censusOf(year);
  const { files, recordedAt } = await readCaseFiles(recorded, census);
  const persons = personRecords(files, census);
  return { census, persons, findings: validate(persons), recordedAt };
};

/** Counts alone. */
export interface Overview {
  census: Census;
  modules: Record<Module, number>;
  errors: number;
  queries: number;
  rules: RuleCount[];
  timeliness: Timeliness;
}

const countModules = (persons: readonly PersonRecord[]): Record<Module, number> => {
  const counts = Object.fromEntries(MODULES.map((module) => [module, 0])) as Record<Module, number>;
  counts.Person = persons.length;
  for (const r of persons.flatMap(({ requests }) => requests)) {
    counts.Requests += 1;
    counts.Assessment += r.assessment ? 1 : 0;
    counts.NamedPlan += r.namedPlan ? 1 : 0;
    counts.PlanDetail += r.planDetail.length;
    counts.ActivePlans += r.activePlan ? 1 : 0;
    counts.PlacementDetail += r.placementDetail.length;
    counts.SENneed += r.senNeed.length;
  }
  return counts;
};

export const overviewOf = ({ census, persons, findings }: Return): Overview => ({
  census,
  modules: countModules(persons),
  errors: findings.filter(({ level }) => level === 'error').length,
  queries: findings.filter(({ level }) => level === 'query').length,
  rules: countByRule(findings),
  timeliness: timelinessOf(persons, census),
});

export const FORMATS = ['xml', 'csv'] as const;

export interface Exporting {
  by: Actor;
  year: number;
  format: (typeof FORMATS)[number];
  /** A file, or for CSV a folder, neither of which may be there; null where the bytes are answered and written nowhere. */
  out: string | null;
  serial: number;
  policy: Policy;
  release: string;
  issuers: readonly TrustedIssuer[];
}

export interface Exported {
  year: number;
  persons: number;
  errors: number;
  queries: number;
  /** SHA-256 by file. */
  files: Record<string, string>;
  /** Where nothing was written. */
  text: string | null;
}

/** Everybody's details at once: for whoever answers for the return. */
const MAY_EXPORT: readonly Actor['role'][] = ['manager'];

const requireManager = async (ehcna: Ehcna, { by, year, format, issuers }: Exporting): Promise<void> => {
  if (!MAY_EXPORT.includes(by.role))
    throw new Refused(
      refuse('wrong-role', `The return is exported by ${MAY_EXPORT.join(', ')}; it was asked as ${by.role}`),
    );
  await requireStanding(
    ehcna,
    by,
    { workflowId: `sen2/${year}`, call: 'sen2:export', body: { year, format } },
    issuers,
  );
};

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const mustBeFree = (out: string | null): void => {
  if (out !== null && existsSync(out))
    throw new Refused(
      refuse('file-exists', `${out} is there already: name another. What holds everybody's details replaces nothing`),
    );
};

const asFiles = ({ format, policy, release, serial }: Exporting, made: Return): Map<string, string> => {
  const header = headerOf(made.census, policy, { release, serial, recordedAt: made.recordedAt });
  return format === 'csv' ? csvOf(header, made.persons) : new Map([['sen2.xml', xmlOf(header, made.persons)]]);
};

const keep = async (out: string, format: Exporting['format'], files: ReadonlyMap<string, string>): Promise<void> => {
  // Readable by its owner alone, and never in place of another.
  const write = (path: string, text: string) => writeFile(path, text, { mode: 0o600, flag: 'wx' });
  if (format === 'xml') return write(out, files.get('sen2.xml') ?? '');
  await mkdir(out, { recursive: true, mode: 0o700 });
  for (const [name, text] of files) await write(join(out, name), text);
};

export const exportReturn = async (ehcna: Ehcna, exporting: Exporting): Promise<Exported> => {
  const { by, year, format, out } = exporting;
  if (out === null && format === 'csv')
    throw new Refused(refuse('several-files', 'CSV is a file a module: name a folder with --out'));
  await requireManager(ehcna, exporting);
  mustBeFree(out);
  const made = await returnOf(ehcna, year);
  const files = asFiles(exporting, made);
  const hashes = Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)]));
  const now = new Date();
  const today = londonDate(now.getTime());
  await ehcna.ledger.note(`access/${today.slice(0, 7)}`, {
    type: 'sen2.exported',
    data: { year, format, persons: made.persons.length, files: hashes },
    occurredOn: today,
    recordedAt: now.toISOString(),
    by,
  });
  if (out !== null) await keep(out, format, files);
  const { errors, queries } = overviewOf(made);
  const text = out === null ? (files.get('sen2.xml') ?? '') : null;
  return { year, persons: made.persons.length, errors, queries, files: hashes, text };
};
