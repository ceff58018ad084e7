import { describe, expect, it } from 'vitest';
import { CATALOGUE, factsNeeded, isFamily } from '../../letters/catalogue.js';
import { LetterFault, renderLetter, renderPlan } from '../../letters/render.js';
import { noticeLaw, STATUTORY_NOTICES } from '../../domain/law/notices.js';
import { SECTION_IDS, SECTIONS } from '../../domain/law/sections.js';
import { type Letter, NOTICES, type Notice, type Party } from '../../domain/letters.js';
import { every, readHtml, wordsOf } from './html.js';
import { AUTHORITY, letterOf, planOf } from './samples.js';

const sealed = (letter: Letter) => letter.enclosures.map((e) => ({ ...e, hash: 'f'.repeat(64) }));
const render = (letter: Letter) => renderLetter(letter, AUTHORITY, sealed(letter));
const words = (notice: Notice, role: Party['role'] = 'parent') => wordsOf(readHtml(render(letterOf(notice, role))));

/** Every notice to everyone it may go to. */
const EVERY = NOTICES.flatMap((notice) => CATALOGUE[notice].audience.map((role) => [notice, role] as const));

/** law.md section 5: a to e of the pack, in words that only that part holds. */
const PACK = {
  a: ['right to appeal to the First-tier Tribunal'],
  b: [
    'within the later of',
    'two months from the date of this notice',
    'one month from the date of your mediation certificate',
  ],
  // r32, item by item
  c: [
    'You have a right to mediation',
    'Before you appeal you must get a certificate from the mediation adviser',
    'Northmere Mediation',
    '01632 960101',
    'Contact the mediation adviser within two months',
    'within 30 days',
    'that you wish to go to mediation',
    'the issues you want to talk about',
    'the health care provision you want',
    'Tell Cass Worker at Northmere Council',
  ],
  d: ['Disagreement resolution', 'Northmere Resolve', 'Information and advice', 'Northmere SENDIASS'],
  e: ['power to make recommendations about the health care needs', 'social care needs'],
} as const;
type PackItem = keyof typeof PACK;

/** What each statutory notice must say to the family, and which pack it carries (law.md section 5). */
const REQUIRED: Partial<Record<Notice, { pack: PackItem[]; says: string[] }>> = {
  considering: { pack: [], says: ['right to express your views', 'submit evidence'] },
  'refusal-to-assess': { pack: ['a', 'b', 'c', 'd'], says: ['Our reasons', 'First reason.', 'Second reason.'] },
  'will-assess': { pack: [], says: ['have decided to carry out an assessment'] },
  'no-plan': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: ['The outcome of the assessment', 'Our reasons', 'The reasons at length.'],
  },
  'will-issue': { pack: [], says: ['The outcome of the assessment', 'Our reasons', 'The reasons at length.'] },
  draft: {
    pack: [],
    says: [
      'right to make representations',
      'right to request that a particular school',
      'at least 15 days, beginning with the day on which the draft was served',
      'Monday 16 March 2026',
      'require us to arrange a meeting with an officer',
      'Where to find out about schools',
      'get-information-schools.service.gov.uk',
    ],
  },
  final: { pack: ['a', 'b', 'c', 'd', 'e'], says: ['You do not need a certificate if your appeal is only about'] },
  'review-maintain': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'to continue',
      'Our reasons',
      'The reasons at length.',
      'appeal against our decision not to amend the plan following its review',
      'You do not need a certificate if your appeal is only about',
    ],
  },
  'review-amend': {
    pack: [],
    says: [
      'have decided to amend',
      'a copy of the plan as it stands and copies of any evidence',
      'The reasons at length.',
      'Section F: twelve hours a week.',
      'Section E: a new outcome.',
      'right to make representations about the proposed amendments',
      'right to request that a particular school',
      'at least 15 days, beginning with the day on which these papers were served',
      'Wednesday 18 March 2026',
      'require us to arrange a meeting with an officer of Northmere Council to discuss the amendments',
      'Where to find out about schools',
      'get-information-schools.service.gov.uk',
    ],
  },
  'review-cease': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'We have decided to cease to maintain',
      'The reasons at length.',
      'maintain the plan until the time for an appeal has ended or',
      'until it is finally determined: section 45(4)',
      'appeal against our decision to cease to maintain the plan',
    ],
  },
  cease: {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'We have decided to cease to maintain',
      'we asked you and the institution',
      'The reasons at length.',
      'until it is finally determined: section 45(4)',
      'appeal against our decision to cease to maintain the plan',
    ],
  },
  'amended-final': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'A copy of the amended plan is with this letter',
      'Imagined Academy, a mainstream academy',
      'the special educational provision in it (section F)',
      'You do not need a certificate if your appeal is only about',
    ],
  },
  'transfer-in': {
    pack: [],
    says: [
      'Southmere Council transferred',
      'Will there be an assessment? No.',
      'We will review the plan by Saturday 4 July 2026',
    ],
  },
  'no-amendment': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'decided not to amend',
      'Our reasons',
      'The reasons at length.',
      'appeal against our decision not to amend the plan',
      'You do not need a certificate if your appeal is only about',
    ],
  },
  'no-reassessment': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'We have decided not to carry out a reassessment',
      'The plan stays in force',
      'The reasons at length.',
      'appeal against our decision not to carry out the reassessment',
    ],
  },
  'will-reassess': {
    pack: [],
    says: ['have decided to carry out a reassessment', 'Friday 20 March 2026', '14 weeks after we gave notice'],
  },
  'reassessed-final': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'A copy is with this letter',
      'Imagined Academy, a mainstream academy',
      'the special educational provision in it (section F)',
      'You do not need a certificate if your appeal is only about',
      'within 12 months of sending it',
    ],
  },
  'reassessment-no-change': {
    pack: ['a', 'b', 'c', 'd', 'e'],
    says: [
      'decided not to amend or replace',
      'The reasons at length.',
      'appeal against our decision not to amend or replace the plan following the reassessment',
    ],
  },
  'amendment-proposal': {
    pack: [],
    says: [
      'We propose to amend',
      'a copy of the plan as it stands and copies of any evidence',
      'The reasons at length.',
      'Section F: twelve hours a week.',
      'right to make representations about the proposed amendments',
      'right to request that a particular school',
      'at least 15 days, beginning with the day on which these papers were served',
      'Wednesday 18 March 2026',
      'require us to arrange a meeting with an officer of Northmere Council to discuss the amendments',
      'within eight weeks of the date on which we sent these papers',
      'Where to find out about schools',
      'get-information-schools.service.gov.uk',
    ],
  },
};

describe.each(EVERY)('%s to %s', (notice, role) => {
  const html = render(letterOf(notice, role));
  const page = readHtml(html);

  it('is a page that a screen reader can follow', () => {
    expect(html.startsWith('<!doctype html>')).toBe(true);
    expect(every(page, 'html')[0]?.attributes.lang).toBe('en-GB');
    expect(every(page, 'title').map(wordsOf)).toEqual([`${CATALOGUE[notice].title} – Northmere Council`]);
    expect(every(page, 'h1').map(wordsOf)).toEqual([CATALOGUE[notice].title]);
    expect(every(page, 'main')).toHaveLength(1);
    const headings = [...html.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level));
    headings.forEach((level, i) => expect(level).toBeLessThanOrEqual((headings[i - 1] ?? 0) + 1));
    for (const tag of ['h1', 'h2', 'h3', 'p', 'li', 'dd', 'title']) {
      for (const element of every(page, tag)) expect(wordsOf(element), `an empty ${tag}`).not.toBe('');
    }
  });

  it('needs nothing from outside and runs nothing', () => {
    for (const tag of ['script', 'img', 'link', 'iframe', 'form']) expect(every(page, tag)).toEqual([]);
    expect(html).not.toMatch(/url\(|@import|\bsrc=|\bon[a-z]+="/);
  });

  it('says why, by the provision, and who to contact with which reference', () => {
    const text = wordsOf(page);
    expect(text).toContain(`Why we are writing: this is a notice or letter under ${CATALOGUE[notice].provision}.`);
    expect(text).toContain('Cass Worker');
    expect(text).toContain('EHC-7K2M9QXA');
    expect(text).toContain('Monday 2 March 2026');
    expect(text).not.toMatch(/undefined|null|\[object|NaN/);
    expect(text).not.toMatch(/too late to appeal|out of time/i);
  });

  it.each(Object.keys(factsNeeded(notice, role)))('is refused, naming it, without the fact %s', (fact) => {
    const { [fact]: _, ...facts } = letterOf(notice, role).facts;
    const attempt = () => render(letterOf(notice, role, { facts }));
    expect(attempt).toThrow(LetterFault);
    expect(attempt).toThrow(new RegExp(`the fact ${fact} \\([a-z-]+\\) is missing`));
  });

  it('prints what people typed, never as markup', () => {
    const hostile = '</p><script>alert("x")</script><img src=x onerror=\'y\'>{{ 7*7 }}';
    const kinds = factsNeeded(notice, role);
    const facts = Object.fromEntries(
      Object.entries(letterOf(notice, role).facts).map(([k, v]) => [k, kinds[k]?.startsWith('text') ? hostile : v]),
    );
    const to = { ...letterOf(notice, role).to, name: hostile, address: hostile };
    const result = render(letterOf(notice, role, { facts, to }));
    expect(result).not.toContain('<script');
    expect(result).not.toContain('<img');
    expect(result).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(result).toContain('{{ 7*7 }}');
    readHtml(result);
  });

  it('is the same bytes each time', () => expect(render(letterOf(notice, role))).toBe(html));

  if (!isFamily(role))
    it('does not address others with rights that are the family’s', () => {
      const text = wordsOf(page);
      for (const item of Object.keys(PACK) as PackItem[]) expect(text).not.toContain(PACK[item][0]);
    });
});

describe.each(Object.entries(REQUIRED))('%s to the family', (notice, { pack, says }) => {
  describe.each(['parent', 'young-person'] as const)('as a %s', (role) => {
    const text = words(notice as Notice, role);
    it('says what the law requires', () => {
      for (const phrase of says) expect(text).toContain(phrase);
    });
    it.each(Object.keys(PACK) as PackItem[])('carries pack item %s exactly where the law puts it', (item) => {
      if (pack.includes(item)) for (const phrase of PACK[item]) expect(text).toContain(phrase);
      else expect(text).not.toContain(PACK[item][0]);
    });
  });
});

describe('contents that differ by reader', () => {
  it.each(STATUTORY_NOTICES)('%s may go to everyone whom the law has told', (notice) => {
    expect(CATALOGUE[notice].audience).toEqual(
      expect.arrayContaining(['parent', 'young-person', ...noticeLaw(notice).alsoTo]),
    );
  });
  it('tells the head of a refusal without the family’s reasons', () => {
    expect(words('refusal-to-assess', 'head')).not.toContain('First reason.');
  });
  it('passes on the family’s words to advisers and not back to the family', () => {
    expect(words('advice-request', 'service')).toContain('What the parent says.');
    expect(words('advice-request', 'service')).toContain('Not yet given.');
    expect(words('advice-request', 'parent')).not.toContain('What the parent says.');
  });
  it('cites the duty of section 31 only to a body bound by it', () => {
    const letter = letterOf('advice-request', 'service');
    expect(words('advice-request', 'service')).toContain('regulation 8(1)');
    const notBound = render(letterOf('advice-request', 'service', { facts: { ...letter.facts, statutory: false } }));
    expect(notBound).not.toContain('section 31');
  });
  it.each(['review-maintain', 'review-amend', 'review-cease', 'cease', 'no-amendment'] as const)(
    'tells the head of %s without the family’s reasons or the amendments',
    (notice) => {
      const html = render(letterOf(notice, 'head', { enclosures: [] }));
      expect(html).not.toContain('The reasons at length.');
      expect(html).not.toContain('twelve hours');
      expect(html).not.toContain('18 March');
    },
  );
  it('says of a plan that moves to each what is theirs to do', () => {
    expect(words('move-out')).toContain('must write to you within six weeks');
    expect(words('move-out', 'health-commissioner')).toContain('Please tell us when you have done so');
    expect(words('move-cancelled', 'authority')).toContain('Please destroy the copies');
    expect(words('move-cancelled')).toContain('The plan stays with us');
    const { facts } = letterOf('transfer-in', 'parent');
    const assessing = render(letterOf('transfer-in', 'parent', { facts: { ...facts, proposesToAssess: true } }));
    expect(wordsOf(readHtml(assessing))).toContain('We propose to carry out an education, health and care needs');
  });

  it('asks what is thought of ceasing, of the family with whom to turn to and of the head without', () => {
    const asked = words('cease-consultation');
    for (const part of [
      'Nothing is decided',
      'The reasons at length.',
      'by Wednesday 18 March 2026',
      'Northmere SENDIASS',
    ])
      expect(asked).toContain(part);
    const head = words('cease-consultation', 'head');
    expect(head).toContain('We must ask you, and the family, before we decide anything.');
    expect(head).not.toContain('SENDIASS');
  });
  it('sends a plan on to higher education with the place, the day it was asked and what it is for', () => {
    const sent = words('he-disclosure', 'higher-education');
    for (const part of ['asked us on Monday 9 February 2026', 'Invented University', 'for this alone', 'version 1'])
      expect(sent).toContain(part);
  });
  it('says of a decision to cease which meeting led to it, where one did', () => {
    const facts = { ...letterOf('review-cease', 'parent').facts, meetingOn: '2026-02-09' };
    expect(wordsOf(readHtml(render(letterOf('review-cease', 'parent', { facts }))))).toContain(
      'After the review meeting of Monday 9 February 2026 , we have decided to cease to maintain Kit Sample’s',
    );
  });
  it.each([
    [{ place: 'Invented School', remote: false }, 'Where Invented School What'],
    [{ place: 'Invented School', remote: true }, 'Invented School. You can also take part by telephone or video'],
    [{ place: null, remote: true }, 'By telephone or video. We will tell you how to take part.'],
    [{ place: null, remote: false }, 'Not settled yet. We will tell you.'],
  ])('says where a review meeting is: %j', (where, said) => {
    const facts = { ...letterOf('review-invitation', 'parent').facts, ...where };
    expect(wordsOf(readHtml(render(letterOf('review-invitation', 'parent', { facts }))))).toContain(said);
  });
  it.each([
    ['review-request', 'head'],
    ['review-invitation', 'young-person'],
  ] as const)('speaks of adulthood in %s only from year 9 on', (notice, role) => {
    const { facts } = letterOf(notice, role);
    const saying = (adulthood: boolean) => render(letterOf(notice, role, { facts: { ...facts, adulthood } }));
    expect(saying(true)).toContain('preparing for adulthood and independent living');
    expect(saying(false)).not.toContain('adulthood');
  });
  it.each([
    'advice-reminder',
    'advice-chaser',
    'consultation-chaser',
    'panel-action-chaser',
    'review-request-reminder',
    'review-report-reminder',
    'review-report-chaser',
    'review-report-escalation',
  ] as const)('%s names no child', (notice) => {
    const role = CATALOGUE[notice].audience.at(-1) as Party['role'];
    const facts = { ...letterOf(notice, role).facts, childName: 'Kit Sample' };
    expect(render(letterOf(notice, role, { facts }))).not.toContain('Kit');
  });
  it.each(['amendment-proposal', 'no-amendment'] as const)('%s speaks of no review meeting', (notice) => {
    expect(words(notice)).not.toMatch(/review meeting|following its review/);
  });
  it('is refused to someone outside its audience', () => {
    expect(() => render(letterOf('draft', 'provider'))).toThrow(/not to provider/);
  });
  it.each([
    'draft',
    'final',
    'consultation',
    'review-amend',
    'amended-final',
    'reassessed-final',
    'amendment-proposal',
  ] as const)('%s is refused without its plan', (notice) => {
    const role = CATALOGUE[notice].audience[0] as Party['role'];
    expect(() => render(letterOf(notice, role, { enclosures: [] }))).toThrow(
      /its enclosure (draft|final)-plan is missing/,
    );
  });
  it('is refused with a date that does not exist, without repeating it', () => {
    const facts = { ...letterOf('draft', 'parent').facts, respondBy: '2026-02-30' };
    expect(() => render(letterOf('draft', 'parent', { facts }))).toThrow(/respondBy is not a date/);
    expect(() => render(letterOf('draft', 'parent', { facts }))).not.toThrow(/2026-02-30/);
  });
});

describe('the plan', () => {
  const final = planOf({ kind: 'final-plan', sections: { ...planOf().sections, I: 'Imagined Academy' } });
  it.each(SECTIONS)('identifies section $id separately', ({ id, name }) => {
    for (const plan of [planOf(), final]) {
      const page = readHtml(renderPlan(plan, AUTHORITY));
      expect(every(page, 'h2').map(wordsOf)).toContain(`Section ${id}: ${name}`);
    }
  });
  it('shows section I blank in a draft and says that the law makes it so', () => {
    const section = every(readHtml(renderPlan(planOf(), AUTHORITY)), 'section').find(
      (s) => s.attributes.id === 'section-I',
    );
    expect(wordsOf(section as never)).toContain('blank in a draft, by law: section 38(5)');
  });
  it('is refused as a draft that names a school, without repeating the name', () => {
    const naming = planOf({ sections: { ...planOf().sections, I: 'Imagined Academy' } });
    expect(() => renderPlan(naming, AUTHORITY)).toThrow('section I must be blank in a draft (s38(5))');
    expect(() => renderPlan(naming, AUTHORITY)).not.toThrow('Imagined');
  });
  it('is refused as a final plan with section I blank', () => {
    expect(() => renderPlan(planOf({ kind: 'final-plan' }), AUTHORITY)).toThrow('section I must say');
  });
  it.each(SECTION_IDS)('is refused without section %s', (letter) => {
    const { [letter]: _, ...rest } = final.sections;
    expect(() => renderPlan({ ...final, sections: rest as never }, AUTHORITY)).toThrow(`section ${letter} is missing`);
  });
  it('escapes what people typed', () => {
    const hostile = planOf({ sections: { ...planOf().sections, A: '<script>x</script>' } });
    expect(renderPlan(hostile, AUTHORITY)).toContain('&lt;script&gt;');
    expect(renderPlan(hostile, AUTHORITY)).not.toContain('<script');
  });
});
