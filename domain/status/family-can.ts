/** What the family can do now: it depends on where things are, and on what was decided. */
import { formatLong } from '../civil-date.js';
import { familyHasTime } from '../assessment/state.js';
import type { Notice } from '../letters.js';
import type { LetterState, MatterState } from '../matter/state.js';
import { isWithFamily } from './family-plan.js';
import { isFamilyRole, type Matters } from './matters.js';
import type { YouCan } from './page.js';
import type { Voice } from './words.js';

/** Notices that carry a right to go to mediation and to the tribunal (s51). */
const APPEALABLE: ReadonlySet<Notice> = new Set([
  'refusal-to-assess',
  'no-plan',
  'final',
  'amended-final',
  'no-amendment',
  'review-maintain',
  'review-cease',
  'cease',
  'no-reassessment',
  'reassessed-final',
  'reassessment-no-change',
]);

interface Help {
  name: string;
  telephone?: string | undefined;
  email?: string | undefined;
}

const reach = ({ name, telephone, email }: Help): string => [name, telephone, email].filter(Boolean).join(', ');

const all = ({ assessment, plan, reviews }: Matters): MatterState[] => [
  ...(assessment ? [assessment] : []),
  ...(plan ? [plan] : []),
  ...reviews,
];

/** The last such notice that went to the family. */
const lastDecision = (matters: Matters): LetterState | undefined =>
  all(matters)
    .flatMap(({ letters }) => letters)
    .filter((l) => APPEALABLE.has(l.notice) && isFamilyRole(l.recipientRole) && l.dispatchedOn !== null)
    .sort((a, b) => ((a.dispatchedOn ?? '') < (b.dispatchedOn ?? '') ? -1 : 1))
    .at(-1);

const challenge = (letter: LetterState, authority: MatterState['policy']['authority'], v: Voice): YouCan => ({
  heading: 'If you do not agree with what we decided',
  by: null,
  words: [
    `We wrote to you about our decision on ${formatLong(letter.dispatchedOn ?? '')}. You can talk it through with someone who is on nobody’s side (mediation). It is free: ${reach(authority.mediationAdviser)}.`,
    'You can also appeal to a tribunal. A tribunal is like a court, and does not belong to us. In most cases you first need a certificate from the mediation service, which you get even if you do not want mediation.',
    `There is a time limit, and it runs from the day on our letter. Our letter tells you ${v.isYoungPerson ? 'your' : 'the'} rights in full.`,
  ],
});

const answerDraft = (until: string, what: string): YouCan => ({
  heading: `Tell us what you think of ${what}`,
  by: until,
  words: [
    'Write to us, ring us, or ask to meet us.',
    'You can ask for a school or college by name. You can ask for words in the plan to be changed.',
  ],
});

const sendThings = ({ assessment }: Matters, v: Voice): YouCan[] =>
  assessment && ['considering', 'gathering-advice', 'drafting'].includes(assessment.stage)
    ? [
        {
          heading: 'Send us anything that helps us to understand',
          by: null,
          words: [
            `Letters, reports, or your own words about what ${v.who} ${v.isYoungPerson ? 'find' : 'finds'} hard and what helps. We look at all of it.`,
          ],
        },
      ]
    : [];

export const youCan = (matters: Matters, v: Voice): YouCan[] => {
  const { assessment, reviews } = matters;
  const policy = (matters.plan ?? assessment)?.policy;
  if (!policy) return [];
  const { authority } = policy;
  const decision = lastDecision(matters);
  const draftUntil = assessment && familyHasTime(assessment) ? assessment.draft?.periodEndsOn : null;
  const changes = reviews.filter(isWithFamily).flatMap((r) => r.proposal?.periodEndsOn ?? []);
  return [
    ...(draftUntil ? [answerDraft(draftUntil, 'the draft plan')] : []),
    ...changes.map((until) => answerDraft(until, 'the changes to the plan')),
    ...sendThings(matters, v),
    ...(decision ? [challenge(decision, authority, v)] : []),
    {
      heading: 'Get free advice from somebody else',
      by: null,
      words: [
        `This service is free and does not take our side: ${reach(authority.informationAndAdvice)}.`,
        `If you and we cannot agree about something, this service can help to sort it out: ${reach(authority.disagreementResolution)}.`,
      ],
    },
  ];
};
