// A worker that kills itself as a power cut would, at moments that its seed gives: between an effect and its completion,
// or just before the effect. Only this file can start one; a worker of `ehcna worker` has no such way.
import { appendFileSync, existsSync } from 'node:fs';
import { Context } from '@temporalio/activity';

const dist = (path) => import(new URL(`../../../dist/${path}`, import.meta.url).href);
const { Draw } = await dist('client/sample/draw.js');
const { runWorker } = await dist('workers/main.js');

const [killLog, seed, chance] = process.argv.slice(2);
const draw = new Draw(seed);
/** Of the kills, so many come after the effect: that is where something could be done twice. */
const AFTER = 0.75;

const dieHere = (when, activity) => {
  // There have been enough for now, or the storm is over.
  if (existsSync(`${killLog}.calm`)) return;
  appendFileSync(killLog, `${JSON.stringify({ when, activity })}\n`);
  process.kill(process.pid, 'SIGKILL');
};

await runWorker(() => ({
  inbound: {
    async execute(input, next) {
      const { activityType } = Context.current().info;
      const [dies, after] = [draw.chance(Number(chance)), draw.chance(AFTER)];
      if (dies && !after) dieHere('before', activityType);
      const result = await next(input);
      if (dies && after) dieHere('after', activityType);
      return result;
    },
  },
}));
