/** What `npm run soak` was asked for, which reaches the tests as variables of their environment. */
const number = (name: string, otherwise: number): number => {
  const given = process.env[name];
  const value = given === undefined || given === '' ? otherwise : Number(given);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not ${given}`);
  return value;
};

/** Part n of a run draws from seed + n, so that a run can be gone on with, and a part run again alone. */
export interface Soak {
  count: number;
  seed: number;
  from: number;
  /** Ends by itself after so long, in order. */
  minutes: number;
}

export const soakOf = (otherwise: number): Soak => ({
  count: number('SOAK_COUNT', otherwise),
  seed: number('SOAK_SEED', 1),
  from: number('SOAK_FROM', 0),
  minutes: number('SOAK_MINUTES', 600),
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs part after part until all have run or the time is over; `play` throws where something is wrong. */
export const inParts = async (
  soak: Soak,
  size: number,
  what: string,
  play: (seed: number, howMany: number) => void | Promise<void>,
): Promise<void> => {
  const parts = Math.ceil(soak.count / size);
  const began = Date.now();
  for (let part = soak.from; part < parts; part += 1) {
    const howMany = Math.min(size, soak.count - part * size);
    try {
      await play(soak.seed + part, howMany);
    } catch (error) {
      say(
        `part ${part} of ${parts} (seed ${soak.seed + part}) found a fault; again: --seed ${soak.seed} --from ${part}`,
      );
      throw error;
    }
    const seconds = Math.round((Date.now() - began) / 1000);
    say(`part ${part} of ${parts}, seed ${soak.seed + part}: ${part * size + howMany} ${what}, ${seconds} s`);
    if (seconds > soak.minutes * 60) return say(`The time is over; to go on: --seed ${soak.seed} --from ${part + 1}`);
    // Lets the test runner hear from its worker.
    await new Promise((resolve) => setImmediate(resolve));
  }
};
