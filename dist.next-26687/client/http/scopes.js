/** What an API client may reach. What it may do to a case there its role says, and the case itself checks that. */
export const SCOPES = {
    'requests:write': 'send requests for an assessment',
    'evidence:write': 'send evidence',
    'advice:write': 'acknowledge, submit and decline advice',
    'reviews:write': 'send the papers of annual reviews',
    'consultations:write': 'answer consultations on a placement',
    'events:write': 'send events of a case system (CloudEvents)',
    'cases:read': 'read where a case is, and what is asked for and due',
    'webhooks:manage': 'set up, list and replay webhooks of its own',
    'clinic:read': 'read the Monday clinic and the lists behind it',
};
export const SCOPE_NAMES = Object.keys(SCOPES);
export const isScope = (text) => Object.hasOwn(SCOPES, text);
//# sourceMappingURL=scopes.js.map