/** How a command is described, once, for the update handler, the command line, the worklist and the sandbox's check. Imports zod. */
import { z } from 'zod';
import { envelope } from './shared-shapes.js';
/** Describes commands of these groups; what every command carries is added to the fields of each. */
export const commandsOf = () => (spec) => ({ ...spec, shape: z.strictObject({ ...spec.shape, ...envelope }) });
//# sourceMappingURL=command-shapes.js.map