/** A theatre in a world of a test's own, with the policy and the workflows that everyone starts with. */
import { join } from 'node:path';
import { Theatre } from '../../client/rehearse/theatre.js';
import { packageRoot } from '../../workers/platform/places.js';
import { workflowBundlePath } from '../environment.js';
import type { World } from '../world.js';

export const openTheatre = (
  world: World,
  options: { maxCachedWorkflows?: number; publicUrl?: string } = {},
): Promise<Theatre> =>
  Theatre.open({
    ...world,
    policyPath: join(packageRoot, 'policy', 'default.yaml'),
    bundlePath: workflowBundlePath(),
    ...options,
  });
