/**
 * Reads payloads in clear for people: the Temporal UI and CLI send what Temporal keeps, and get it back opened. It answers
 * one origin and named tokens alone, and gives nothing out before the ledger says to whom.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';
import { AUTHORITY, isErased } from '../keys/case-keys.js';
import { openPayload, ownerOfPayload, sealPayload } from '../keys/payload-codec.js';
/** Temporal takes payloads of 2 MB; base64 and a page's worth of them need more. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_PAYLOADS = 2_000;
class Refusal extends Error {
    status;
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}
const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/);
const bodyShape = z.object({
    payloads: z
        .array(z.object({ metadata: z.record(z.string(), base64).optional(), data: base64.nullish() }))
        .max(MOST_PAYLOADS)
        // Temporal's Go clients leave out a list that is empty.
        .nullish(),
});
const bodyOf = async (request) => {
    const parts = [];
    let size = 0;
    for await (const part of request) {
        size += part.length;
        if (size > MOST_BYTES)
            throw new Refusal(413, `A request is ${MOST_BYTES} bytes at most.`);
        parts.push(part);
    }
    let given;
    try {
        given = JSON.parse(Buffer.concat(parts).toString());
    }
    catch {
        throw new Refusal(400, 'The body is not JSON.');
    }
    const parsed = bodyShape.safeParse(given);
    if (!parsed.success)
        throw new Refusal(400, 'The body must be {"payloads":[{"metadata":{…},"data":"…"}]}, in base64, 2,000 at most.');
    return (parsed.data.payloads ?? []).map(({ metadata = {}, data }) => ({
        metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
        data: Buffer.from(data ?? '', 'base64'),
    }));
};
const asJson = (payloads) => JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
        metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
        data: Buffer.from(data ?? []).toString('base64'),
    })),
});
const said = (words) => ({
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(words)),
});
const digest = (text) => createHash('sha256').update(text).digest();
/** Every token is compared, and each in the same time whatever it is. */
const holderOf = (given, tokens) => {
    let holder;
    for (const { name, token } of tokens)
        if (timingSafeEqual(digest(given), digest(token)))
            holder = name;
    return holder;
};
const VERBS = ['decode', 'encode'];
/**
 * Of every answer. What was opened is kept nowhere on its way, read as nothing but what it is, and shown in no page but
 * through the script that asked; an address that holds a token is told to nobody.
 */
const PROTECTIONS = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
};
class Codec {
    options;
    constructor(options) {
        this.options = options;
    }
    async answer(request, response) {
        const { pathname } = new URL(request.url ?? '/', 'http://codec');
        if (request.method === 'GET' && pathname === '/health') {
            response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('ok\n');
            return;
        }
        this.admitOrigin(request, response);
        if (request.method === 'OPTIONS')
            return void response.writeHead(204).end();
        const parts = pathname.split('/').filter(Boolean);
        const verb = VERBS.find((one) => one === parts.at(-1));
        if (!verb || parts.length > 2)
            throw new Refusal(404, 'There is POST /decode and POST /encode, and nothing else.');
        if (request.method !== 'POST')
            throw new Refusal(405, `${verb} is asked for with POST.`);
        const holder = this.holder(request, parts.length === 2 ? parts[0] : undefined);
        this.requireNamespace(request);
        const payloads = await bodyOf(request);
        const done = verb === 'decode' ? await this.decode(payloads, holder) : await this.encode(payloads);
        response.writeHead(200, { 'content-type': 'application/json' }).end(asJson(done));
    }
    /** A page of another origin learns nothing, not even that its token was right. Programs that are no page name none. */
    admitOrigin({ headers }, response) {
        response.setHeader('vary', 'Origin');
        if (headers.origin === undefined)
            return;
        if (headers.origin !== this.options.origin)
            throw new Refusal(403, `Pages of the origin ${headers.origin.slice(0, 200)} may not ask here.`);
        response.setHeader('access-control-allow-origin', headers.origin);
        response.setHeader('access-control-allow-methods', 'POST');
        response.setHeader('access-control-allow-headers', 'authorization, authorization-extras, content-type, x-namespace');
        response.setHeader('access-control-max-age', '600');
    }
    holder({ headers }, inPath) {
        const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
        const given = bearer ?? (this.options.tokenInPath ? inPath : undefined);
        if (given === undefined)
            throw new Refusal(401, 'A token is needed: Authorization: Bearer …');
        const holder = holderOf(given, this.options.tokens);
        if (holder === undefined)
            throw new Refusal(401, 'The token is not one of those that may read here.');
        return holder;
    }
    requireNamespace({ headers }) {
        const { namespace } = this.options;
        if (headers['x-namespace'] !== namespace)
            throw new Refusal(400, `X-Namespace must be ${namespace}.`);
    }
    async decode(payloads, holder) {
        const owners = payloads.map(ownerOfPayload);
        const found = await this.options.keys.findKeys([...new Set(owners.filter((owner) => owner !== undefined))]);
        const opened = payloads.map((payload, i) => {
            const owner = owners[i];
            if (owner === undefined)
                return payload;
            const key = found.get(owner);
            if (!key)
                return said('[encrypted under a key that is not here]');
            if (isErased(key))
                return said(`[erased on ${key.erasedOn}]`);
            return openPayload(key, owner, payload) ?? said('[not what was written under this key]');
        });
        const read = owners.filter((owner) => owner !== undefined && found.has(owner));
        if (read.length > 0)
            await this.options.book.note({ role: 'manager', id: holder }, read);
        return opened;
    }
    /** What is typed into a form is for no case that we are told of: it goes under the authority's key, which every case reads. */
    async encode(payloads) {
        const key = await this.options.keys.keyFor(AUTHORITY);
        if (isErased(key))
            throw new Refusal(503, 'The key of the authority is gone.');
        return payloads.map((payload) => ownerOfPayload(payload) === undefined ? sealPayload(key, AUTHORITY, payload) : payload);
    }
}
const refuse = (response, error) => {
    if (response.headersSent)
        return void response.destroy();
    const status = error instanceof Refusal ? error.status : 503;
    // What else went wrong is ours to know, and may quote what it was about.
    const reason = error instanceof Refusal ? error.message : 'The keys or the ledger cannot be reached; nothing was read.';
    if (status === 503)
        process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.name : 'fault'}\n`);
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ error: reason }));
};
const listen = (server, host, port) => new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
});
export const startCodecServer = async (options) => {
    const codec = new Codec(options);
    const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
        for (const [name, value] of Object.entries(PROTECTIONS))
            response.setHeader(name, value);
        codec.answer(request, response).catch((error) => refuse(response, error));
    });
    await listen(server, options.host, options.port);
    return {
        url: `http://${options.host}:${server.address().port}`,
        close: async () => {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
};
//# sourceMappingURL=codec-server.js.map