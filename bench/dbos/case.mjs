// The counts of the golden case on DBOS: the same numbers of messages, waits and steps, with nothing in them. Run in a folder
// of its own where the package is installed. Arguments: database URL, cases, counts as JSON. Prints milliseconds a case.
import { DBOS } from '@dbos-inc/dbos-sdk';

const [, , systemDatabaseUrl, cases, counts] = process.argv;
const { messages, waits, steps } = JSON.parse(counts);
const nothing = async () => '1';

const whole = DBOS.registerWorkflow(
  async () => {
    const each = Math.floor(steps / messages);
    for (let n = 0; n < messages; n += 1) {
      await DBOS.recv('m', 60);
      for (let s = 0; s < each + (n < steps % messages ? 1 : 0); s += 1)
        await DBOS.runStep(nothing, { name: 'nothing' });
      await DBOS.setEvent(`answer-${n}`, '1');
      if (n < waits) await DBOS.sleep(1);
    }
  },
  { name: 'whole' },
);

DBOS.setConfig({ name: 'bench', systemDatabaseUrl, logLevel: 'error', runAdminServer: false });
await DBOS.launch();
const one = async (n) => {
  const handle = await DBOS.startWorkflow(whole, { workflowID: `case-${process.pid}-${n}` })();
  for (let m = 0; m < messages; m += 1) {
    await DBOS.send(handle.workflowID, '1', 'm');
    await DBOS.getEvent(handle.workflowID, `answer-${m}`, 60);
  }
  await handle.getResult();
};
await one('warm');
process.send?.('warm');
await new Promise((resolve) => process.once('message', resolve));
const { user, system } = process.cpuUsage();
for (let n = 0; n < Number(cases); n += 1) await one(n);
const used = process.cpuUsage();
process.send?.({ ms: (used.user + used.system - user - system) / 1000 / Number(cases) });
await new Promise((resolve) => process.once('message', resolve));
await DBOS.shutdown();
process.exit(0);
