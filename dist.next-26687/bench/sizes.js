export const FULL = {
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
export const QUICK = {
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
export const TINY = {
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
//# sourceMappingURL=sizes.js.map