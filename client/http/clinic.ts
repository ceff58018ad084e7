/** The Monday clinic as pages: live, as it was kept, and the cases behind each number, as a page or as CSV. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { inOneMoment, readChoices, readClinic } from '../../activities/clinic/clinic.js';
import { listBehind } from '../../activities/clinic/list.js';
import { listSnapshots, readSnapshot } from '../../activities/clinic/snapshots.js';
import { isCivilDate } from '../../domain/civil-date.js';
import {
  type ClinicFilters,
  FILTER_NAMES,
  type FilterName,
  type GivenFilters,
  parseFilters,
} from '../../domain/clinic/filters.js';
import { listPage, refusedPage, ROWS_A_PAGE, snapshotsPage } from '../../pages/clinic/lists.js';
import { badFilterPage, clinicPage, snapshotPage } from '../../pages/clinic/page.js';
import { sendIfChanged, sendPage, wantsPage } from './clinic-page.js';
import type { Reader } from '../../pages/clinic/frame.js';
import { csvFile } from './clinic-csv.js';
import { clinicDoor, type ClinicDoor, safeNext, SIGN_IN } from './clinic-door.js';
import { sessionFrom } from './clinic-session.js';
import { signInRoutes } from './clinic-sign-in.js';
import type { HttpDesk, Principal } from './desk.js';
import { Problem } from './problem.js';

type Handle = (request: FastifyRequest, reply: FastifyReply, who: Principal) => Promise<FastifyReply>;

const readerOf = (desk: HttpDesk, { id }: Principal): Reader => ({
  authority: desk.authority.name,
  signedInAs: id,
  publicUrl: desk.publicUrl,
  caseAddress: (caseRef) =>
    desk.uiUrl === undefined ? undefined : `${desk.uiUrl}?query=${encodeURIComponent(processesOf(caseRef))}`,
});

/** What the Temporal UI lists for one child. */
const processesOf = (caseRef: string): string =>
  `WorkflowId IN ("assessment/${caseRef}", "plan/${caseRef}") OR WorkflowId STARTS_WITH "annualReview/${caseRef}/"`;

const filterNamed = (reason: string): FilterName =>
  FILTER_NAMES.find((name) => reason.startsWith(`The filter ${name} `)) ?? 'from';

/** Known before anything is read: who asks. A browser that nobody has signed in with is shown where to. */
const behind =
  (desk: HttpDesk, door: ClinicDoor, handle: Handle) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const who = await door.authenticate(request);
      // A page with a form says where it was sent from, to us alone; one with a secret in its address says it to nobody.
      void reply.header('referrer-policy', door.linkOf(request) === undefined ? 'same-origin' : 'no-referrer');
      return await handle(request, reply, who);
    } catch (error) {
      if (!(error instanceof Problem) || !wantsPage(request)) throw error;
      if (error.status === 401)
        return reply.redirect(`${SIGN_IN}?next=${encodeURIComponent(safeNext(request.url))}`, 303);
      if (error.status !== 403) throw error;
      const page = refusedPage({ authority: desk.authority.name, signedInAs: request.client }, error.detail);
      return sendPage(reply.header('referrer-policy', 'same-origin'), page, 403);
    }
  };

export const clinicRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const door = clinicDoor(desk);
    const { pool, keys } = desk;
    await app.register(cookie);
    await app.register(formbody);
    const hidden = { schema: { hide: true } };

    const asked = (request: FastifyRequest) => parseFilters(request.query as GivenFilters, desk.today());
    const filtersOf = (request: FastifyRequest): ClinicFilters => {
      const filters = asked(request);
      if ('refused' in filters) throw new Problem(400, filters.code, filters.reason);
      return filters;
    };

    app.get(
      '/clinic',
      hidden,
      behind(desk, door, async (request, reply, who) => {
        const link = door.linkOf(request);
        const session = link === undefined ? undefined : await sessionFrom(keys, link, Date.now());
        if (session !== undefined) door.giveSession(reply, session);
        const reader = readerOf(desk, who);
        const filters = asked(request);
        if ('refused' in filters) {
          const choices = await inOneMoment(pool, readChoices);
          const wrong = { name: filterNamed(filters.reason), reason: filters.reason };
          return sendPage(reply, badFilterPage(request.query as GivenFilters, wrong, choices, reader), 400);
        }
        const figures = await readClinic(pool, filters);
        await desk.access.note(
          who.actor,
          figures.stuck.cases.map(({ caseRef }) => caseRef),
        );
        const html = clinicPage(figures, reader);
        return link === undefined ? sendIfChanged(request, reply, html) : sendPage(reply, html);
      }),
    );

    app.get<{ Params: { figure: string } }>(
      '/clinic/list/:figure',
      hidden,
      behind(desk, door, async (request, reply, who) => {
        const { figure: name } = request.params as { figure: string };
        const filters = filtersOf(request);
        if (name.endsWith('.csv')) {
          const figure = name.slice(0, -4);
          const file = await csvFile(desk, who, figure, filters);
          return reply
            .type('text/csv; charset=utf-8; header=present')
            .header(
              'content-disposition',
              `attachment; filename="clinic-${figure.replace(/[^A-Za-z0-9]+/g, '-')}-${filters.on}.csv"`,
            )
            .send(file);
        }
        const page = pageOf(request);
        const list = await listBehind(pool, name, filters, { offset: (page - 1) * ROWS_A_PAGE, limit: ROWS_A_PAGE });
        if ('refused' in list) throw new Problem(404, list.code, list.reason);
        await desk.access.note(
          who.actor,
          list.rows.map(({ caseRef }) => caseRef),
        );
        return sendIfChanged(request, reply, listPage(list, filters, page, readerOf(desk, who)));
      }),
    );

    app.get(
      '/clinic/snapshots',
      hidden,
      behind(desk, door, async (request, reply, who) =>
        sendIfChanged(request, reply, snapshotsPage(await listSnapshots(pool), readerOf(desk, who))),
      ),
    );

    app.get<{ Params: { day: string } }>(
      '/clinic/snapshots/:day',
      hidden,
      behind(desk, door, async (request, reply, who) => {
        const { day } = request.params as { day: string };
        const snapshot = isCivilDate(day) ? await readSnapshot(pool, day) : undefined;
        if (!snapshot)
          throw new Problem(
            404,
            'no-snapshot',
            'No snapshot of the clinic was kept on that day; /clinic/snapshots lists those there are.',
          );
        await desk.access.note(
          who.actor,
          snapshot.figures.stuck.cases.map(({ caseRef }) => caseRef),
        );
        return sendIfChanged(request, reply, snapshotPage(snapshot.figures, snapshot, readerOf(desk, who)));
      }),
    );

    await app.register(signInRoutes(desk, door));
  };

/** From 1; what is none is the first. */
const pageOf = (request: FastifyRequest): number => {
  const { page } = request.query as { page?: unknown };
  return typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
};
