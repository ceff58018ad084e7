/** What stands before the persons in the return. */
import type { Policy } from '../../domain/policy.js';
import type { Census } from '../../domain/sen2/census.js';
import { given } from '../../domain/sen2/values.js';
import type { Values } from '../../domain/sen2/values.js';

export interface Header {
  collection: Values;
  source: Values;
  /** Designated officers, as policy names them. */
  officers: Values;
}

/** An instant as the return writes it. */
const withoutZone = (instant: string): string => instant.slice(0, 19);

export const headerOf = (
  census: Census,
  { authority, sen2 }: Policy,
  { release, recordedAt, serial }: { release: string; recordedAt: string | null; serial: number },
): Header => ({
  collection: { Collection: 'SEN2', Year: String(census.year), ReferenceDate: census.referenceDate },
  source: given({
    SourceLevel: 'L',
    LEA: authority.code,
    SoftwareCode: 'ehcna',
    Release: release,
    SerialNo: String(serial),
    DateTime: recordedAt && withoutZone(recordedAt),
  }),
  officers: given({
    DMO: sen2?.designatedMedicalOfficer,
    DCO: sen2?.designatedClinicalOfficer,
    DSCO: sen2?.designatedSocialCareOfficer,
  }),
});
