/** Opens the store that the configuration names. */
import { folderStore } from './folder.js';
import type { DocumentPlace, ObjectStore } from './object-store.js';
import { type ObjectsPlace, type S3Credentials, WrongPlace } from './place.js';
import { s3Store } from './s3.js';

/** `spool` is where what goes to a bucket waits for it, sealed. */
export const openObjects = (
  place: ObjectsPlace,
  credentials: S3Credentials | undefined,
  spool: string,
): ObjectStore => {
  if ('folder' in place) return folderStore(place.folder);
  if (!credentials)
    throw new WrongPlace('a store that speaks S3 needs EHCNA_S3_ACCESS_KEY_ID and EHCNA_S3_SECRET_ACCESS_KEY');
  return s3Store(place.s3, credentials, spool);
};

export interface DocumentSettings {
  place: ObjectsPlace;
  credentials: S3Credentials | undefined;
  spool: string;
  largestBytes: number;
}

/** By the configuration (workers/config.ts). */
export const documentPlaceOf = ({ place, credentials, spool, largestBytes }: DocumentSettings): DocumentPlace => ({
  objects: openObjects(place, credentials, spool),
  largestBytes,
});
