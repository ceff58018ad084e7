/** Where each provision stands, and what was read to check it. */
export const section = (n) => `https://www.legislation.gov.uk/ukpga/2014/6/section/${n}`;
export const regulation = (n) => `https://www.legislation.gov.uk/uksi/2014/1530/regulation/${n}`;
export const budgetRegulation = (n) => `https://www.legislation.gov.uk/uksi/2014/1652/regulation/${n}`;
export const CODE = 'https://www.gov.uk/government/publications/send-code-of-practice-0-to-25';
export const DEVON = 'https://caselaw.nationalarchives.gov.uk/ewhc/admin/2022/493';
export const JSC = 'https://caselaw.nationalarchives.gov.uk/ewhc/admin/2026/68';
export const ACT = 'Children and Families Act 2014, consolidated to April 2018';
export const REGULATIONS = 'SI 2014/1530, consolidated to 3 April 2018';
export const ACT_AND_REGULATIONS = `${ACT}; ${REGULATIONS}`;
export const BUDGET_REGULATIONS = 'SI 2014/1652, consolidated to 1 May 2020';
export const CASE_NOTES_ON_DEVON = 'Case notes on R (L, M & P) v Devon; the transcript was not read';
//# sourceMappingURL=sources.js.map