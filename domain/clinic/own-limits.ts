/** The limits that are the authority's own to keep, by rule of the law table: by these its cases, reviews and plans are coloured. */
import { AUTHORITY } from '../assessment/summary.js';

const OF_REVIEWS = [
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
];

const OF_PLANS = ['move-transfer'];

export const OWN_LIMITS: readonly string[] = [...AUTHORITY, ...OF_REVIEWS, ...OF_PLANS];
