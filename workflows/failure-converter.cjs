/**
 * What an error says may quote what it was about: message and stack go where the codec reaches them. CommonJS, because
 * Temporal requires it by its path in every process, and packs the same file for the sandbox.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
