/**
 * What other systems may be told of as it happens. A message says that something happened in a case and when, and nothing of
 * what it was about: whoever may know more reads the case. Names are for good.
 */
export const WEBHOOK_EVENTS = {
  'request.received': { what: 'a request for an assessment was taken in', from: ['request.received'] },
  'request.turned-away': {
    what: 'a request was not taken up: a duplicate, another area, a plan already held',
    from: ['request.turnedAway'],
  },
  'assessment.decided': { what: 'it was decided whether to assess', from: ['assessment.decided'] },
  'advice.requested': { what: 'advice was asked for', from: ['advice.requested'] },
  'advice.received': { what: 'advice came in', from: ['advice.submitted'] },
  'advice.chased': { what: 'advice is late and was chased', from: ['advice.chased', 'advice.escalated'] },
  'panel.recommended': { what: 'a panel made its recommendation', from: ['panel.recommended'] },
  'issue.decided': { what: 'it was decided whether a plan is needed', from: ['issue.decided'] },
  'draft.served': { what: 'the draft plan was sent', from: ['draft.served'] },
  'consultation.sent': { what: 'a school or college was consulted', from: ['provider.consulted'] },
  'consultation.replied': { what: 'a school or college replied', from: ['provider.replied'] },
  'plan.issued': { what: 'the final plan, or an amended one, was issued', from: ['plan.finalised', 'amendment.made'] },
  'deadline.missed': { what: 'a statutory date passed and what it asks for was not done', from: ['clock.missed'] },
  'review.opened': { what: 'an annual review began', from: ['review.opened'] },
  'review.meeting-arranged': { what: 'the day of a review meeting was set', from: ['meeting.arranged'] },
  'review.report-received': { what: 'the report of a review meeting came in', from: ['report.submitted'] },
  'review.decided': { what: 'it was decided whether the plan stays, is amended or ceases', from: ['review.decided'] },
  // One name whatever ended it: a death or a move is not for a message.
  'case.ended': {
    what: 'a case or a plan ended',
    from: ['request.withdrawn', 'child.movedAway', 'child.died', 'plan.lapsed', 'plan.ended', 'cease.confirmed'],
  },
} as const;

export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
export const WEBHOOK_EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as WebhookEvent[];

const BY_FACT: ReadonlyMap<string, WebhookEvent> = new Map(
  WEBHOOK_EVENT_NAMES.flatMap((name) => WEBHOOK_EVENTS[name].from.map((fact) => [fact, name] as const)),
);

/** What a kind of fact in the ledger is called outside; undefined where nobody is told of it. */
export const webhookEventOf = (factType: string): WebhookEvent | undefined => BY_FACT.get(factType);

/** The kinds of fact that these come from. */
export const factsOf = (events: readonly WebhookEvent[]): string[] =>
  events.flatMap((name) => [...WEBHOOK_EVENTS[name].from]);
