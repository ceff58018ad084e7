/** Where skeletons are run. */
export const SKELETON_QUEUE = 'skeleton';
//# sourceMappingURL=queues.js.map