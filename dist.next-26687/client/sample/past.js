/** Lets a case's past happen day by day: what people did, what time brought about, what the panels said. */
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import { History } from '../../domain/assessment/history.js';
import { isOutstanding } from '../../domain/assessment/state.js';
import { addDays, startOfLondonDay } from '../../domain/civil-date.js';
import { meetingFor, meetingOnOrAfter } from '../../domain/panel/meetings.js';
import { caseworker, inOrder } from './acts/act.js';
import { workday } from './diary.js';
/** The authority's policy or the law refuses what the story tells. */
export class DoesNotFit extends Error {
    name = 'DoesNotFit';
}
export class Past {
    given;
    history;
    acts = [];
    seen = new Set();
    constructor(given) {
        this.given = given;
        const by = { role: 'caseworker', id: given.request.caseworker?.id ?? 'duty-01' };
        this.history = new History(given.caseRef, given.request, given.rules, by);
    }
    get state() {
        return this.history.state;
    }
    /** Plays what happened before today, then lets today's date have its effect, so that nothing is due at the start. */
    play(acts) {
        const { today } = this.given;
        this.acts = [...acts];
        let day = this.given.request.receivedOn;
        while (day < today) {
            this.live(day);
            day = this.nextDayAfter(day);
        }
        this.history.passTime(today);
        // Recorded when the day began: noon may not have come yet.
        const dawn = new Date(startOfLondonDay(today)).toISOString();
        return this.history.events.map((e) => (e.recordedAt > dawn ? { ...e, recordedAt: dawn } : e));
    }
    live(day) {
        this.history.passTime(day);
        this.listReferrals(day);
        for (let next = this.acts[0]; next && next.on <= day; next = this.acts[0]) {
            this.acts.shift();
            const command = next.does(this.state);
            if (command)
                this.carryOut(command, day);
        }
    }
    nextDayAfter(day) {
        const wake = nextWakeOn(this.state, day) ?? this.given.today;
        const act = this.acts[0]?.on ?? this.given.today;
        return act < wake ? act : wake;
    }
    carryOut(command, day) {
        const refusal = this.history.add(command, day);
        if (refusal)
            throw new DoesNotFit(`${this.given.caseRef}, ${command.type} on ${day}: ${refusal.reason}`);
        this.listReferrals(day);
    }
    /**
     * A referral whose meeting is past was listed and heard. One whose meeting is to come is left to the panel's own
     * process, which puts it on its agenda when it is told of it.
     */
    listReferrals(day) {
        for (const referral of this.state.referrals) {
            if (this.seen.has(referral.id) || referral.closedOn)
                continue;
            this.seen.add(referral.id);
            const panel = this.state.policy.panels.find((p) => p.id === referral.panel);
            if (panel)
                this.plan(this.meetings(panel, referral, day));
        }
    }
    meetings(panel, referral, day) {
        const { today, panelPutsOff } = this.given;
        const by = { role: 'system', id: `panel-${panel.id}` };
        const acts = [];
        let meetingOn = meetingFor(panel, day);
        let listedOn = day;
        for (let off = referral.question === 'assess' ? panelPutsOff : 0; meetingOn < today; off -= 1) {
            const listing = { referralId: referral.id, meetingOn };
            acts.push({ on: listedOn, does: (s) => ifOpen(s, referral.id, { type: 'recordListing', by, ...listing }) });
            if (off <= 0) {
                acts.push({
                    on: meetingOn,
                    does: (s) => ifOpen(s, referral.id, this.recommendation(s, referral, listing.meetingOn)),
                });
                break;
            }
            listedOn = addDays(meetingOn, panel.recordWithinDays + 1);
            meetingOn = meetingOnOrAfter(panel, addDays(meetingOn, 1));
        }
        return acts.filter((act) => act.on < today);
    }
    recommendation(s, referral, on) {
        const by = { role: 'system', id: `panel-${referral.panel}` };
        const { recommendation, reasons, action } = ADVICE_OF_PANEL[referral.question](s);
        const dueOn = workday(addDays(on, 14));
        if (action)
            this.plan(this.doing(`X${s.actions.length + 1}`, dueOn));
        return {
            type: 'recordRecommendation',
            by,
            referralId: referral.id,
            recommendation,
            reasons,
            actions: action ? [{ ...action, dueOn }] : [],
        };
    }
    /** Most actions are done about when they are due; some are not, and are chased. */
    doing(actionId, dueOn) {
        const { draw } = this.given;
        if (draw.chance(0.15))
            return [];
        const on = workday(addDays(dueOn, draw.chance(0.6) ? -draw.whole(0, 6) : draw.whole(1, 18)));
        return [
            {
                on,
                does: (s) => s.actions.some((a) => a.id === actionId && a.doneOn === null)
                    ? {
                        type: 'completeAction',
                        by: caseworker(s),
                        actionId,
                        outcome: 'Done, and the service has given a date.',
                    }
                    : undefined,
            },
        ];
    }
    plan(acts) {
        this.acts = inOrder([...this.acts, ...acts]);
    }
}
const ifOpen = (s, referralId, command) => s.referrals.some((r) => r.id === referralId && r.closedOn === null) ? command : undefined;
const stuckAdvice = (s) => {
    const late = s.advice.find((a) => isOutstanding(a) && a.manager !== null);
    const action = late?.manager
        ? {
            what: `Give a date for the ${late.kind.replaceAll('-', ' ')} advice, with a locum if there is none`,
            owner: late.manager.name,
            ...(late.manager.email ? { ownerEmail: late.manager.email } : {}),
        }
        : { what: 'Agree with the family how the case goes on', owner: 'SEND service manager' };
    return {
        recommendation: 'Move the case on',
        reasons: 'It has waited too long, and nobody has given a date.',
        action,
    };
};
const ADVICE_OF_PANEL = {
    assess: () => ({ recommendation: 'Assess', reasons: 'Support has been tried and needs are not understood.' }),
    issue: () => ({
        recommendation: 'Issue a plan',
        reasons: 'The advice so far describes more than is ordinarily available.',
    }),
    placement: () => ({
        recommendation: 'Look further afield',
        reasons: 'No school consulted can meet the need.',
        action: {
            what: 'Approach schools of neighbouring authorities',
            owner: 'Placement officer',
            ownerEmail: 'placement@northmere.example',
        },
    }),
    funding: () => ({ recommendation: 'Agree', reasons: 'It is what the plan provides.' }),
    stuck: stuckAdvice,
};
//# sourceMappingURL=past.js.map