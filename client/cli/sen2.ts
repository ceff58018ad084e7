/** `ehcna sen2 …`: the return of every year, what is wrong with it, and the file itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { FIRST_COLLECTION } from '../../domain/sen2/census.js';
import { CODES, CODES_NOT_FOUND } from '../../domain/sen2/codes.js';
import { FIELDS, HEADER_FIELDS } from '../../domain/sen2/fields.js';
import { saidFor } from '../../domain/sen2/rules.js';
import { SEN2_STATUS_WORDS } from '../../domain/sen2/status.js';
import type { Sen2Status } from '../../domain/sen2/status.js';
import type { Share } from '../../domain/sen2/timeliness.js';
import type { Finding } from '../../domain/sen2/validate.js';
import { packageRoot } from '../../workers/platform/places.js';
import type { Overview } from '../sen2.js';
import { actorOf, commandLine } from './catalogue.js';
import { knownIssuers, withEhcna, withRecords } from './connect.js';
import { wholeNumber } from './numbers.js';
import { EXIT, NotThere, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted, table } from './table.js';

const yearOf = (text: string): number => {
  const year = Number(text);
  if (Number.isInteger(year) && year >= FIRST_COLLECTION && year <= 2100) return year;
  throw new WrongUsage(
    `--year: expected the year of the collection, from ${FIRST_COLLECTION}; that of 2026 collects the calendar year 2025.`,
  );
};

interface ShowOptions {
  year: number;
  rule?: string;
  json?: boolean;
}

const NO_KEYS = 'The return is made of what is sealed, and there is no key to open it with: set EHCNA_KEYS.';

const percent = ({ issued, within20, percent: share }: Share): string =>
  `${within20} of ${issued}${share === null ? '' : `, ${share}%`}`;

const screenOf = ({ census, modules, errors, queries, rules, timeliness }: Overview): string => {
  const { year, from, to, referenceDate, status } = census;
  return [
    `SEN2 ${year}: ${from} to ${to}, as at ${referenceDate}${status === 'confirmed' ? '' : ' (the third Thursday of January: look the date up)'}`,
    '',
    table(
      ['MODULE', 'RECORDS'],
      Object.entries(modules).map(([module, n]) => [module, String(n)]),
    ),
    '',
    rules.length === 0
      ? 'Nothing is wrong by our rules.'
      : table(
          ['RULE', 'LEVEL', 'FIELD', 'RECORDS', 'WHAT IS WRONG'],
          rules.map((r) => [r.rule, r.level, `${r.module}.${r.field}`, String(r.n), r.message]),
        ),
    '',
    `${counted(errors, 'error')}, as tasks: ehcna tasks list --sen2. ${queries === 1 ? '1 query' : `${queries} queries`}: --rule lists the cases.`,
    `Plans issued in ${timeliness.year} within 20 weeks: ${percent(timeliness.including)}; without exceptions ${percent(timeliness.excluding)}.`,
  ].join('\n');
};

const listed = (findings: readonly Finding[]): string =>
  table(
    ['CASE', 'FIELD', 'MENDED BY'],
    findings.map((f) => [f.caseRef, `${f.module}.${f.field}`, commandLine(f.closedBy, f.caseRef, {}, saidFor(f.rule))]),
  );

const show = async ({ year, rule, json }: ShowOptions): Promise<void> => {
  const { overviewOf, returnOf } = await import('../sen2.js');
  const made = await withRecords((records) => {
    if (!records.documents) throw new NotThere(NO_KEYS);
    return returnOf(records, year);
  });
  const overview = overviewOf(made);
  if (rule === undefined) return json ? sayJson(overview) : say(screenOf(overview));
  const findings = made.findings.filter((f) => f.rule === rule);
  if (json) return sayJson({ year, rule, findings });
  say(findings.length === 0 ? `No record of ${year} breaks the rule ${rule}.` : listed(findings));
};

const saying = async (file: string, { as, json }: { as?: string; json?: boolean }): Promise<void> => {
  const { sayFacts } = await import('../sen2-facts.js');
  const actor = actorOf(as, 'caseworker');
  const text = readText(file);
  const rows = await withEhcna((ehcna) => sayFacts(ehcna, text, actor(ehcna.signer)));
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  const refused = rows.filter((row) => row.outcome === 'refused');
  if (json) sayJson({ said: count('said'), unchanged: count('unchanged'), refused });
  else {
    for (const { line, caseRef, reason } of refused) say(`line ${line}, ${caseRef ?? '-'}: ${reason ?? ''}`);
    say(`${counted(count('said'), 'row')} said, ${count('unchanged')} known already, ${refused.length} refused.`);
  }
  if (refused.length > 0) process.exitCode = EXIT.refused;
};

const readText = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new WrongUsage(`Cannot read ${file === '-' ? 'standard input' : file}.`);
  }
};

const statusOf = (status: Sen2Status): string => (status === 'confirmed' ? '' : status.replace('-', ' '));

const fields = ({ json }: { json?: boolean }): void => {
  if (json) return sayJson({ fields: FIELDS, header: HEADER_FIELDS, codes: CODES, codesNotFound: CODES_NOT_FOUND });
  say(
    table(
      ['FIELD', 'NUMBER', 'WHAT IT IS', 'HOW FAR CHECKED'],
      [
        ...HEADER_FIELDS.map((f) => [`Header.${f.tag}`, '', f.words, statusOf(f.status)]),
        ...FIELDS.map((f) => [`${f.module}.${f.tag}`, f.item, f.words, statusOf(f.status)]),
      ],
    ),
  );
  say('');
  say(
    table(
      ['CODE OF', 'CODE', 'WHAT IT MEANS', 'HOW FAR CHECKED'],
      Object.entries(CODES).flatMap(([of, codes]) => codes.map((c) => [of, c.code, c.words, statusOf(c.status)])),
    ),
  );
  say(
    `\nNo list of codes was found for ${CODES_NOT_FOUND.join(', ')}: what is said goes into the return as it is said.`,
  );
  for (const [status, words] of Object.entries(SEN2_STATUS_WORDS)) say(`${status.replace('-', ' ')}: ${words}.`);
};

interface ExportOptions {
  year: number;
  format: 'xml' | 'csv';
  out: string;
  serial: number;
  as?: string;
  json?: boolean;
}

const exported = async ({ year, format, out, serial, as, json }: ExportOptions): Promise<void> => {
  const [{ exportReturn }, { readConfig }, { readPolicy }] = await Promise.all([
    import('../sen2.js'),
    import('../../workers/config.js'),
    import('../../workers/policy-file.js'),
  ]);
  const { policy } = await readPolicy(readConfig().policyPath);
  const actor = actorOf(as, 'manager');
  const exporting = {
    year,
    format,
    out: out === '-' ? null : out,
    serial,
    policy,
    release: release(),
    issuers: await knownIssuers(),
  };
  const { text, ...done } = await withEhcna((ehcna) => exportReturn(ehcna, { ...exporting, by: actor(ehcna.signer) }));
  if (text !== null) {
    process.stdout.write(text);
    return;
  }
  if (json) return sayJson(done);
  say(`${out}: ${counted(done.persons, 'person')}, SEN2 ${year}. It holds their details: keep it as such.`);
  if (done.errors > 0) tell(`${counted(done.errors, 'error')} by our rules: ehcna sen2 show --year ${year}`);
};

/** That of the software, which the header names. */
const release = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const YEAR = ['--year <year>', 'of the collection: that of 2026 collects the calendar year 2025', yearOf] as const;

export const sen2Command = (): Command =>
  new Command('sen2')
    .description('The SEN2 return of a year: how it stands, and the file for the Department for Education.')
    .addCommand(
      new Command('show')
        .description(
          'Records a module and errors a rule, without anybody’s details; with --rule the cases that break it.',
        )
        .requiredOption(...YEAR)
        .option('--rule <rule>', 'the cases that break it, each with the command that mends it')
        .option(
          '--json',
          'print {"census","modules","errors","queries","rules":[…],"timeliness"}, or {"year","rule","findings":[…]}',
        )
        .addHelpText(
          'after',
          '\nExamples:\n  ehcna sen2 show --year 2026\n  ehcna sen2 show --year 2026 --rule sex-missing',
        )
        .action(show),
    )
    .addCommand(
      new Command('say')
        .description(
          'Say what the return asks of many cases at once, from a CSV file: a column case, and a column a field.',
        )
        .argument('<file>', 'the file; - for standard input')
        .option('--as <role[:id]>', 'who you are, where no identity says so; caseworker and your user name if left out')
        .option('--json', 'print {"said","unchanged","refused":[…]}')
        .addHelpText(
          'after',
          '\nExamples:\n  ehcna sen2 say facts.csv\n\nA row is a command of its own: one that is refused is named by its line, and the others are carried out.',
        )
        .action(saying),
    )
    .addCommand(
      new Command('fields')
        .description('The fields and codes of the return, and how far each was checked.')
        .option('--json', 'print {"fields":[…],"header":[…],"codes":{…},"codesNotFound":[…]}')
        .addHelpText('after', '\nExamples:\n  ehcna sen2 fields')
        .action(fields),
    )
    .addCommand(
      new Command('export')
        .description('Write the return. It is personal data: readable by you alone, and on the ledger with your name.')
        .requiredOption(...YEAR)
        .addOption(
          new Option('--format <format>', 'one XML file, or a CSV file a module')
            .choices(['xml', 'csv'])
            .default('xml'),
        )
        .requiredOption('--out <path>', 'the file, or for CSV the folder, that is to be made; - for standard output')
        .option('--serial <n>', 'which file of the year it is', wholeNumber, 1)
        .option('--as <role[:id]>', 'who you are; manager and your user name if left out')
        .option('--json', 'print {"year","persons","errors","queries","files"}, the files by their SHA-256')
        .addHelpText(
          'after',
          `
Examples:
  ehcna sen2 export --year 2026 --out sen2-2026.xml
  ehcna sen2 export --year 2026 --format csv --out sen2-2026 --as manager:data-1

It is done by a manager whose identity was issued by one of EHCNA_ISSUERS and is not expired or revoked. The same ledger gives
the same file, to the byte.`,
        )
        .action(exported),
    );
