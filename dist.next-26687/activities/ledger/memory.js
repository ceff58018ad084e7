import { caseRefOf } from '../../domain/ids.js';
/** A case that is at work is written to several times within minutes; more than these are not at work at once. */
const MOST_STREAMS = 200;
export class Memory {
    streams = new Map();
    recall(stream) {
        return this.streams.get(stream);
    }
    keep(stream, remembered) {
        this.streams.delete(stream);
        this.streams.set(stream, remembered);
        const [oldest] = this.streams.keys();
        if (this.streams.size > MOST_STREAMS && oldest !== undefined)
            this.streams.delete(oldest);
    }
    forget(stream) {
        this.streams.delete(stream);
    }
    forgetCase(caseRef) {
        for (const stream of this.streams.keys())
            if (caseRefOf(stream) === caseRef)
                this.streams.delete(stream);
    }
}
//# sourceMappingURL=memory.js.map