/** What docker-compose.yml says of a service, for those who set the same thing up without Docker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PlatformFault } from './fault.js';
import { packageRoot } from './places.js';
/** `values` are those of .env; one that the file demands and that is not among them is refused. */
export const composeService = (name, values) => {
    const written = parse(readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8'), { merge: true });
    const service = written.services[name];
    if (!service)
        throw new PlatformFault(`docker-compose.yml has no service ${name}.`);
    const entries = Object.entries(service.environment ?? {}).map(([key, value]) => [key, filledIn(value, values)]);
    return { image: service.image, environment: Object.fromEntries(entries) };
};
/** `${NAME:?why}` demands a value, `${NAME:-otherwise}` goes without. */
const filledIn = (text, values) => text.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_whole, name, mark, rest) => {
    const value = values[name];
    if (value)
        return value;
    if (mark === '-')
        return rest;
    throw new PlatformFault(`docker-compose.yml demands ${name}: ${rest}.`);
});
/** `temporalio/server:1.32.0` is of version 1.32.0. */
export const versionOfImage = (image) => image.slice(image.lastIndexOf(':') + 1);
//# sourceMappingURL=compose-file.js.map