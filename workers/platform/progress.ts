/** Tells the person waiting what is going on. Everything goes to stderr, so that stdout stays for data. */
export interface Progress {
  line(text: string): void;
  /** Shows `label` while `work` runs, with the seconds gone when it takes long. */
  during<T>(label: string, work: () => Promise<T>): Promise<T>;
}

export const quiet: Progress = { line: () => undefined, during: (_label, work) => work() };

const TERMINAL_TICK_MS = 1_000;
/** A log or a CI page keeps every line, so it gets few. */
const PLAIN_TICK_MS = 10_000;

export const progressOn = (stream: NodeJS.WriteStream): Progress => {
  const line = (text: string) => void stream.write(`${text}\n`);
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
      } finally {
        clearInterval(ticking);
        if (stream.isTTY) stream.write(`\r${label} … ${seconds()} s\n`);
      }
    },
  };
};
