/** What can be wrong with a request, its assessment, and the making of a plan. */
import { correction, error, isBefore, isUnsaid, query } from './rule.js';
import type { RequestRule } from './rule.js';

export const REQUEST_RULES: readonly Omit<RequestRule, 'scope'>[] = [
  {
    ...query,
    id: 'request-disputes',
    say: ['requestMediation', 'requestTribunal'],
    module: 'Requests',
    field: 'RequestMediation',
    message: 'The request was refused: whether there was mediation or an appeal is not said',
    isBroken: ({ request }) =>
      request.RequestOutcome === 'N' && isUnsaid(request, 'RequestMediation', 'RequestTribunal'),
  },
  {
    ...error,
    id: 'exported-code',
    say: ['exported'],
    module: 'Requests',
    field: 'Exported',
    message: 'The child moved away before the assessment was complete: say the code for it',
    isBroken: ({ moved, request }) => moved && request.Exported === undefined,
  },
  {
    ...correction,
    id: 'request-dates',
    module: 'Requests',
    field: 'RequestOutcomeDate',
    message: 'It was decided whether to assess before the request was received',
    isBroken: ({ request }) => isBefore(request.RequestOutcomeDate, request.ReceivedDate),
  },
  {
    ...query,
    id: 'assessment-disputes',
    say: ['assessmentMediation', 'assessmentTribunal'],
    module: 'Assessment',
    field: 'AssessmentMediation',
    message: 'No plan was issued: whether there was mediation or an appeal is not said',
    isBroken: ({ assessment }) =>
      assessment?.AssessmentOutcome === 'N' && isUnsaid(assessment, 'AssessmentMediation', 'AssessmentTribunal'),
  },
  {
    ...query,
    id: 'plan-disputes',
    say: ['otherMediation', 'otherTribunal'],
    module: 'Assessment',
    field: 'OtherMediation',
    message: 'Whether there was mediation or an appeal about the plan is not said',
    isBroken: ({ assessment, namedPlan }) =>
      namedPlan !== undefined && isUnsaid(assessment ?? {}, 'OtherMediation', 'OtherTribunal'),
  },
  {
    ...correction,
    id: 'assessment-dates',
    module: 'Assessment',
    field: 'AssessmentOutcomeDate',
    message: 'It was decided whether to issue a plan before it was decided to assess',
    isBroken: ({ request, assessment }) => isBefore(assessment?.AssessmentOutcomeDate, request.RequestOutcomeDate),
  },
  {
    ...correction,
    id: 'assessment-without-request',
    module: 'Assessment',
    field: 'AssessmentOutcome',
    message: 'There is an assessment, and it was not decided to make one',
    isBroken: ({ request, assessment }) =>
      assessment !== undefined && request.RequestOutcome !== 'Y' && request.RequestOutcome !== 'H',
  },
  {
    ...correction,
    id: 'plan-without-assessment',
    module: 'NamedPlan',
    field: 'StartDate',
    message: 'There is a plan, and it was not decided to issue one',
    isBroken: ({ assessment, namedPlan }) =>
      namedPlan !== undefined && assessment?.AssessmentOutcome !== 'Y' && assessment?.AssessmentOutcome !== 'H',
  },
  {
    ...correction,
    id: 'plan-dates',
    module: 'NamedPlan',
    field: 'StartDate',
    message: 'The plan was made before the request was received, or before it was decided to issue one',
    isBroken: ({ request, assessment, namedPlan }) =>
      isBefore(namedPlan?.StartDate, request.ReceivedDate) ||
      isBefore(namedPlan?.StartDate, assessment?.AssessmentOutcomeDate),
  },
  {
    ...query,
    id: 'request-not-here',
    module: 'Requests',
    field: 'ReceivedDate',
    message: 'The plan was made in the year, and its request is not here: the twenty weeks cannot be counted',
    isBroken: ({ madeInYear, request }) => madeInYear && request.ReceivedDate === undefined,
  },
];
