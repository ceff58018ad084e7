export {};
//# sourceMappingURL=projection-rows.js.map