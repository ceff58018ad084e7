import type { AssessmentState } from './state.js';

/** What identifies a child: the pupil number where there is one, else name and date of birth. Only ever kept hashed. */
export const childIdentity = (child: AssessmentState['child']): string =>
  child.upn ?? `${child.name}|${child.dateOfBirth}`;
