/**
 * The Temporal UI as `npm start` has it: a development server with its page, which has payloads opened by the project's
 * codec server. Beside that, time can be moved, so that a case is really late.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readScenario } from '../../client/rehearse/scenario.js';
import type { CaseScenario } from '../../client/rehearse/scenario.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { accessBook, PAYLOADS_DECODED } from '../../activities/access-book.js';
import { startCodecServer } from '../../workers/codec-server.js';
import { readConfig } from '../../workers/config.js';
import { standGuard } from '../../workers/platform/guard.js';
import { cacheDir, temporaryFolder } from '../../workers/platform/places.js';
import { freePort, LOOPBACK } from '../../workers/platform/ports.js';
import { quiet } from '../../workers/platform/progress.js';
import { findTemporal } from '../../workers/platform/temporal-executable.js';
import { startTemporal } from '../../workers/platform/temporal-server.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';
import { openTheatre } from '../rehearse/stage.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';

export interface UiStage {
  world: World;
  theatre: Theatre;
  /** http://host:port of the UI. */
  origin: string;
  codecUrl: string;
  /** Of the UI's list of workflows in the world's namespace. */
  listUrl: string;
  /** Of a page of the newest run of a process: `user-metadata`, `timeline`, … */
  pageOf(workflowId: string, page: string): Promise<string>;
  stop(): Promise<void>;
}

/** Of the installation's own pages. Nothing answers there: what is tested is that it is linked to. */
export const PUBLIC_URL = 'https://ehc.example.gov.uk';

const TOKEN = 'a-token-of-the-machine-that-this-runs-on';

export const openUiStage = async (): Promise<UiStage> => {
  const folder = temporaryFolder();
  const guard = standGuard([folder]);
  const undo: (() => Promise<unknown>)[] = [
    async () => {
      guard.release();
      await rm(folder, { recursive: true, force: true });
    },
  ];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { temporal, searchPath } = readConfig();
    const executable = await findTemporal({
      cliPath: temporal.cliPath,
      searchPath,
      cacheDir: cacheDir(),
      progress: quiet,
    });
    const [uiPort, codecPort] = [await freePort(), await freePort()];
    const server = await startTemporal({
      executable,
      namespace: 'own',
      uiPort,
      uiCodecEndpoint: `http://${LOOPBACK}:${codecPort}/${TOKEN}`,
      logFile: join(folder, 'temporal.log'),
      searchAttributes: SEARCH_ATTRIBUTES,
      timeSkipping: true,
      progress: quiet,
    });
    guard.watch([server.pid ?? 0]);
    undo.push(() => server.stop());
    const world = await openWorld({ address: server.address, namespace: 'ehcna', worker: false });
    undo.push(() => world.stop());
    const theatre = await openTheatre(world, { publicUrl: PUBLIC_URL });
    undo.push(() => theatre.close());
    const origin = `http://${LOOPBACK}:${uiPort}`;
    const book = accessBook(world.ehcna.ledger, PAYLOADS_DECODED);
    const codec = await startCodecServer({
      keys: openCaseKeys(world.pool, world.keyring, 0),
      book,
      namespace: world.namespace,
      host: LOOPBACK,
      port: codecPort,
      origin,
      tokens: [{ name: 'this-machine', token: TOKEN }],
      tokenInPath: true,
    });
    undo.push(async () => {
      await codec.close();
      await book.close();
    });
    const listUrl = `${origin}/namespaces/${world.namespace}/workflows`;
    const pageOf = async (workflowId: string, page: string): Promise<string> => {
      const { runId } = await theatre.client.workflow.getHandle(workflowId).describe();
      return `${listUrl}/${encodeURIComponent(workflowId)}/${runId}/${page}`;
    };
    return { world, theatre, origin, codecUrl: `http://${LOOPBACK}:${codecPort}`, listUrl, pageOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The story in which the psychologist is late, told as far as a day on which everything is late and nothing has come of it. */
export const untilLate = async (): Promise<CaseScenario> => {
  const scenario = (await readScenario('psychologist-late')) as CaseScenario;
  const until = scenario.steps.findIndex((step) => step.do === 'completeAction');
  const contact = {
    ...scenario.steps[0],
    when: 'day 150',
    who: 'caseworker',
    do: 'recordContact',
    with: { channel: 'telephone', direction: 'to-family' },
  };
  return { ...scenario, steps: [...scenario.steps.slice(0, until), contact as never] };
};
