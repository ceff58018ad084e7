/** Chance that can be repeated: the same seed draws the same things on every machine. */
import { createHash } from 'node:crypto';
export class Draw {
    state;
    constructor(seed) {
        this.state = createHash('sha256').update(seed).digest().readUInt32LE(0);
    }
    /** From 0 up to, and without, 1 (mulberry32). */
    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    }
    /** A whole number, both ends included. */
    whole(from, to) {
        return from + Math.floor(this.next() * (to - from + 1));
    }
    of(list) {
        return list[Math.floor(this.next() * list.length)];
    }
    /** One of several, as often as its weight says. */
    weighted(list) {
        let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
        for (const [item, weight] of list) {
            left -= weight;
            if (left < 0)
                return item;
        }
        throw new Error('Nothing to draw from');
    }
    chance(p) {
        return this.next() < p;
    }
    shuffled(list) {
        return list
            .map((item) => ({ item, key: this.next() }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
    }
}
//# sourceMappingURL=draw.js.map