import { Command, InvalidArgumentError } from 'commander';
import { PlatformFault } from '../../workers/platform/fault.js';
/** `ehcna up`. `afterReady` is done, in order, when everything runs and before it is called ready. */
export const upCommand = (afterReady = []) => new Command('up')
    .description('start the database, the Temporal server with its page, and the worker; Ctrl-C stops them all')
    .option('--fresh', 'start over: delete what earlier runs kept', false)
    .option('--ephemeral', 'keep nothing: a temporary folder and free ports', false)
    .option('--json', 'print one line of JSON on stdout when ready', false)
    .option('--no-sample', 'do not load the sample caseload')
    .option('--port <n>', 'of the Temporal server (7233)', portNumber)
    .option('--ui-port <n>', 'of the Temporal UI (8233)', portNumber)
    .addHelpText('after', `
Examples:
  ehcna up                      data in .data/, found again next time
  ehcna up --ephemeral --json   for scripts and trials
  ehcna up --port 7300 --ui-port 8300`)
    .action((flags) => runUp(flags, afterReady));
const portNumber = (value) => {
    const port = Number(value);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535)
        return port;
    throw new InvalidArgumentError('Expected a number from 1 to 65535.');
};
const runUp = async (flags, afterReady) => {
    const [{ readConfig }, { Interrupted, up }, { progressOn }] = await Promise.all([
        import('../../workers/config.js'),
        import('../../workers/up.js'),
        import('../../workers/platform/progress.js'),
    ]);
    const progress = progressOn(process.stderr);
    const asked = stopRequest(progress);
    try {
        const running = await up({
            config: readConfig(),
            fresh: flags.fresh,
            ephemeral: flags.ephemeral,
            port: flags.port,
            uiPort: flags.uiPort,
            afterReady: afterReady.filter((hook) => flags.sample || !hook.sample),
            progress,
            signal: asked.signal,
        });
        if (flags.json)
            process.stdout.write(`${JSON.stringify(running.installation)}\n`);
        welcome(running.installation, flags, progress);
        await asked.made;
        await running.stop();
        progress.line('Stopped.');
    }
    catch (error) {
        // Whatever was still under way, a download say, is not waited for.
        if (error instanceof Interrupted)
            process.exit(130);
        if (!(error instanceof PlatformFault))
            throw error;
        progress.line(error.message);
        process.exitCode = error.exitCode;
    }
    finally {
        asked.release();
    }
};
const welcome = (installation, { ephemeral }, progress) => {
    const where = ephemeral ? `EHCNA_DATA_DIR=${installation.dataDir} ` : '';
    progress.line('');
    progress.line(`Ready. The Temporal UI is at ${installation.ui ?? `the server ${installation.temporal}`}`);
    progress.line(`The ingress is at ${installation.ingress} (${installation.ingress}/docs says what it takes).`);
    progress.line('Try, in another terminal:');
    for (const command of TRY_NEXT)
        progress.line(`  ${where}npx ehcna ${command}`);
    progress.line('Ctrl-C stops everything.');
};
const TRY_NEXT = ['case list', 'tasks list', 'rehearse psychologist-late'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm passes a Ctrl-C on that the terminal has already sent us. */
const ECHO_MS = 1_000;
/** The first signal asks for a clean stop; a second one, that is no echo of the first, ends us at once. */
const stopRequest = (progress) => {
    const controller = new AbortController();
    let first = 0;
    const made = new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve()));
    const onSignal = () => {
        if (first === 0) {
            first = Date.now();
            progress.line('Stopping …');
            controller.abort();
        }
        else if (Date.now() - first > ECHO_MS) {
            // What still runs is stopped by the guard that waits for our end.
            process.exit(130);
        }
    };
    for (const name of SIGNALS)
        process.on(name, onSignal);
    return {
        signal: controller.signal,
        made,
        release: () => {
            for (const name of SIGNALS)
                process.off(name, onSignal);
        },
    };
};
//# sourceMappingURL=up.js.map