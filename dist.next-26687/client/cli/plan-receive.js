/** `ehcna plan receive`: takes over a plan that another authority hands over. */
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { receiptShape } from '../../domain/plan/moves-shapes.js';
import { actorOf, bodyFrom, fitting } from './catalogue.js';
import { withEhcna } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';
const HELP = `
The body says who the child and the family are, what section I names, when the plan was made and last reviewed, its text where
it is held here, and how it came: {"child":{…},"family":[{…}],"institution":{…},"madeOn":"2025-03-10",
"lastReviewOn":"2026-02-02","sections":{…},"transfer":{"from":{"name":"Southmere Council","email":"sen@southmere.example"},
"movedOn":"2026-09-01","awareOn":"2026-08-03","transferredOn":"2026-09-01"}}. awareOn is when that authority became aware of the
move; sameCommissioner in transfer says that the health commissioner is the same as before; healthCommissioner names one that is
not the authority's own. The plan keeps the day on which it was made (r15(3)(a)).

A child with a plan or an open case here is refused: one child, one plan.

Done by: caseworker, assessment-lead, manager.

Examples:
  ehcna plan receive --body plan.json
  decrypt plan.json.gpg | ehcna plan receive --body - --json`;
/** Everything is a field of the body. */
const inBody = ([field = '', ...inner]) => ({ option: field, inner });
const receive = async (flags) => {
    if (flags.body === undefined)
        throw new WrongUsage('--body: expected a file with the plan as JSON, or - for standard input.');
    const receipt = fitting(receiptShape, bodyFrom(flags.body), inBody);
    const by = actorOf(flags.as, 'caseworker');
    const [{ receivePlan }, { readPolicy }, { readConfig }] = await Promise.all([
        import('../plan-receive.js'),
        import('../../workers/policy-file.js'),
        import('../../workers/config.js'),
    ]);
    const { version, policy } = await readPolicy(readConfig().policyPath);
    const { caseRef, started } = await withEhcna((ehcna) => receivePlan(ehcna, receipt, {
        rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
        by: by(ehcna.signer),
        today: londonDate(Date.now()),
        requestId: flags.requestId ?? randomUUID(),
    }));
    if (flags.json)
        sayJson({ caseRef, started });
    else
        say(started ? `${caseRef} holds the plan. See it: ehcna plan show ${caseRef}` : `${caseRef} holds it already.`);
};
export const planReceiveCommand = () => new Command('receive')
    .description('Take over a plan that another authority hands over with a child who has moved here (r15).')
    .option('--body <file>', 'the plan as a JSON object; - for standard input')
    .option('--as <role[:id]>', 'who you are; caseworker and your user name if left out')
    .option('--request-id <ref>', 'the same id twice is one plan: for repeating safely')
    .option('--json', 'print {"caseRef","started"}')
    .addHelpText('after', HELP)
    .action(receive);
//# sourceMappingURL=plan-receive.js.map