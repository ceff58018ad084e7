/**
 * A second reading of a case: what it should have come to, told from what was done to it and on which days. It looks back
 * over the whole log each time, keeps no state, folds no event and counts days by JavaScript's own calendar, so that it can
 * disagree with decide() and evolve(). Law and local practice are written here once more, by hand.
 */
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { Run } from './model.js';

const plus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const latest = (dates: readonly string[]): string => [...dates].sort().at(-1) ?? '';

/** England and Wales, from the GOV.UK list. */
const BANK_HOLIDAYS = new Set(
  `2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-04
   2026-05-25 2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27
   2027-12-28 2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26`.split(/\s+/),
);

/** First-class post is served on the next working day. */
const servedWhenPostedOn = (date: string): string => {
  const next = plus(date, 1);
  const weekday = new Date(`${next}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || BANK_HOLIDAYS.has(next) ? servedWhenPostedOn(next) : next;
};

/** Something that was done, with its place in the log. */
interface Act extends Record<string, unknown> {
  type: string;
  kind?: string;
  service?: string;
  adviceId?: string;
  consultationId?: string;
  i: number;
  today: string;
  on: string;
}

interface Asked {
  id: string;
  kind: string;
  statutory: boolean;
  to: string;
  i: number;
  today: string;
}

const ENDS = ['withdraw', 'recordMove', 'recordDeath', 'finalisePlan'];

const SERVICES: Record<string, string> = {
  'educational-psychology': 'psychology',
  medical: 'health',
  education: 'schools',
};

/** Schools begin their year in September; year 9 is the tenth from reception. */
const isOfYear9 = (born: string, on: string): boolean => {
  const schoolYear = (date: string) => Number(date.slice(0, 4)) - (date.slice(5, 7) < '09' ? 1 : 0);
  return schoolYear(on) - schoolYear(born) >= 14;
};

export class Expected {
  private readonly acts: Act[];
  private readonly sent = new Map<string, Act>();
  readonly letters: string[] = [];
  readonly advice: Asked[] = [];
  /** When a request was declined, or replaced by another or by what is on file. */
  private readonly over = new Map<string, number[]>();

  constructor(
    private readonly run: Run,
    private readonly notices: Pick<AssessmentState, 'letters'>['letters'] = run.state.letters,
  ) {
    this.acts = run.log.map(({ today, on, did }, i) => ({ ...did, i, today, on }));
    for (const act of this.acts) if (act.type === 'letterSent') this.sent.set(String(act.letterId), act);
    this.write();
  }

  private all(type: string, until = Infinity): Act[] {
    return this.acts.filter((act) => act.type === type && act.i < until);
  }

  private last(type: string, until = Infinity): Act | undefined {
    return this.all(type, until).at(-1);
  }

  // What the case is.

  end(): { i: number; today: string; on: string; outcome: string } | undefined {
    const { from, place } = this.run;
    if (from.turnedAway) return { i: -1, today: place.received, on: place.received, outcome: 'turned-away' };
    const act = this.acts.find(
      (a) =>
        ENDS.includes(a.type) ||
        (a.type === 'decideToAssess' && a.outcome === 'refuse') ||
        (a.type === 'decideToIssue' && a.outcome === 'no-plan'),
    );
    if (!act) return undefined;
    const outcomes: Record<string, string> = {
      withdraw: 'withdrawn',
      recordMove: 'moved-away',
      recordDeath: 'died',
      finalisePlan: 'final-plan',
      decideToAssess: 'refused-to-assess',
      decideToIssue: 'no-plan',
    };
    return { i: act.i, today: act.today, on: act.on, outcome: outcomes[act.type] as string };
  }

  stage(): string {
    return this.stageAt(Infinity);
  }

  /** The day by which the family may answer the draft that stands; null where none is served. */
  periodEndsOn(): string | null {
    const served = this.last('serveDraft');
    if (!served) return null;
    // A change that goes beyond what the family said makes it a draft that is not served yet.
    if (this.all('prepareDraft').some((a) => a.i > served.i && a.basis !== 'representations')) return null;
    const days = Number(served.periodDays ?? 15);
    // In a case that is over nobody's period runs any more.
    const over = this.end()?.i ?? Infinity;
    const again = this.acts.filter((a) => a.i > served.i && a.i < over).flatMap((a) => this.servedAgain(a));
    return plus(latest([servedWhenPostedOn(served.today), ...again]), days - 1);
  }

  private servedAgain(act: Act): string[] {
    if (act.type === 'addParent') return [servedWhenPostedOn(act.today)];
    if (act.type !== 'resolveLetter' || this.letterOf(act)?.notice !== 'draft') return [];
    if (act.outcome === 'send-again') return [servedWhenPostedOn(act.today)];
    return act.outcome === 'sent-by-other-means' ? [act.on] : [];
  }

  private letterOf(act: Act) {
    return this.notices.find((l) => l.id === act.letterId);
  }

  // Who belongs to the case.

  private receivedOn(until = Infinity): string {
    return this.facts(until).get('receivedOn') ?? this.run.place.received;
  }

  private facts(until = Infinity): Map<string, string> {
    return new Map(this.all('correctFact', until).map((a) => [String(a.fact), String(a.value)]));
  }

  private family(until = Infinity): string[] {
    let family = this.run.from.parents === 2 ? ['parent-1', 'parent-2'] : ['parent-1'];
    const ever = new Set(family);
    for (const act of this.acts) {
      if (act.i >= until) break;
      if (act.type === 'removeParent') family = family.filter((id) => id !== act.partyId);
      if (act.type !== 'addParent') continue;
      const numbers = Array.from({ length: 99 }, (_, i) => `parent-${family.length + 1 + i}`);
      const id = numbers.find((x) => !ever.has(x)) as string;
      family = [...family, id];
      ever.add(id);
    }
    return family;
  }

  private school(until = Infinity): { name: string } | undefined {
    const change = this.last('changeSetting', until);
    if (change) return change.setting as { name: string } | undefined;
    return this.run.from.setting === 'none' ? undefined : { name: 'Hillside School' };
  }

  private bodies(until: number): string[] {
    return ['health-commissioner', 'social-care', ...(this.school(until) ? ['setting'] : [])];
  }

  /** Reg 6(1)-(2), from the facts as they stood. */
  private kindsNeeded(until: number, on: string): string[] {
    const { from } = this.run;
    const facts = this.facts(until);
    const serviceFamily = facts.has('serviceFamily') ? facts.get('serviceFamily') === 'true' : from.serviceFamily;
    return [
      'parent',
      'education',
      ...(serviceFamily ? ['defence'] : []),
      'medical',
      'educational-psychology',
      'social-care',
      ...(isOfYear9(facts.get('dateOfBirth') ?? from.born, on) ? ['adulthood'] : []),
      ...((facts.get('sensoryNeed') ?? from.sensoryNeed) === 'none' ? [] : ['sensory']),
    ];
  }

  // Letters that are owed for what was done; what time alone sends is not counted here.

  private post(notice: string, ...to: string[]): void {
    for (const id of to) this.letters.push(`${notice} to ${id}`);
  }

  private write(): void {
    const { source, turnedAway } = this.run.from;
    const body: Record<string, string[]> = {
      health: ['health-commissioner'],
      'social-care': ['social-care'],
      school: this.school(0) ? ['setting'] : [],
    };
    this.post(turnedAway ? 'not-taken-up' : 'acknowledgement', ...this.family(0), ...(body[source] ?? []));
    if (!turnedAway) this.post('considering', ...this.family(0), ...this.bodies(0));
    for (const act of this.acts) this.writeFor(act);
  }

  private writeFor(act: Act): void {
    const family = this.family(act.i);
    const bodies = this.bodies(act.i);
    const { outcome } = act;
    switch (act.type) {
      case 'decideToAssess':
        this.post(outcome === 'assess' ? 'will-assess' : 'refusal-to-assess', ...family, ...bodies);
        if (outcome === 'assess') this.seek(act);
        return;
      case 'correctFact':
        if (act.fact !== 'receivedOn' && ['gathering-advice', 'drafting'].includes(this.stageAt(act.i))) this.seek(act);
        return;
      case 'requestAdvice':
        return act.service
          ? this.ask(act, act.kind ?? '', `service-${act.service}`, act.service === 'health')
          : this.ask(act, act.kind ?? '', `adviser-${this.known(act.i)}`);
      case 'reuseAdvice':
        for (const a of this.outstanding(act.i).filter((x) => x.kind === act.kind)) this.drop(a.id, act.i);
        this.advice.push({
          id: `R-${act.kind ?? ''}`,
          kind: act.kind ?? '',
          statutory: false,
          to: '',
          i: act.i,
          today: act.today,
        });
        return;
      case 'declineAdvice':
        return this.drop(act.adviceId ?? '', act.i);
      case 'checkAdvice':
        if (outcome === 'return') this.post('advice-returned', this.addressee(act.adviceId ?? '', act.i));
        return;
      case 'addEvidence':
        return act.from === 'family' ? this.passOn(act.i) : undefined;
      case 'attachDocument':
        return act.evidenceId ? this.passOn(act.i) : undefined;
      case 'recordFamilyCall':
        return outcome === 'held' && act.consentToShare ? this.passOn(act.i) : undefined;
      case 'changeSetting':
        return this.writeToNewSchool(act);
      case 'addParent':
        return this.tellSoFar(act);
      case 'decideToIssue':
        if (outcome === 'issue') return this.post('will-issue', ...family);
        return this.post('no-plan', ...family, ...bodies.filter((id) => id !== 'social-care'));
      case 'serveDraft':
        return this.post('draft', ...family);
      case 'consultProviders':
        return this.post('consultation', `provider-C${this.all('consultProviders', act.i).length + 1}`);
      case 'finalisePlan': {
        const placed = this.last('namePlacement', act.i);
        const school = placed?.kind === 'institution' ? [`provider-${placed.consultationId}`] : [];
        return this.post('final', ...family, ...school, 'health-commissioner');
      }
      case 'withdraw':
        return this.post('withdrawal-confirmed', ...this.everyone(act.i));
      case 'recordMove':
        return this.post('transferred-out', ...this.everyone(act.i));
      case 'resolveLetter': {
        const letter = this.letterOf(act);
        if (outcome === 'send-again' && letter) this.post(letter.notice, letter.recipientId);
        return;
      }
      default:
    }
  }

  private stageAt(i: number): string {
    if ((this.end()?.i ?? Infinity) < i) return 'finished';
    if (this.last('serveDraft', i)) return 'draft-with-family';
    if (this.last('decideToIssue', i)) return 'drafting';
    return this.last('decideToAssess', i) ? 'gathering-advice' : 'considering';
  }

  private known(until: number): number {
    return this.advice.filter((a) => a.i < until).length + 1;
  }

  private seek(act: Act): void {
    for (const kind of this.kindsNeeded(act.i + 1, act.on))
      if (!this.advice.some((a) => a.kind === kind)) this.askOwn(act, kind);
  }

  /** Whom a kind of advice is asked of as a matter of course. */
  private askOwn(act: Act, kind: string): void {
    const [first] = this.family(act.i + 1);
    if (kind === 'parent') this.ask(act, kind, first as string);
    else if (kind === 'education' && this.school(act.i + 1)) this.ask(act, kind, 'setting');
    else this.ask(act, kind, `service-${SERVICES[kind] ?? kind}`, kind === 'medical');
  }

  private ask(act: Act, kind: string, to: string, statutory = false): void {
    this.advice.push({ id: `A${this.advice.length + 1}`, kind, statutory, to, i: act.i, today: act.today });
    this.post('advice-request', ...(kind === 'parent' && to.startsWith('parent') ? this.family(act.i) : [to]));
  }

  /** Asked, and neither in, declined nor replaced: what happened to it last is nothing, or its return for revision. */
  private outstanding(until: number): Asked[] {
    return this.advice.filter((a) => {
      if (a.id.startsWith('R-') || a.i >= until) return false;
      const acts = this.acts.filter((act) => act.adviceId === a.id && act.i < until);
      const last = acts.findLast((act) => act.type === 'submitAdvice' || act.type === 'checkAdvice');
      const over = this.over.get(a.id)?.at(-1) ?? -1;
      return over > (last?.i ?? -1) ? false : last === undefined || last.outcome === 'return';
    });
  }

  private drop(id: string, i: number): void {
    this.over.set(id, [...(this.over.get(id) ?? []), i]);
  }

  /** Where letters about a request go now: to the family as it is now, else where the request went. */
  private addressee(id: string, until: number): string {
    const asked = this.advice.find((a) => a.id === id);
    if (!asked?.to.startsWith('parent')) return asked?.to ?? '';
    let to = asked.to;
    for (const act of this.all('removeParent', until))
      if (act.i > asked.i && act.partyId === to) to = this.family(act.i + 1)[0] as string;
    return to;
  }

  private passOn(until: number): void {
    for (const a of this.outstanding(until)) if (a.kind !== 'parent') this.post('advice-supplement', a.to);
  }

  private everyone(until: number): string[] {
    const advisers = this.outstanding(until).map((a) => this.addressee(a.id, until));
    const providers = this.all('consultProviders', until).map((_, i) => `provider-C${i + 1}`);
    return [...new Set([...this.family(until), ...this.bodies(until), ...advisers, ...providers])];
  }

  private writeToNewSchool(act: Act): void {
    const [before, now] = [this.school(act.i), this.school(act.i + 1)];
    const another = now !== undefined && before?.name !== now.name;
    if (another) this.post(this.last('decideToAssess', act.i) ? 'will-assess' : 'considering', 'setting');
    if (!another && now) return;
    const owed = this.outstanding(act.i).filter((a) => a.kind === 'education' && a.to === 'setting');
    for (const a of owed) this.drop(a.id, act.i);
    if (owed.length > 0) this.askOwn(act, 'education');
  }

  private tellSoFar(act: Act): void {
    const added = this.family(act.i + 1).at(-1) as string;
    if (!this.last('decideToAssess', act.i))
      return (this.post('acknowledgement', added), this.post('considering', added));
    this.post('will-assess', added);
    for (const a of this.outstanding(act.i)) if (a.to.startsWith('parent')) this.post('advice-request', added);
    if (this.last('decideToIssue', act.i)) this.post('will-issue', added);
    const served = this.last('serveDraft', act.i);
    if (served && !this.all('prepareDraft', act.i).some((a) => a.i > served.i && a.basis !== 'representations'))
      this.post('draft', added);
  }

  // Clocks: what each must be by now, by dates and the order in which things were done.

  clocks(): Map<string, { due: string; states: string[] }> {
    const clocks = new Map<string, { due: string; states: string[] }>();
    if (this.run.from.turnedAway) return clocks;
    const add = (key: string, clock: Clock) =>
      clocks.set(key, { due: clock.due(Infinity), states: this.stateOf(key, clock) });
    const received = (days: number) => (until: number) => plus(this.receivedOn(until), days);
    const assess = this.last('decideToAssess');
    const issue = this.last('decideToIssue');
    const final = this.last('finalisePlan');
    const notice = (act: Act | undefined, ...names: string[]) => (act ? this.noticeGiven(act, names) : {});
    add('ehcna-decision-6w', {
      due: received(42),
      ...notice(assess, 'will-assess', 'refusal-to-assess'),
      owed: assess?.outcome === 'refuse',
    });
    const refused = issue?.outcome === 'no-plan' ? issue : undefined;
    add('plan-decision-16w', { due: received(112), ...(refused ? {} : notice(issue, 'will-issue')), gone: refused?.i });
    if (refused) add('noplan-16w', { due: received(112), ...notice(refused, 'no-plan'), owed: true });
    add('plan-final-20w', { due: received(140), ...notice(final, 'final'), owed: final !== undefined });
    for (const a of this.advice.filter((x) => !x.id.startsWith('R-'))) {
      const submitted = this.acts.find((act) => act.type === 'submitAdvice' && act.adviceId === a.id);
      const due = () => plus(a.today, 42);
      const done = submitted && { i: submitted.i, on: submitted.on };
      add(`${a.statutory ? 'advice-6w' : 'advice-nons31-6w'}:${a.id}`, { due, done, dropped: this.over.get(a.id) });
    }
    for (const [i, act] of this.all('consultProviders').entries()) {
      const id = `C${i + 1}`;
      const reply = this.acts.find((x) => x.type === 'recordReply' && x.consultationId === id);
      add(`school-reply-15d:${id}`, { due: () => plus(act.today, 15), done: reply && { i: reply.i, on: reply.on } });
    }
    return clocks;
  }

  /** When the last of a notice's letters to the family had gone; nothing while one has not, or where none went. */
  private noticeGiven(act: Act, names: string[]): { done?: { i: number; on: string }; waived?: boolean } {
    const fates = this.family(act.i).map((id) => {
      const letters = this.notices.filter((l) => names.includes(l.notice) && l.recipientId === id);
      const letter = letters.at(-1);
      const resolved = this.all('resolveLetter').find((x) => x.letterId === letter?.id);
      if (resolved) return { i: resolved.i, on: resolved.outcome === 'sent-by-other-means' ? resolved.on : '' };
      const sent = this.sent.get(letter?.id ?? '');
      return sent ? { i: sent.i, on: sent.today } : undefined;
    });
    if (fates.includes(undefined)) return {};
    const on = latest(fates.map((fate) => fate?.on ?? ''));
    return on === '' ? { waived: true } : { done: { i: Math.max(...fates.map((fate) => fate?.i ?? 0)), on } };
  }

  private stateOf(key: string, clock: Clock): string[] {
    const end = this.end();
    const { today } = this.run;
    const excused = this.excuses(key);
    const late = (i: number) => (excused.some((x) => x < i) ? 'excepted' : 'missed');
    const dayOf = (i: number) => this.acts[i]?.today ?? today;
    const stops = [clock.gone, ...(clock.dropped ?? []), clock.owed ? undefined : end?.i].filter(
      (i) => i !== undefined,
    );
    const done =
      clock.done && !stops.some((i) => this.stops(clock, i, late, clock.done?.i ?? 0)) ? clock.done : undefined;
    if (done) {
      if (done.on <= clock.due(Infinity)) return ['met'];
      return [excused.length > 0 ? 'excepted' : 'late'];
    }
    if (clock.gone !== undefined) return ['void'];
    for (const i of stops.sort((a, b) => a - b)) {
      const missed = clock.due(i) < dayOf(i) && late(i) === 'missed';
      if (!missed) return i === end?.i && this.movedOn(dayOf(i), i) ? ['void', 'missed'] : ['void'];
      if (i === end?.i && (this.movedOn(dayOf(i), i) || this.movedAfter(i))) return ['void', 'missed'];
    }
    if (clock.waived && end) return ['running', 'missed', 'excepted', 'void'];
    const state = clock.due(Infinity) < today ? late(Infinity) : 'running';
    // A date of receipt that was corrected today is looked at again tomorrow.
    return state !== 'running' && this.movedOn(today, Infinity) ? [state, 'running'] : [state];
  }

  /** Whether a clock was at an end by then: a breach that had happened stays one, and can still be done late. */
  private stops(clock: Clock, i: number, late: (i: number) => string, doneAt: number): boolean {
    const missed = clock.due(i) < (this.acts[i]?.today ?? '') && late(i) === 'missed';
    return i < doneAt && !missed;
  }

  private movedOn(day: string, until: number): boolean {
    return this.all('correctFact', until).some((a) => a.fact === 'receivedOn' && a.today === day);
  }

  private movedAfter(i: number): boolean {
    return this.all('correctFact').some((a) => a.fact === 'receivedOn' && a.i > i);
  }

  private excuses(key: string): number[] {
    const own = (a: Act) =>
      (a.type === 'recordException' &&
        (a.ruleId === key || (key === 'noplan-16w' && a.ruleId === 'plan-decision-16w'))) ||
      (a.type === 'excuseAdvice' && key === `advice-6w:${a.adviceId}`);
    return this.acts.filter(own).map((a) => a.i);
  }
}

interface Clock {
  /** By what was known before that place in the log. */
  due: (until: number) => string;
  done?: { i: number; on: string } | undefined;
  /** Its notice is owed although the case is over. */
  owed?: boolean;
  /** Nobody has to do it any more, whether it was late or not. */
  gone?: number | undefined;
  /** Declined, or asked of another. */
  dropped?: number[] | undefined;
  /** All its letters were found not to be needed. */
  waived?: boolean;
}

const OF_TIME = new Set([
  'advice-reminder',
  'advice-chaser',
  'advice-escalation',
  'consultation-reminder',
  'consultation-chaser',
  'panel-action-chaser',
  'status-update',
]);

const counted = (list: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const x of list) counts.set(x, (counts.get(x) ?? 0) + 1);
  return counts;
};

const differences = (what: string, is: readonly string[], should: readonly string[]): string[] => {
  const [a, b] = [counted(is), counted(should)];
  return [...new Set([...is, ...should])]
    .filter((x) => a.get(x) !== b.get(x))
    .map((x) => `${what}: ${x}: ${a.get(x) ?? 0} instead of ${b.get(x) ?? 0}`);
};

/** Where the case is not what a second reading says that it should be. */
export const disagreements = (run: Run): string[] => {
  const { state } = run;
  const expected = new Expected(run);
  const faults: string[] = [];
  const say = (what: string, is: unknown, should: unknown) =>
    is === should ? 0 : faults.push(`${what} is ${String(is)} instead of ${String(should)}`);
  const end = expected.end();
  say('stage', state.stage, expected.stage());
  say('outcome', state.outcome, end?.outcome ?? null);
  say('finishedOn', state.finishedOn, end?.on ?? null);
  say('the end of the period', state.draft?.periodEndsOn ?? null, expected.periodEndsOn());
  const clocks = expected.clocks();
  const own = Object.values(state.deadlines).filter((d) => d.ruleId !== 'draft-15d');
  faults.push(
    ...differences(
      'clock',
      own.map((d) => d.key),
      [...clocks.keys()],
    ),
  );
  for (const { key, due, state: is } of own) {
    const should = clocks.get(key);
    if (!should) continue;
    if (is !== 'void') say(`${key}: due`, due, should.due);
    if (!should.states.includes(is)) faults.push(`${key} is ${is} instead of ${should.states.join(' or ')}`);
  }
  const written = state.letters.filter((l) => !OF_TIME.has(l.notice)).map((l) => `${l.notice} to ${l.recipientId}`);
  const owed = expected.letters.filter((l) => !OF_TIME.has(l.split(' ')[0] as string));
  faults.push(...differences('letter', written, owed));
  return faults;
};
