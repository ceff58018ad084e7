/** `ehcna law`: what the law table says, and the dates it gives. Needs no server. */
import { Command } from 'commander';
import { type CivilDate, isCivilDate } from '../../domain/civil-date.js';
import type { Closure } from '../../domain/law/calendars/closures.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { clockDates } from '../../domain/law/counting.js';
import { type Rule, type Stage, STAGES, type Trigger } from '../../domain/law/rule.js';
import { allRules, isRuleId, LAW_VERSION, rule, rulesOf } from '../../domain/law/rules.js';
import { type DatedRule, datesText, listText, markdownText, showText } from './law-text.js';

const REFUSED = 1;
const WRONG_USAGE = 2;

const isStage = (value: string): value is Stage => (STAGES as readonly string[]).includes(value);

const wrongUsage = (command: Command, message: string): never =>
  command.error(`ehcna law: ${message}`, { exitCode: WRONG_USAGE, code: 'ehcna.usage' });

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const printJson = (value: unknown): void => print(JSON.stringify(value));

const stageOf = (command: Command, value: string): Stage =>
  isStage(value) ? value : wrongUsage(command, `unknown stage "${value}". Stages: ${STAGES.join(', ')}.`);

const dateOf = (command: Command, option: string, value: string): CivilDate =>
  isCivilDate(value)
    ? value
    : wrongUsage(
        command,
        `${option}: ${JSON.stringify(value)} is not a date. Write it as 2025-04-02, a day that exists.`,
      );

const closureOf = (command: Command, value: string): Closure => {
  const [from, reopens, ...rest] = value.split('..');
  if (!isCivilDate(from) || !isCivilDate(reopens) || rest.length > 0) {
    return wrongUsage(command, `--closure: "${value}" is not FROM..REOPENS. Write it as 2025-07-22..2025-09-02.`);
  }
  if (reopens <= from) return wrongUsage(command, `--closure: "${value}" re-opens on or before the day it closes.`);
  return { from, reopens };
};

/** Which clock a stage's `--from` starts. */
const STARTED_BY_FROM: Record<Stage, Trigger> = {
  assessment: 'start',
  plan: 'start',
  advice: 'advice-requested',
  consultation: 'consulted',
};

interface DatesOptions {
  stage: string;
  from?: string;
  adviceRequested?: string;
  draftServed?: string;
  consulted?: string;
  closure: string[];
  json?: boolean;
}

type Triggers = Partial<Record<Trigger, CivilDate>>;

const triggersOf = (command: Command, stage: Stage, options: DatesOptions): Triggers => {
  const given: [Trigger, string, string | undefined][] = [
    [STARTED_BY_FROM[stage], '--from', options.from],
    ['advice-requested', '--advice-requested', options.adviceRequested],
    ['draft-served', '--draft-served', options.draftServed],
    ['consulted', '--consulted', options.consulted],
  ];
  const triggers: Triggers = {};
  for (const [trigger, option, value] of given) {
    if (value !== undefined) triggers[trigger] = dateOf(command, option, value);
  }
  if (Object.keys(triggers).length === 0) wrongUsage(command, 'no date given. Give --from, as in --from 2025-04-02.');
  return triggers;
};

const NO_DATES = { due: null, early: null, planBy: null };

/** The assessment is the whole journey; the other stages are their own part of it. */
const rulesOnJourney = (stage: Stage): readonly Rule[] => (stage === 'assessment' ? allRules() : rulesOf(stage));

const idsOnJourney = (stage: Stage): string[] => [...new Set(rulesOnJourney(stage).map((row) => row.id))];

const datedRules = (stage: Stage, triggers: Triggers): DatedRule[] =>
  idsOnJourney(stage).map((id) => {
    const triggeredOn = triggers[rule(id).trigger] ?? null;
    if (triggeredOn === null) return { rule: rule(id), triggeredOn, dates: NO_DATES };
    return { rule: rule(id, triggeredOn), triggeredOn, dates: clockDates(id, triggeredOn, ENGLAND_AND_WALES) };
  });

const dates = (command: Command, options: DatesOptions): void => {
  const stage = stageOf(command, options.stage);
  const triggers = triggersOf(command, stage, options);
  const closures = options.closure.map((value) => closureOf(command, value));
  let dated: DatedRule[];
  try {
    dated = datedRules(stage, triggers);
  } catch (fault) {
    // Before the law commenced, or beyond the bank holidays known.
    return wrongUsage(command, fault instanceof Error ? fault.message : String(fault));
  }
  if (options.json) {
    printJson({
      rules: dated.map(({ rule: { id, provision, status }, dates: { due, early, planBy } }) => ({
        id,
        due,
        early,
        planBy,
        provision,
        status,
      })),
    });
  } else print(datesText(dated, closures));
};

const DATES_HELP = `
A date is given for every rule whose clock starts on a day you name; the rest are listed with none. Of stage
assessment, which is the whole journey from request to final plan, --from is the day the request was received;
of stage plan too. Of stage advice it is the day the adviser received the request for advice, and of stage
consultation the day the school was consulted. Due is the day after which the duty is late; early is the cautious
reading; plan by is the last working day on or before it. A weekend or bank holiday moves no statutory date.

--closure marks the limits that a closure of four weeks or more may excuse if the head or principal was asked for
advice in its window. It never moves a date, and the JSON form does not mention it.

Examples:
  ehcna law dates --stage assessment --from 2025-04-02
  ehcna law dates --stage assessment --from 2025-04-02 --draft-served 2025-07-25 --closure 2025-07-22..2025-09-02
  ehcna law dates --stage advice --from 2025-05-16 --json`;

const datesCommand = (): Command =>
  new Command('dates')
    .description('print every rule of a stage with its dates')
    .option('--stage <stage>', `one of ${STAGES.join(', ')}`, 'assessment')
    .option('--from <date>', "the day the stage's clock starts: receipt of the request")
    .option('--advice-requested <date>', 'the day the adviser received the request for advice')
    .option('--draft-served <date>', 'the day the draft plan was served')
    .option('--consulted <date>', 'the day the school was consulted')
    .option('--closure <from..reopens>', 'a school closure; may be repeated', (v, all: string[]) => [...all, v], [])
    .option('--json', 'print {"rules":[{"id","due","early","planBy","provision","status"}]}')
    .addHelpText('after', DATES_HELP)
    .action((options: DatesOptions, command: Command) => dates(command, options));

const show = (command: Command, id: string, options: { on?: string; json?: boolean }): void => {
  if (!isRuleId(id)) {
    command.error(`ehcna law: unknown rule "${id}". List them: ehcna law list`, {
      exitCode: REFUSED,
      code: 'ehcna.refused',
    });
  }
  const on = options.on === undefined ? undefined : dateOf(command, '--on', options.on);
  try {
    const found = rule(id, on);
    if (options.json) printJson(found);
    else print(showText(found));
  } catch (fault) {
    command.error(`ehcna law: ${fault instanceof Error ? fault.message : String(fault)}`, {
      exitCode: REFUSED,
      code: 'ehcna.refused',
    });
  }
};

const showCommand = (): Command =>
  new Command('show')
    .description('explain one rule: duty, limit, how it is counted, exceptions, provision and how far it was checked')
    .argument('<id>', 'id of the rule, such as plan-final-20w')
    .option('--on <date>', 'the version in force on this day (default: the newest)')
    .option('--json', 'print the row as JSON')
    .addHelpText('after', '\nExamples:\n  ehcna law show plan-final-20w\n  ehcna law show advice-6w --json')
    .action((id: string, options: { on?: string; json?: boolean }, command: Command) => show(command, id, options));

interface ListOptions {
  stage?: string;
  json?: boolean;
  markdown?: boolean;
}

const list = (command: Command, options: ListOptions): void => {
  const rules = options.stage === undefined ? allRules() : rulesOf(stageOf(command, options.stage));
  if (options.json) printJson({ lawVersion: LAW_VERSION, rules });
  else print(options.markdown ? markdownText(rules) : listText(rules));
};

const listCommand = (): Command =>
  new Command('list')
    .description('list the rules (the default)')
    .option('--stage <stage>', `only one of ${STAGES.join(', ')}`)
    .option('--markdown', 'as a table for documentation')
    .option('--json', 'print {"lawVersion","rules":[…]}')
    .addHelpText('after', '\nExamples:\n  ehcna law list --stage advice\n  ehcna law list --json')
    .action((options: ListOptions, command: Command) => list(command, options));

export const lawCommand = (): Command =>
  new Command('law')
    .description('list, explain and date the statutory duties')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(datesCommand())
    .addHelpText(
      'after',
      '\nExamples:\n  ehcna law\n  ehcna law show plan-final-20w\n  ehcna law dates --stage assessment --from 2025-04-02 --json',
    );
