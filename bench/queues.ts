/** Where skeletons are run. */
export const SKELETON_QUEUE = 'skeleton';
