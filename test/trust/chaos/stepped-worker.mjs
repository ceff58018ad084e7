// A worker whose machine's clock is wrong by as many milliseconds as the file named first says, which may change at any time.
import { readFileSync } from 'node:fs';

const [offsetFile] = process.argv.slice(2);
const RightDate = globalThis.Date;
const wrong = () => RightDate.now() + Number(readFileSync(offsetFile, 'utf8'));

globalThis.Date = class extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(wrong());
    else super(...given);
  }

  static now() {
    return wrong();
  }
};

const { runWorker } = await import(new URL('../../../dist/workers/main.js', import.meta.url).href);
await runWorker();
