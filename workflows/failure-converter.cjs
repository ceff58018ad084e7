/**
 * What an error says may quote what it was about: message and stack go where the codec reaches them. CommonJS, because
 * Temporal requires it by its path in every process, and packs the same file for the sandbox.
 *
 * A refusal of who called holds roles, staff identifiers and workflow IDs only, and has no details: it stays in clear, so
 * that a client without our keys learns why the door is shut. So does the word that a process has not read the ledger yet.
 */
const { ApplicationFailure, DefaultFailureConverter } = require('@temporalio/common');

const sealed = new DefaultFailureConverter({ encodeCommonAttributes: true });
const clear = new DefaultFailureConverter({ encodeCommonAttributes: false });

const isAboutCaller = (error) =>
  error instanceof ApplicationFailure && (error.type ?? '').startsWith('Refused:') && !error.details?.length;

exports.failureConverter = {
  errorToFailure: (error, ...rest) =>
    isAboutCaller(error)
      ? { ...clear.errorToFailure(error, ...rest), stackTrace: '' }
      : sealed.errorToFailure(error, ...rest),
  failureToError: (...given) => sealed.failureToError(...given),
};
