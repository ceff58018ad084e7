/** Requests for assessments of children who do not exist. */
import type { AssessmentRequest } from '../../domain/assessment/command-shapes.js';
import { addDays, londonDate } from '../../domain/civil-date.js';

let made = 0;

export const today = (): string => londonDate(Date.now());

/** A parent's request, received today unless said; every call is another child. */
export const familyRequest = (changes: Partial<AssessmentRequest> = {}): AssessmentRequest => {
  made += 1;
  return {
    source: 'parent',
    channel: 'paper',
    receivedOn: today(),
    child: {
      name: `Testing Child ${made} of ${process.pid}`,
      dateOfBirth: addDays('2017-03-01', made),
      address: '1 Invented Street, Northmere',
      youngPerson: false,
      livesInArea: true,
      locality: 'north',
      sensoryNeed: 'none',
      serviceFamily: false,
      socialWorker: false,
      setting: { kind: 'school', name: 'Hillside School', urn: '999901', email: 'office@hillside.example' },
    },
    family: [{ id: 'parent-1', role: 'parent', name: 'A. Parent', address: '1 Invented Street, Northmere' }],
    caseworker: { id: 'cw-014', name: 'A. Caseworker' },
    ...changes,
  };
};
