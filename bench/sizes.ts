/** How much is measured: all of it, or so little that it takes some minutes. */
export interface Sizes {
  /** A and B in turn, so many times each, of so many cases. */
  blocks: number;
  casesABlock: number;
  /** Open at once where memory is measured. */
  cached: number;
  /** Between looks at a worker that comes to rest: milliseconds. */
  restMs: number;
  /** Commands of the latency row, ten at once. */
  commands: number;
  /** Cases that are really started, for starts and a restore. */
  started: number[];
  /** Rows of the read model, where a list is measured. */
  listed: number[];
  /** Plain executions, at most, where the engine's own list and count are measured: as many as there are rows. */
  engineListed: number;
  /** Open when a worker is killed, and when the servers are. */
  killed: number;
  powerCut: number;
  deadlines: number;
  replays: number;
}

export const FULL: Sizes = {
  blocks: 5,
  casesABlock: 4,
  cached: 300,
  restMs: 10_000,
  commands: 300,
  started: [1_000, 10_000],
  listed: [1_000, 10_000, 50_000, 100_000],
  engineListed: 100_000,
  killed: 500,
  powerCut: 10_000,
  deadlines: 500,
  replays: 15,
};

export const QUICK: Sizes = {
  blocks: 5,
  casesABlock: 2,
  cached: 100,
  restMs: 10_000,
  commands: 100,
  started: [100, 300],
  listed: [1_000, 10_000],
  engineListed: 10_000,
  killed: 100,
  powerCut: 300,
  deadlines: 100,
  replays: 7,
};

/** Enough to see that every row can be measured. */
export const TINY: Sizes = {
  blocks: 1,
  casesABlock: 1,
  cached: 5,
  restMs: 50,
  commands: 10,
  started: [5, 10],
  listed: [100, 200],
  engineListed: 200,
  killed: 5,
  powerCut: 5,
  deadlines: 5,
  replays: 1,
};
