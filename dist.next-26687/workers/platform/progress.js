export const quiet = { line: () => undefined, during: (_label, work) => work() };
const TERMINAL_TICK_MS = 1_000;
/** A log or a CI page keeps every line, so it gets few. */
const PLAIN_TICK_MS = 10_000;
export const progressOn = (stream) => {
    const line = (text) => void stream.write(`${text}\n`);
    return {
        line,
        async during(label, work) {
            const started = Date.now();
            const seconds = () => Math.round((Date.now() - started) / 1000);
            const show = stream.isTTY
                ? () => stream.write(`\r${label} … ${seconds()} s`)
                : () => line(`${label} … ${seconds()} s`);
            stream.write(stream.isTTY ? `${label} …` : `${label} …\n`);
            const ticking = setInterval(show, stream.isTTY ? TERMINAL_TICK_MS : PLAIN_TICK_MS);
            try {
                return await work();
            }
            finally {
                clearInterval(ticking);
                if (stream.isTTY)
                    stream.write(`\r${label} … ${seconds()} s\n`);
            }
        },
    };
};
//# sourceMappingURL=progress.js.map