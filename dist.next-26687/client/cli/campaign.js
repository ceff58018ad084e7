/** `ehcna campaign …`: every child who changes phase by a first of September, how far that is, and who takes it (r18). */
import { Command, Option } from 'commander';
import { allocate } from '../../domain/campaign/allocate.js';
import { behind, burndown } from '../../domain/campaign/burndown.js';
import { foldCampaign } from '../../domain/campaign/release.js';
import { londonDate } from '../../domain/civil-date.js';
import { campaignId } from '../../domain/ids.js';
import { schoolYearOf } from '../../domain/school-year.js';
import { actorOf, dateOf } from './catalogue.js';
import { withEhcna, withRecords } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { counted, daysLeft, orDash, table } from './table.js';
/** The first of September at which the campaign of a day ends. */
const campaignDay = (day, today) => dateOf('DAY', day) ?? `${schoolYearOf(today) + 1}-09-01`;
const todayOf = (options) => dateOf('--today', options.today) ?? londonDate(Date.now());
/** The local practice that the last review of the campaign was opened under; where none was, that of nobody. */
const policyOf = async ({ ledger }, plans) => {
    const last = plans
        .filter((p) => p.policyVersion !== null)
        .sort((a, b) => (a.review ?? 0) - (b.review ?? 0))
        .at(-1);
    return last?.policyVersion ? ledger.policy(last.policyVersion) : undefined;
};
const WHY = {
    'placed-ahead': 'placed in a year above its age',
    'placed-behind': 'placed in a year below its age',
    'school-ends-early': 'its school ends in another year',
    'after-16': 'a planned move after 16',
    'no-institution': 'no school is named: educated otherwise',
    'outside-area': 'the school is in the area of another authority',
};
/** Why a search of the year groups at the authority's own schools misses it. */
const missedBecause = ({ missed, laCode }, authority) => [
    ...(missed?.split(',') ?? []),
    ...(laCode !== null && authority !== undefined && laCode !== authority ? ['outside-area'] : []),
];
const needs = (plan) => {
    if (plan.ended === 'prepared')
        return 'nothing: prepared';
    if (plan.review === null || plan.reviewOpen === false)
        return 'review, consultation, amended final';
    if (plan.reviewStage !== 'amending')
        return `review (${plan.reviewStage ?? ''}), consultation, amended final`;
    if (plan.consulted === 0)
        return 'consultation, amended final';
    return plan.replied < plan.consulted ? 'replies, amended final' : 'amended final';
};
const list = async (day, options) => {
    const today = todayOf(options);
    const on = campaignDay(day, today);
    const rows = await withRecords(async (records) => {
        const plans = await records.worklist.campaign.plans(on);
        const authority = (await policyOf(records, plans))?.authority.code;
        return plans.map((plan) => ({ ...plan, missedBecause: missedBecause(plan, authority), needs: needs(plan) }));
    });
    const shown = options.missed ? rows.filter((r) => r.missedBecause.length > 0) : rows;
    if (options.json)
        return sayJson({ today, on, plans: shown });
    if (rows.length === 0)
        return say(`No plan is of a child who changes phase by ${on}.`);
    say(table(['CASE', 'RULE', 'TARGET', 'DAYS', 'SCHOOL', 'OFFICER', 'NEEDS', 'A YEAR-GROUP SEARCH MISSES IT'], shown.map((r) => [
        r.caseRef,
        r.ruleId,
        r.targetOn,
        r.ended === 'prepared' ? '-' : daysLeft(r.targetOn, today),
        r.school ?? orDash(r.institution),
        orDash(r.officer),
        r.needs,
        r.missedBecause.map((why) => WHY[why] ?? why).join('; ') || '-',
    ])));
    const missed = rows.filter((r) => r.missedBecause.length > 0).length;
    const left = rows.filter((r) => r.ended !== 'prepared').length;
    say(`\n${counted(rows.length, 'plan')}, ${left} to prepare; a search of year groups would miss ${missed}.`);
};
const WIDTH = 40;
const LINES = 16;
/** Plans left to prepare, day by day: `#` what is left, `|` what the plan has left for that day. */
const chart = (days) => {
    const most = Math.max(1, ...days.map((d) => d.plans));
    const step = Math.max(1, Math.ceil(days.length / LINES));
    return days
        .filter((_, i) => i % step === 0 || i === days.length - 1)
        .map((d) => {
        const left = d.plans - d.prepared;
        const at = Math.round((Math.max(0, d.plans - d.planned) / most) * WIDTH);
        const bar = '#'.repeat(Math.round((left / most) * WIDTH)).padEnd(WIDTH + 1);
        return `${d.on}  ${bar.slice(0, at)}|${bar.slice(at + 1)} ${left} left`;
    });
};
const saying = (day) => {
    const late = behind(day);
    if (late > 0)
        return `${late} behind the plan`;
    return late < 0 ? `${-late} before the plan` : 'as planned';
};
const burn = async (day, options) => {
    const today = todayOf(options);
    const on = campaignDay(day, today);
    const groups = await withRecords(async (records) => {
        const { campaign } = records.worklist;
        const [plans, spans, steps] = await Promise.all([campaign.plans(on), campaign.spans(on), campaign.steps(on)]);
        const policy = await policyOf(records, plans);
        const shared = { plan: policy?.campaign?.plan };
        return [
            ...(options.by === 'all' ? [] : burndown(spans, steps, { ...shared, by: options.by })),
            ...burndown(spans, steps, shared),
        ];
    });
    const all = groups.at(-1);
    if (options.json)
        return sayJson({ today, on, by: options.by, burndown: groups });
    if (!all)
        return say(`No plan is of a child who changes phase by ${on}.`);
    // What is to come is planned, and not done yet.
    const past = (days) => days.filter((d) => d.on <= today);
    const lastOf = (days) => (past(days).at(-1) ?? days[0]);
    for (const line of chart(past(all.days)))
        say(line);
    say('');
    const now = lastOf(all.days);
    say(`${now.on}: ${now.prepared} of ${now.plans} prepared, ${now.planned} planned: ${saying(now)}.`);
    say('');
    say(table([
        options.by === 'caseworker' ? 'CASEWORKER' : 'SCHOOL',
        'PLANS',
        'BEGUN',
        'CONSULTED',
        'DECIDED',
        'PREPARED',
        'PLANNED',
        '',
    ], groups.map(({ name, days }) => {
        const d = lastOf(days);
        return [name, ...[d.plans, d.begun, d.consulted, d.decided, d.prepared, d.planned].map(String), saying(d)];
    })));
};
const waiting = async (day, options) => {
    const today = todayOf(options);
    const on = campaignDay(day, today);
    const events = await withRecords(({ ledger }) => ledger.read(campaignId(on)));
    const state = foldCampaign(events);
    if (options.json)
        return sayJson({ today, on, waiting: state.waiting, released: state.released });
    if (events.length === 0)
        return say(`No consultation of the transfers of ${on} was asked for yet.`);
    const { perSchoolADay, lettersADay } = state.limits;
    say(`${counted(state.released, 'consultation')} sent, ${state.waiting.length} to send: at most ${lettersADay} a day, ${perSchoolADay} to a school.`);
    const schools = [...new Set(state.waiting.map((w) => w.school))];
    if (schools.length === 0)
        return;
    say('');
    say(table(['SCHOOL', 'WAITING'], schools.map((s) => [s, String(state.waiting.filter((w) => w.school === s).length)])));
};
const shareOut = async (day, options) => {
    const today = todayOf(options);
    const on = campaignDay(day, today);
    const by = actorOf(options.as, 'manager');
    const { officers, allocated } = await withRecords(async (records) => {
        const plans = await records.worklist.campaign.plans(on);
        const officers = (await policyOf(records, plans))?.campaign?.officers ?? [];
        const open = plans
            .filter((p) => p.reviewOpen === true)
            .map((p) => ({ caseRef: p.caseRef, institution: p.institution, caseworker: p.officer }));
        return {
            officers,
            allocated: allocate(open, officers.map((o) => o.id)),
        };
    });
    if (officers.length === 0)
        throw new WrongUsage(`The policy under which the reviews of ${on} are open names no officers of the campaign (campaign.officers).`);
    if (!options.dryRun && allocated.length > 0)
        await withEhcna(async (ehcna) => {
            for (const { caseRef, officer } of allocated) {
                const known = officers.find((o) => o.id === officer);
                const body = {
                    caseworker: officer,
                    name: known?.name ?? officer,
                    ...(known?.telephone ? { telephone: known.telephone } : {}),
                    ...(known?.email ? { email: known.email } : {}),
                };
                await ehcna.reviewCommand(caseRef, 'assignCaseworker', body, by(ehcna.signer));
            }
        });
    if (options.json)
        return sayJson({ today, on, dryRun: options.dryRun ?? false, allocated });
    say(table(['OFFICER', 'REVIEWS'], officers.map((o) => [o.id, String(allocated.filter((a) => a.officer === o.id).length)])));
    say(`\n${counted(allocated.length, 'review')} ${options.dryRun ? 'would be' : ''} given out.`.replace('  ', ' '));
};
const viewing = (command) => command
    .argument('[day]', 'the first of September at which it ends; the next one if left out')
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print one line of JSON');
export const campaignCommand = () => {
    const group = new Command('campaign').description('Children who change phase by a first of September: who they are, how far that is, who takes it (r18).');
    group.addCommand(viewing(new Command('list').description('Every plan with a transfer due, and why a year-group search would miss it.'))
        .option('--missed', 'only those that such a search would miss')
        .addHelpText('after', '\nExample:\n  ehcna campaign list 2027-09-01 --missed')
        .action(list));
    group.addCommand(viewing(new Command('burndown').description('What is prepared on each day against what was planned, from the day that reviews are opened to the target.'))
        .addOption(new Option('--by <what>', 'counted by').choices(['all', 'school', 'caseworker']).default('school'))
        .addHelpText('after', '\nExample:\n  ehcna campaign burndown 2027-09-01 --by caseworker')
        .action(burn));
    group.addCommand(viewing(new Command('waiting').description('Consultations that wait for their batch, by school.'))
        .addHelpText('after', '\nExample:\n  ehcna campaign waiting 2027-09-01')
        .action(waiting));
    group.addCommand(viewing(new Command('allocate').description("Share the open reviews out among the campaign's officers (policy, campaign.officers): a school's to one officer."))
        .option('--dry-run', 'say who would get what, and give nothing out')
        .option('--as <role[:id]>', 'who you are, where no identity says so; manager and your user name if left out')
        .addHelpText('after', '\nExample:\n  ehcna campaign allocate 2027-09-01 --dry-run')
        .action(shareOut));
    return group;
};
//# sourceMappingURL=campaign.js.map