/** Why a date passed, in the words councils use when they report lateness. None of them excuses anything. */
const WORDS = {
    'no-provision': 'no school or provider has been found yet',
    'family-wants-assessments': 'the family has asked for more assessments',
    'family-disagrees': 'the family and the authority do not agree about the draft',
    'school-closure': 'the school was closed for the holidays when its advice was asked for',
    'provider-silent': 'the provider has not answered',
    'panel-awaited': 'the panel has not met on it',
    authority: 'the authority did not act in time',
    'school-arranges': 'the school that arranges the meeting had not done it',
    'meeting-not-held': 'the review meeting had not been held',
    'report-late': 'the report of the review meeting had not come',
};
/** A cause in words that a family or a manager can read. */
export const causeInWords = (cause) => {
    const [code, kind] = cause.split(':');
    if (code === 'late-advice')
        return `advice came late (${(kind ?? '').replaceAll('-', ' ')})`;
    return WORDS[cause] ?? cause;
};
//# sourceMappingURL=causes.js.map