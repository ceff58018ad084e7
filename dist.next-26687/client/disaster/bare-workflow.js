/** What the engine takes for a process that does nothing: the measure beside which a restore is held. */
export async function bare() {
    // Nothing.
}
//# sourceMappingURL=bare-workflow.js.map