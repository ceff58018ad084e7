/** The limits that are the authority's own to keep, by rule of the law table: by these its cases, reviews and plans are coloured. */
import { AUTHORITY } from '../assessment/summary.js';

export const OWN_LIMITS = {
  assessments: AUTHORITY,
  reviews: [
    'ar-12m-first',
    'ar-12m-next',
    'ar-12m-reassess',
    'move-review',
    'ar-decision-4w',
    'ar-amend-notice-4w',
    'ar-final-8w',
    'ar-noamend-8w',
    'ar-final-12w',
    'amend-no-review-8w',
    'phase-15feb',
    'phase-31mar',
    'phase-5m',
  ],
  plans: ['move-transfer'],
} as const satisfies Record<string, readonly string[]>;
