/** `ehcna law`: what the law table says, and the dates it gives. Needs no server. */
import { Command } from 'commander';
import { STAGES } from '../../domain/law/rule.js';
import { allRules, isRuleId, LAW_VERSION, rule, rulesOf } from '../../domain/law/rules.js';
import { dateOf, datesCommand, stageOf } from './law-dates.js';
import { listText, markdownText, showText } from './law-text.js';
const REFUSED = 1;
const print = (text) => {
    process.stdout.write(`${text}\n`);
};
const printJson = (value) => print(JSON.stringify(value));
const show = (command, id, options) => {
    if (!isRuleId(id)) {
        command.error(`ehcna law: unknown rule "${id}". List them: ehcna law list`, {
            exitCode: REFUSED,
            code: 'ehcna.refused',
        });
    }
    const on = options.on === undefined ? undefined : dateOf(command, '--on', options.on);
    try {
        const found = rule(id, on);
        if (options.json)
            printJson(found);
        else
            print(showText(found));
    }
    catch (fault) {
        command.error(`ehcna law: ${fault instanceof Error ? fault.message : String(fault)}`, {
            exitCode: REFUSED,
            code: 'ehcna.refused',
        });
    }
};
const showCommand = () => new Command('show')
    .description('explain one rule: duty, limit, how it is counted, exceptions, provision and how far it was checked')
    .argument('<id>', 'id of the rule, such as plan-final-20w')
    .option('--on <date>', 'the version in force on this day (default: the newest)')
    .option('--json', 'print the row as JSON')
    .addHelpText('after', '\nExamples:\n  ehcna law show plan-final-20w\n  ehcna law show advice-6w --json')
    .action((id, options, command) => show(command, id, options));
const list = (command, options) => {
    const rules = options.stage === undefined ? allRules() : rulesOf(stageOf(command, options.stage));
    if (options.json)
        printJson({ lawVersion: LAW_VERSION, rules });
    else
        print(options.markdown ? markdownText(rules) : listText(rules));
};
const listCommand = () => new Command('list')
    .description('list the rules (the default)')
    .option('--stage <stage>', `only one of ${STAGES.join(', ')}`)
    .option('--markdown', 'as a table for documentation')
    .option('--json', 'print {"lawVersion","rules":[…]}')
    .addHelpText('after', '\nExamples:\n  ehcna law list --stage advice\n  ehcna law list --json')
    .action((options, command) => list(command, options));
export const lawCommand = () => new Command('law')
    .description('list, explain and date the statutory duties')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(datesCommand())
    .addHelpText('after', '\nExamples:\n  ehcna law\n  ehcna law show plan-final-20w\n  ehcna law dates --stage assessment --from 2025-04-02 --json');
//# sourceMappingURL=law.js.map