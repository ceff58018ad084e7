/** How a command is described, once, for the update handler, the command line, the worklist and the sandbox's check. Imports zod. */
import { z } from 'zod';
import type { Role } from './events.js';
import { envelope } from './shared-shapes.js';

export interface CommandSpec<Group extends string, S extends z.ZodObject> {
  /** `ehcna <group> <verb>` */
  group: Group;
  verb: string;
  description: string;
  roles: readonly Role[];
  shape: S;
  example: Omit<z.input<S>, 'by'>;
}

/** Describes commands of these groups; what every command carries is added to the fields of each. */
export const commandsOf =
  <Group extends string>() =>
  <T extends z.ZodRawShape>(
    spec: Omit<CommandSpec<Group, z.ZodObject<T & typeof envelope>>, 'shape'> & { shape: T },
  ) => ({ ...spec, shape: z.strictObject({ ...spec.shape, ...envelope }) });
