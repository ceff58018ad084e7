import { z } from 'zod';
const PATIENCE_MS = 2_000;
const readyShape = z.object({
    ready: z.boolean(),
    database: z.boolean(),
    temporal: z.boolean(),
    stopping: z.boolean(),
});
const soon = async (ask) => {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const answer = ask.then(() => true, () => false);
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};
/** @param isStopping true from the moment on which the process was asked to stop. */
export const healthRoutes = ({ pool, ehcna }, isStopping) => async (app) => {
    const unlimited = { config: { rateLimit: false } };
    app.get('/healthz', {
        ...unlimited,
        schema: {
            tags: ['health'],
            summary: 'The process lives',
            response: { 200: z.object({ status: z.literal('ok') }) },
        },
    }, async () => ({ status: 'ok' }));
    app.get('/readyz', {
        ...unlimited,
        schema: {
            tags: ['health'],
            summary: 'The process can do its work: the database and the Temporal server answer, and it is not stopping',
            response: { 200: readyShape, 503: readyShape },
        },
    }, async (_request, reply) => {
        const [database, temporal] = await Promise.all([
            soon(pool.query('select 1')),
            soon(ehcna.client.workflowService.getSystemInfo({})),
        ]);
        const stopping = isStopping();
        const ready = database && temporal && !stopping;
        return reply.code(ready ? 200 : 503).send({ ready, database, temporal, stopping });
    });
};
//# sourceMappingURL=health.js.map