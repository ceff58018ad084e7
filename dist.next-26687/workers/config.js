/**
 * Everything that is set from outside, read once and checked; nothing else in the code reads the environment. A value
 * that may be a secret can also be given as the name of a file that holds it: `DATABASE_URL_FILE=/run/secrets/db`.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { VERSIONING } from './deployment.js';
import { isSafeAddress } from '../client/http/oidc-settings.js';
import { signingKey } from '../activities/anchors/anchor.js';
import { issuersFaults } from '../keys/identity.js';
import { keyringFaults } from '../keys/keyring.js';
import { PlatformFault } from './platform/fault.js';
import { defaultDataDir, packageRoot } from './platform/places.js';
import { LOOPBACK } from './platform/ports.js';
const url = (schemes) => z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `expected an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
});
const port = z.coerce.number({ error: 'expected a port number' }).int().min(1).max(65_535);
const isSigningKey = (text) => {
    try {
        signingKey(text);
        return true;
    }
    catch {
        return false;
    }
};
/** Each may also be given as NAME_FILE. */
const SECRETS = [
    'DATABASE_URL',
    'EHCNA_ANCHOR_KEY',
    'EHCNA_ANCHOR_WEBHOOK',
    'EHCNA_CHILD_KEY',
    'EHCNA_CODEC_TOKENS',
    'EHCNA_ISSUERS',
    'EHCNA_KEYS',
    'NOTIFY_API_KEY',
    'SMTP_URL',
    'TEMPORAL_API_KEY',
];
/** A way out of the building needs these as well. */
const NEEDED_WITH = [
    ['SMTP_URL', 'EHCNA_MAIL_FROM'],
    ['EHCNA_OIDC_ISSUER', 'EHCNA_OIDC_AUDIENCE'],
    ['NOTIFY_API_KEY', 'NOTIFY_EMAIL_TEMPLATE'],
    ['NOTIFY_API_KEY', 'NOTIFY_LETTER_TEMPLATE'],
];
const environmentShape = z.object({
    TEMPORAL_ADDRESS: z
        .string()
        .regex(/^[^\s/]+:\d+$/, 'expected host:port, for example localhost:7233')
        .optional(),
    TEMPORAL_NAMESPACE: z.string().default('ehcna'),
    TEMPORAL_API_KEY: z.string().optional(),
    TEMPORAL_PROFILE: z.string().optional(),
    TEMPORAL_CONFIG_FILE: z.string().optional(),
    TEMPORAL_CLI_PATH: z.string().optional(),
    DATABASE_URL: url(['postgres', 'postgresql']).optional(),
    EHCNA_DATA_DIR: z.string().default(defaultDataDir()),
    EHCNA_OUTBOX: z.string().optional(),
    EHCNA_POLICY: z.string().default(join(packageRoot, 'policy', 'default.yaml')),
    EHCNA_ANCHOR_FILE: z.string().optional(),
    EHCNA_ANCHOR_KEY: z
        .string()
        .refine(isSigningKey, 'expected an Ed25519 private key: PEM, or the base64 of PKCS #8 on one line')
        .optional(),
    EHCNA_ANCHOR_WEBHOOK: url(['https', 'http']).optional(),
    EHCNA_CHILD_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
    EHCNA_CODEC_HOST: z.string().default(LOOPBACK),
    EHCNA_CODEC_PORT: port.optional(),
    EHCNA_CODEC_ORIGIN: z
        .string()
        .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
        error: 'expected the exact origin of the page, for example https://temporal.example.gov.uk, with nothing after it',
    })
        .optional(),
    EHCNA_CODEC_TOKENS: z
        .string()
        .regex(/^\s*([A-Za-z0-9][A-Za-z0-9:._-]{0,99}=\S{32,}\s*)+$/, 'expected NAME=TOKEN, of at least 32 characters each')
        .optional(),
    EHCNA_KEYS: z
        .string()
        .check(({ value, issues }) => {
        for (const message of keyringFaults(value))
            issues.push({ code: 'custom', message, input: undefined });
    })
        .optional(),
    EHCNA_IDENTITY: z.string().optional(),
    EHCNA_INGRESS_HOST: z.string().default(LOOPBACK),
    EHCNA_INGRESS_PORT: port.optional(),
    EHCNA_INGRESS_RATE: z.coerce.number({ error: 'expected requests a minute' }).int().min(1).default(1_200),
    EHCNA_PUBLIC_URL: url(['https', 'http'])
        .refine((value) => !/[?#]|\/$/.test(value), 'expected an address without a slash at its end, and nothing after its path')
        .optional(),
    EHCNA_TRUSTED_PROXIES: z
        .string()
        .regex(/^[0-9a-fA-F.:/,\s]+$/, 'expected addresses or networks, with commas between: 10.0.0.0/8')
        .optional(),
    EHCNA_OIDC_ISSUER: z
        .string()
        .refine(isSafeAddress, 'expected an address of an issuer that starts with https://')
        .optional(),
    EHCNA_OIDC_AUDIENCE: z.string().optional(),
    EHCNA_OIDC_CLAIM: z.string().optional(),
    EHCNA_UI_URL: url(['https', 'http']).optional(),
    EHCNA_ISSUERS: z
        .string()
        .check(({ value, issues }) => {
        for (const message of issuersFaults(value))
            issues.push({ code: 'custom', message, input: undefined });
    })
        .optional(),
    EHCNA_ISSUING_KEY: z.string().optional(),
    EHCNA_MAIL_FROM: z.string().optional(),
    EHCNA_VERSIONING: z.enum(VERSIONING, { error: `expected one of ${VERSIONING.join(', ')}` }).default('pinned'),
    EHCNA_PORT: port.optional(),
    EHCNA_UI_PORT: port.optional(),
    LOG_LEVEL: z
        .enum(['debug', 'info', 'warn', 'error'], { error: 'expected debug, info, warn or error' })
        .default('warn'),
    NOTIFY_API_KEY: z.string().optional(),
    NOTIFY_BASE_URL: url(['https', 'http']).optional(),
    NOTIFY_EMAIL_TEMPLATE: z.string().optional(),
    NOTIFY_LETTER_TEMPLATE: z.string().optional(),
    SMTP_URL: url(['smtp', 'smtps']).optional(),
    PATH: z.string().default(''),
});
/** Throws one {@link PlatformFault} that lists every fault. */
export const readConfig = (environment = process.env) => {
    const faults = [];
    // Compose files and CI settings pass a variable that is not set as an empty one.
    const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '' && value !== undefined));
    const resolved = withSecretFiles(given, faults);
    const parsed = environmentShape.safeParse(resolved);
    if (!parsed.success) {
        faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
    }
    for (const [name, needed] of NEEDED_WITH) {
        if (resolved[name] && !resolved[needed])
            faults.push(`${needed}: needed where ${name} is set`);
    }
    const connection = temporalConnection(resolved, faults);
    if (faults.length > 0 || !parsed.success) {
        throw new PlatformFault(`The configuration has ${counted(faults.length)}: ${faults.join('; ')}.`, 1);
    }
    return assemble(parsed.data, connection);
};
const counted = (faults) => (faults === 1 ? 'a fault' : `${faults} faults`);
const withSecretFiles = (given, faults) => {
    const resolved = { ...given };
    for (const name of SECRETS) {
        const file = given[`${name}_FILE`];
        if (file === undefined)
            continue;
        if (given[name] !== undefined)
            faults.push(`${name} and ${name}_FILE are both set; keep one`);
        try {
            resolved[name] = readFileSync(file, 'utf8').trim();
        }
        catch {
            faults.push(`${name}_FILE: cannot read ${file}`);
        }
    }
    return resolved;
};
/** A server of the user's own is named by an address, or by a profile of Temporal's configuration file. */
const temporalConnection = (resolved, faults) => {
    const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) => resolved[name]);
    if (!named)
        return { external: false, options: {}, namespace: undefined };
    try {
        const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: resolved });
        return { external: true, options: defined(connectionOptions), namespace };
    }
    catch (error) {
        faults.push(`TEMPORAL_*: ${error instanceof Error ? error.message : String(error)}`);
        return { external: true, options: {}, namespace: undefined };
    }
};
const defined = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
const assemble = (values, connection) => {
    const dataDir = resolve(values.EHCNA_DATA_DIR);
    return {
        temporal: {
            external: connection.external,
            namespace: connection.namespace ?? values.TEMPORAL_NAMESPACE,
            connection: connection.options,
            cliPath: values.TEMPORAL_CLI_PATH,
            port: values.EHCNA_PORT,
            uiPort: values.EHCNA_UI_PORT,
        },
        databaseUrl: values.DATABASE_URL,
        dataDir,
        outboxDir: resolve(values.EHCNA_OUTBOX ?? join(dataDir, 'outbox')),
        policyPath: resolve(values.EHCNA_POLICY),
        logLevel: values.LOG_LEVEL,
        versioning: values.EHCNA_VERSIONING,
        anchors: {
            file: resolve(values.EHCNA_ANCHOR_FILE ?? join(dataDir, 'anchors.jsonl')),
            key: values.EHCNA_ANCHOR_KEY,
            webhook: values.EHCNA_ANCHOR_WEBHOOK,
        },
        childKey: values.EHCNA_CHILD_KEY,
        keys: values.EHCNA_KEYS,
        codec: {
            host: values.EHCNA_CODEC_HOST,
            port: values.EHCNA_CODEC_PORT,
            origin: values.EHCNA_CODEC_ORIGIN,
            tokens: values.EHCNA_CODEC_TOKENS?.split(/\s+/)
                .filter(Boolean)
                .map((one) => ({ name: one.slice(0, one.indexOf('=')), token: one.slice(one.indexOf('=') + 1) })),
        },
        ingress: {
            host: values.EHCNA_INGRESS_HOST,
            port: values.EHCNA_INGRESS_PORT,
            publicUrl: values.EHCNA_PUBLIC_URL,
            ratePerMinute: values.EHCNA_INGRESS_RATE,
            trustedProxies: values.EHCNA_TRUSTED_PROXIES?.split(/[,\s]+/).filter(Boolean) ?? [],
            uiUrl: values.EHCNA_UI_URL,
            oidc: values.EHCNA_OIDC_ISSUER === undefined
                ? undefined
                : {
                    issuer: values.EHCNA_OIDC_ISSUER,
                    audience: values.EHCNA_OIDC_AUDIENCE ?? '',
                    claim: values.EHCNA_OIDC_CLAIM,
                },
        },
        naming: {
            issuers: values.EHCNA_ISSUERS,
            identity: values.EHCNA_IDENTITY === undefined ? undefined : resolve(values.EHCNA_IDENTITY),
        },
        issuingKeyPath: values.EHCNA_ISSUING_KEY === undefined ? undefined : resolve(values.EHCNA_ISSUING_KEY),
        notify: values.NOTIFY_API_KEY
            ? {
                apiKey: values.NOTIFY_API_KEY,
                baseUrl: values.NOTIFY_BASE_URL,
                emailTemplate: values.NOTIFY_EMAIL_TEMPLATE ?? '',
                letterTemplate: values.NOTIFY_LETTER_TEMPLATE ?? '',
            }
            : undefined,
        mail: values.SMTP_URL ? { url: values.SMTP_URL, from: values.EHCNA_MAIL_FROM ?? '' } : undefined,
        searchPath: values.PATH,
    };
};
//# sourceMappingURL=config.js.map