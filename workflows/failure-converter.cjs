/**
 * What an error says may quote what it was about: message and stack go where the codec reaches them. CommonJS, because
 * Temporal requires it by its path in every process, and packs the same file for the sandbox.
 *
 * A refusal of who called, or of the form of what was sent, holds words of ours, roles, staff identifiers and workflow IDs
 * only, and has no details: it stays in clear, so that a client without our keys, the Temporal UI among them, learns why the
 * door is shut. So does the word that a process has not read the ledger yet. Of any other refusal the kind and the rule are
 * in clear, which are ours, and the reason is not.
 */
const { ApplicationFailure, DefaultFailureConverter } = require('@temporalio/common');

const sealed = new DefaultFailureConverter({ encodeCommonAttributes: true });
const clear = new DefaultFailureConverter({ encodeCommonAttributes: false });

const REFUSED = 'Refused:';

const isRefusal = (error) => error instanceof ApplicationFailure && (error.type ?? '').startsWith(REFUSED);

/** In place of "Encoded failure", for whoever cannot decrypt it. */
const kindOf = ({ type, details }) => {
  const rule = details[0]?.rule;
  const named = typeof rule === 'string' ? ` (${rule})` : '';
  return `Refused: ${type.slice(REFUSED.length).replaceAll('-', ' ')}${named}. The reason in full is encrypted; the ehcna command line shows it.`;
};

exports.failureConverter = {
  errorToFailure: (error, ...rest) => {
    if (!isRefusal(error)) return sealed.errorToFailure(error, ...rest);
    if (!error.details?.length) return { ...clear.errorToFailure(error, ...rest), stackTrace: '' };
    return { ...sealed.errorToFailure(error, ...rest), message: kindOf(error) };
  },
  failureToError: (...given) => sealed.failureToError(...given),
};
