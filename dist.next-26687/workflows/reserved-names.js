const RESERVED = '__temporal_';
export const interceptors = () => ({
    internals: [
        {
            activate: (input, next) => {
                for (const { signalWorkflow } of input.activation.jobs ?? [])
                    if (signalWorkflow?.signalName?.startsWith(RESERVED))
                        signalWorkflow.signalName = `reserved:${signalWorkflow.signalName}`;
                next(input);
            },
        },
    ],
});
//# sourceMappingURL=reserved-names.js.map