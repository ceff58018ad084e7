/** Which facts move an assessment on, in words that hold nothing that anybody wrote. */
const ACTIONS: Readonly<Record<string, string>> = {
  'request.received': 'request received',
  'family.called': 'the family was called',
  'evidence.added': 'evidence came in',
  'document.attached': 'a document was put on the case',
  'panel.recommended': 'the panel recommended',
  'action.completed': "a panel's action was done",
  'assessment.decided': 'whether to assess was decided',
  'issue.decided': 'whether to issue a plan was decided',
  'reassessment.decided': 'whether to reassess was decided',
  'reassessment.concluded': 'what follows from the reassessment was decided',
  'advice.reused': 'advice already given was used again',
  'advice.acknowledged': 'a request for advice was acknowledged',
  'advice.submitted': 'advice came in',
  'advice.checked': 'advice was checked',
  'advice.declined': 'a body declined to advise',
  'planning.held': 'the planning meeting was held or declined',
  'draft.prepared': 'the draft was written',
  'draft.checked': 'the draft was checked',
  'draft.served': 'the draft was served',
  'representations.made': 'the family answered the draft',
  'officerMeeting.held': 'the family met an officer',
  'disagreement.resolved': 'a disagreement was settled',
  'provider.consulted': 'a school was consulted',
  'provider.replied': 'a school replied',
  'objection.answered': "a school's objection was answered",
  'placement.named': 'the placement was decided',
  'plan.finalised': 'the plan was made final',
};

/** Reminders, letters and clocks move nothing. */
export const movesOn = (type: string): boolean => Object.hasOwn(ACTIONS, type);

export const actionInWords = (type: string): string => ACTIONS[type] ?? type;

const STUCK: Readonly<Record<string, string>> = {
  idle: 'nothing has happened for as long as policy allows',
  advice: 'advice is overdue',
  consultation: 'no provider was found in the rounds of consultation',
  'ehcna-decision-6w': 'the decision whether to assess is long overdue',
  'plan-decision-16w': 'the decision whether to issue a plan is long overdue',
  'plan-final-20w': 'the final plan is long overdue',
  'reassess-decision-15d': 'the decision whether to reassess is long overdue',
  'reassess-final-14w': 'the reassessed plan is long overdue',
};

/** Why a case is stuck, by the code it is stuck about. */
export const stuckInWords = (about: string): string => STUCK[about] ?? about;
