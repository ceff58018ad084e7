/** `ehcna panel …`: the agendas, and what is said to a panel or of its actions. Read from the ledger. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { panelId } from '../../domain/ids.js';
import { meetingOnOrAfter } from '../../domain/panel/meetings.js';
import { foldPanel } from '../../domain/panel/panel.js';
import { addCommandsOf, dateOf } from './catalogue.js';
import { withRecords } from './connect.js';
import { NotThere, say, sayJson } from './outcome.js';
import { counted, table } from './table.js';
const panelNamed = async ({ ledger }, panel) => {
    const events = await ledger.read(panelId(panel));
    return events.length === 0 ? undefined : foldPanel(events);
};
/** Panels that no case was ever referred to are policy's alone and are not here. */
const panelsMet = async (records) => (await records.ledger.streams({ prefix: 'panel/' })).map((stream) => stream.slice('panel/'.length));
const nextMeeting = ({ panel, cancelled }, today) => meetingOnOrAfter(panel, today, cancelled);
const show = async (records, name, options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const state = await panelNamed(records, name);
    if (!state) {
        const known = (await panelsMet(records)).join(', ') || 'none';
        throw new NotThere(`No case was ever referred to a panel ${name}. Panels with an agenda: ${known}.`);
    }
    const agenda = [...state.agenda].sort((a, b) => (a.meetingOn < b.meetingOn ? -1 : 1));
    const next = nextMeeting(state, today);
    if (options.json)
        return sayJson({ panel: name, name: state.panel.name, nextMeetingOn: next, agenda });
    say(`${state.panel.name} (${name}), next meeting ${next}, ${counted(agenda.length, 'case')} to hear.`);
    if (agenda.length === 0)
        return;
    say('');
    say(table(['MEETING', 'CASE', 'REFERRAL', 'QUESTION', 'REFERRED', 'WHY'], agenda.map((e) => [e.meetingOn, e.caseRef, e.referralId, e.question, e.referredOn, e.reason])));
};
const list = async (records, options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const names = await panelsMet(records);
    const panels = await Promise.all(names.map(async (name) => {
        const state = (await panelNamed(records, name));
        return {
            panel: name,
            name: state.panel.name,
            nextMeetingOn: nextMeeting(state, today),
            cases: state.agenda.length,
        };
    }));
    if (options.json)
        return sayJson({ panels });
    if (panels.length === 0)
        return say('No case was referred to a panel yet.');
    say(table(['PANEL', 'NEXT MEETING', 'CASES', 'NAME'], panels.map((p) => [p.panel, p.nextMeetingOn, String(p.cases), p.name])));
};
const viewing = (command) => command
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print one line of JSON');
export const panelGroup = () => {
    const group = new Command('panel').description('The panels: agendas, recommendations and the actions they named.');
    group.addCommand(viewing(new Command('list').description('The panels that cases were referred to, with their next meeting.'))
        .addHelpText('after', '\nExample:\n  ehcna panel list')
        .action((options) => withRecords((records) => list(records, options))));
    group.addCommand(viewing(new Command('show')
        .description('The agenda of one panel, by meeting.')
        .argument('<panel>', 'such as stuck-cases'))
        .addHelpText('after', '\nExample:\n  ehcna panel show stuck-cases')
        .action((panel, options) => withRecords((records) => show(records, panel, options))));
    return addCommandsOf('panel', group);
};
//# sourceMappingURL=panel.js.map