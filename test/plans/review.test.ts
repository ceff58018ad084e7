/** What a review decides, by the law's own examples and by what people do: early, late, twice, in any order. */
import { describe, expect, it } from 'vitest';
import { reviewAgenda } from '../../domain/review/agenda.js';
import { attendancePriority, reviewTasks } from '../../domain/review/tasks.js';
import { reviewedIn } from '../../domain/review/ended.js';
import { Review, sections } from './samples.js';

const held = (over: ConstructorParameters<typeof Review>[1] = {}): Review => {
  const review = new Review('2026-09-01', {
    plan: { version: 1, madeOn: '2025-10-20', sections },
    anchor: { ruleId: 'ar-12m-first', on: '2025-12-10' },
    ...over,
  });
  review.say('2026-09-10', 'arrangeMeeting', { meetingOn: '2026-10-07' });
  review.say('2026-09-11', 'recordInvitations');
  review.say('2026-09-15', 'circulatePapers');
  expect(
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent', 'school'], adulthoodDiscussed: true }),
  ).toBeUndefined();
  return review;
};

const decided = (fields: object, on = '2026-10-28'): Review => {
  const review = held();
  review.say('2026-10-14', 'submitReport', { author: 'The SENCO', recommendation: 'amend', findings: 'Some.' });
  expect(review.say(on, 'decideReview', { reasons: 'Because.', ...fields })).toBeUndefined();
  return review;
};

const AMEND = { outcome: 'amend', amendments: 'Section F: twelve hours.' };

describe('the dates of a review', () => {
  it('are counted back from its meeting, and on from it', () => {
    const review = held();
    expect([review.clock('ar-invite-2w'), review.clock('ar-papers-2w')]).toEqual(['met 2026-09-23', 'met 2026-09-23']);
    expect([review.clock('ar-report-2w'), review.clock('ar-decision-4w')]).toEqual([
      'running 2026-10-21',
      'running 2026-11-04',
    ]);
  });

  it('move with a meeting that is moved, to which everyone is invited again', () => {
    const review = new Review('2026-09-01');
    review.say('2026-09-10', 'arrangeMeeting', { meetingOn: '2026-10-07' });
    review.say('2026-09-20', 'recordInvitations');
    expect(review.clock('ar-invite-2w')).toBe('met 2026-09-23');
    review.say('2026-09-21', 'arrangeMeeting', { meetingOn: '2026-09-30' });
    expect(review.clock('ar-invite-2w')).toBe('running 2026-09-16');
    expect(review.say('2026-09-21', 'arrangeMeeting', { meetingOn: '2026-09-20' })).toBe('meeting-past');
  });

  it('end with the notice of the decision, not with the decision', () => {
    const review = new Review('2026-09-01', {}, false);
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent'] });
    review.say('2026-10-10', 'submitReport', { author: 'x', recommendation: 'maintain', findings: 'y' });
    review.say('2026-10-12', 'decideReview', { outcome: 'maintain', reasons: 'z' });
    expect(review.state.stage).toBe('finished');
    expect(review.clock('ar-12m-first')).toMatch(/^running/);
    // Its letter is still owed, so its clocks still run out.
    expect(reviewAgenda(review.state, '2026-10-13').map((item) => item.on)).toContain('2026-11-05');
  });
});

describe('a lighter look at a child under five', () => {
  const SYSTEM = { role: 'system', id: 'plan' } as const;
  const lighter = (): Review =>
    held({ kind: 'under-5', anchor: null, plan: { version: 1, madeOn: '2025-10-20', sections } });

  it('that gives way while amendments are with the family tells it that there are none, within its time (r22(4))', () => {
    const review = lighter();
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
    expect(review.say('2026-10-20', 'decideReview', { reasons: 'z', ...AMEND })).toBeUndefined();
    expect(review.say('2026-10-25', 'stopReview', { by: SYSTEM, reason: 'gives-way' })).toBeUndefined();
    expect(review.clock('ar-noamend-8w')).toMatch(/^met/);
    expect(review.state.stage).toBe('finished');
  });

  it('that somebody finds not needed is what the next is counted from', () => {
    const review = lighter();
    expect(review.say('2026-10-09', 'stopReview', { reason: 'not-needed' })).toBeUndefined();
    expect(reviewedIn(review.state)).toMatchObject({ outcome: 'maintain', notifiedOn: '2026-10-09' });
  });
});

/** law.md section 8: meeting Wed 7 Oct 2026, papers sent Wed 28 Oct: 8w Wed 23 Dec, 12w Wed 30 Dec. */
describe('an amendment (R (L, M & P) v Devon)', () => {
  it('has eight weeks from the papers and twelve from the meeting', () => {
    const review = decided(AMEND);
    expect(review.clock('ar-amend-notice-4w')).toBe('met 2026-11-04');
    expect([review.clock('ar-final-8w'), review.clock('ar-final-12w')]).toEqual([
      'running 2026-12-23',
      'running 2026-12-30',
    ]);
    expect(reviewTasks(review.state).find((t) => t.key === 'finalise')?.dueOn).toBe('2026-12-22');
  });

  it('whose papers went late has twelve weeks from the meeting all the same', () => {
    const review = decided(AMEND, '2026-11-18');
    expect(review.clock('ar-amend-notice-4w')).toBe('late 2026-11-04 authority');
    expect([review.clock('ar-final-8w'), review.clock('ar-final-12w')]).toEqual([
      'running 2027-01-13',
      'running 2026-12-30',
    ]);
    expect(reviewTasks(review.state).find((t) => t.key === 'finalise')?.dueOn).toBe('2026-12-29');
  });

  it('waits for fifteen days from service, which a named officer may set aside', () => {
    const review = decided(AMEND);
    // Posted on Wednesday 28 October, served the next working day.
    expect(review.state.proposal).toEqual({ sentOn: '2026-10-28', servedOn: '2026-10-29', periodEndsOn: '2026-11-12' });
    expect(review.say('2026-11-12', 'finaliseAmendment', { sections })).toBe('period-running');
    const earlyOverride = { officer: 'cw-1', reason: 'The family asks for it in writing' };
    expect(review.say('2026-11-12', 'finaliseAmendment', { sections, earlyOverride })).toBeUndefined();
    expect(review.state.amended?.version).toBe(2);
  });

  it('is made without naming anything in section I only if that is refused', () => {
    const review = decided(AMEND);
    expect(review.say('2026-12-01', 'finaliseAmendment', { sections: { ...sections, I: ' ' } })).toBe('section-I');
  });

  it('may be given up, with a notice of its own within the eight weeks', () => {
    const review = decided(AMEND);
    expect(review.say('2026-12-01', 'abandonAmendment', { reasons: 'The school agrees' })).toBeUndefined();
    expect(review.clock('ar-noamend-8w')).toBe('met 2026-12-23');
    expect(review.clock('ar-final-8w')).toMatch(/^void/);
    expect(review.state.stage).toBe('finished');
  });

  it('says what is to be changed, and nothing else does', () => {
    const review = held();
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
    expect(review.say('2026-10-20', 'decideReview', { outcome: 'amend', reasons: 'z' })).toBe('amendments');
    expect(review.say('2026-10-20', 'decideReview', { ...AMEND, outcome: 'maintain', reasons: 'z' })).toBe(
      'amendments',
    );
  });

  it('of a plan whose text is elsewhere goes by other means', () => {
    const review = held({ plan: { version: 1, madeOn: '2025-10-20', sections: null } });
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
    expect(review.say('2026-10-20', 'decideReview', { ...AMEND, reasons: 'z' })).toBe('plan-not-held');
    expect(
      review.say('2026-10-20', 'decideReview', { ...AMEND, reasons: 'z', noticeAlreadySentOn: '2026-10-20' }),
    ).toBeUndefined();
    expect(review.clock('ar-final-8w')).toBe('running 2026-12-15');
  });
});

describe('a proposal whose letter came back', () => {
  const cameBack = (): Review => {
    const review = held();
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
    review.lettersGo = false;
    review.say('2026-10-20', 'decideReview', { ...AMEND, reasons: 'z' });
    review.refuse('2026-10-21', 'review-amend');
    return review;
  };

  it('is proposed to nobody yet, and cannot be waved away', () => {
    const review = cameBack();
    expect(review.state.proposal).toBeNull();
    const [letter] = review.state.letters.filter((l) => l.state === 'refused');
    const said = { letterId: letter?.id, outcome: 'not-needed', note: 'x' };
    expect(review.say('2026-10-22', 'resolveLetter', said)).toBe('notice-owed');
  });

  it('gives the family its days from when it is sent again', () => {
    const review = cameBack();
    const [letter] = review.state.letters.filter((l) => l.state === 'refused');
    review.lettersGo = true;
    expect(
      review.say('2026-11-02', 'resolveLetter', { letterId: letter?.id, outcome: 'send-again', note: 'x' }),
    ).toBeUndefined();
    expect(review.state.proposal).toEqual({ sentOn: '2026-11-02', servedOn: '2026-11-03', periodEndsOn: '2026-11-17' });
    const again = review.events.findLast(
      (e) => e.type === 'letter.requested' && e.data.letter.notice === 'review-amend',
    );
    expect(again).toMatchObject({ data: { letter: { facts: { respondBy: '2026-11-17' } } } });
  });
});

describe('a report', () => {
  it('that comes before anybody said the meeting was held counts from the meeting', () => {
    const review = new Review('2026-09-01');
    review.say('2026-10-01', 'submitReport', { author: 'x', recommendation: 'maintain', findings: 'y' });
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent'] }, '2026-10-09');
    expect(review.clock('ar-report-2w')).toBe('met 2026-10-21');
  });

  it('that a portal delivers twice is one; papers too', () => {
    const review = held();
    const document = { author: 'x', recommendation: 'maintain', documentHash: 'a'.repeat(64) };
    review.say('2026-10-14', 'submitReport', document);
    review.say('2026-10-15', 'submitReport', document);
    review.say('2026-10-15', 'addReviewAdvice', { adviceId: 'A1', from: 'health', title: 'Late' });
    review.say('2026-10-16', 'addReviewAdvice', { adviceId: 'A1', from: 'health', title: 'Late' });
    expect(review.types.filter((t) => t === 'report.submitted' || t === 'reviewAdvice.added')).toHaveLength(2);
  });

  it('that is incomplete goes back, and is chased again', () => {
    const review = held();
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'maintain', findings: 'y' });
    expect(review.say('2026-10-15', 'returnReport', { reasons: 'Section F' })).toBeUndefined();
    expect(review.say('2026-10-16', 'decideReview', { outcome: 'maintain', reasons: 'z' })).toBe('no-report');
    review.pass('2026-10-23');
    expect(review.types).toContain('report.chased');
    expect(review.say('2026-10-24', 'returnReport', { reasons: 'Again' })).toBe('no-report');
  });

  it('is read before anything is decided from year 11 on', () => {
    const review = held({ yearGroup: 11 });
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'cease', findings: 'y' });
    expect(review.say('2026-10-20', 'decideReview', { outcome: 'cease', reasons: 'z' })).toBe('report-unread');
    review.say('2026-10-20', 'readReport', { provision: 'delivered', plannedTransition: 'College' });
    review.say('2026-10-20', 'consultOnCeasing', { ground: 'no-longer-necessary', reasons: 'z' });
    review.say('2026-10-21', 'recordCeasingViews', { from: 'family', agrees: true });
    review.say('2026-10-21', 'recordCeasingViews', { from: 'institution', agrees: true });
    const cease = { outcome: 'cease', reasons: 'z', notNeeded: 'It is given to every pupil' };
    expect(review.say('2026-10-21', 'decideReview', cease)).toBeUndefined();
  });

  it('that never comes leaves a decision on time possible, with its reason', () => {
    const review = held();
    expect(review.say('2026-11-01', 'decideReview', { outcome: 'maintain', reasons: 'z' })).toBe('no-report');
    const said = { outcome: 'maintain', reasons: 'z', withoutReport: 'The school has closed' };
    expect(review.say('2026-11-01', 'decideReview', said)).toBeUndefined();
    expect(review.clock('ar-decision-4w')).toBe('met 2026-11-04');
  });
});

describe('a meeting', () => {
  it('says from year 9 on whether it considered adulthood; where it did not there is a task', () => {
    const review = new Review('2026-09-01', { yearGroup: 9 });
    expect(review.say('2026-10-07', 'holdMeeting', { attended: ['parent'] })).toBe('adulthood-missing');
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent'], adulthoodDiscussed: false });
    expect(reviewTasks(review.state).map((t) => t.key)).toContain('adulthood');
  });

  it('is attended by priority: what the school says, care, key years; and otherwise by nobody', () => {
    const priority = (over: ConstructorParameters<typeof Review>[1]) =>
      attendancePriority(new Review('2026-09-01', over).state);
    expect(priority({ yearGroup: 3 })).toBeNull();
    expect(priority({ yearGroup: 6 })).toMatch(/key year/);
    const flagged = new Review('2026-09-01', { yearGroup: 3 });
    flagged.say('2026-09-02', 'flagAttendance', { reason: 'Close to breaking down' });
    expect(attendancePriority(flagged.state)).toMatch(/critical/);
  });

  it('that the authority holds it invites to; a school is asked, and reminded', () => {
    const own = new Review('2026-09-01', { convenedBy: 'authority' });
    own.say('2026-09-02', 'arrangeMeeting', { meetingOn: '2026-10-07' });
    expect(own.state.letters.map((l) => `${l.notice} ${l.recipientRole}`)).toEqual([
      'review-invitation parent',
      'review-invitation head',
      'review-invitation health-commissioner',
      'review-invitation social-care',
    ]);
    expect(own.clock('ar-invite-2w')).toBe('met 2026-09-23');
    const asked = new Review('2026-09-01');
    asked.pass('2026-12-30');
    expect(asked.state.letters.map((l) => l.notice)).toEqual(['review-request', 'review-request-reminder']);
  });
});

describe('what comes too late or too early', () => {
  it('is refused in words that say why', () => {
    const review = decided({ outcome: 'maintain' });
    expect(review.say('2026-11-01', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' })).toBe(
      'review-finished',
    );
    expect(review.say('2026-11-02', 'recordContact', { channel: 'telephone', direction: 'to-family' })).toBeUndefined();
    const early = new Review('2026-09-01');
    expect(early.say('2026-09-02', 'decideReview', { outcome: 'maintain', reasons: 'z' })).toBe('meeting-not-held');
    expect(early.say('2026-09-02', 'finaliseAmendment', { sections })).toBe('not-proposed');
    expect(early.say('2027-09-02', 'flagAttendance', { reason: 'x' }, '2026-09-02')).toBe('in-the-future');
    expect(early.say('2025-09-02', 'flagAttendance', { reason: 'x' })).toBe('before-the-plan');
  });
});
