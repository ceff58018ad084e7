/** How a command ends: what it prints, and with which code. One line on stderr for whatever went wrong, never a trace. */
import { CommanderError } from 'commander';
import { isDriverCutOff } from '../../db/away.js';

export const EXIT = {
  done: 0,
  /** By the law or by the state, or what was asked for is not there. */
  refused: 1,
  usage: 2,
  unreachable: 3,
} as const;

/** What was typed cannot be meant: names the option or argument in fault and what was expected. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** What was asked for is not there. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const sayJson = (value: unknown): void => say(JSON.stringify(value));

/** To stderr: for people, out of the way of what a program reads. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export interface Ending {
  exit: number;
  /** For stderr; null where it has been said already. */
  line: string | null;
  /** For stdout with `--json`. */
  json: object | null;
}

const refused = (code: string, reason: string, rule?: string): Ending => ({
  exit: EXIT.refused,
  line: rule ? `${reason} (${rule})` : reason,
  json: { refused: true, code, reason, ...(rule ? { rule } : {}) },
});

const failed = (exit: number, code: string, reason: string): Ending => ({
  exit,
  line: reason,
  json: { error: { code, reason } },
});

/** Node's network errors, and PostgreSQL's "not now" and "not you": SQLSTATE classes 08, 28, 3D, 53 and 57. */
const DATABASE_AWAY =
  /^(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|08...|28...|3D...|53...|57...)$/;

const DISK_FULL = '53100';

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** Commander has written its own line by the time it throws. */
const ofCommander = (error: CommanderError): Ending => {
  if (error.exitCode === 0) return { exit: EXIT.done, line: null, json: null };
  const reason = error.message.replace(/^error: /, '');
  const exit = error.code.startsWith('commander.') ? EXIT.usage : error.exitCode;
  if (exit === EXIT.refused) return { ...refused('refused', reason), line: null };
  return { ...failed(exit, 'usage', reason), line: null };
};

interface Refusing extends Error {
  refusal: { code: string; reason: string; rule?: string };
}

/** By name where the class would bring in a client that the command may never have needed. */
export const endingOf = (error: unknown): Ending => {
  if (error instanceof CommanderError) return ofCommander(error);
  if (!(error instanceof Error)) return failed(EXIT.refused, 'fault', String(error));
  switch (error.name) {
    case 'WrongUsage':
      return failed(EXIT.usage, 'usage', error.message);
    case 'CannotSign':
      return refused('wrong-identity', error.message);
    case 'NotThere':
      return refused('not-found', error.message);
    case 'CaseErased':
      return refused('erased', error.message);
    case 'UnusableFile':
      return refused('unusable-file', error.message);
    case 'Refused': {
      const { code, reason, rule } = (error as Refusing).refusal;
      return refused(code, reason, rule);
    }
    case 'DocumentFaulty':
      return refused('document-faulty', error.message);
    case 'StoreUnreachable':
      return failed(EXIT.unreachable, 'unreachable', error.message);
    case 'Unreachable':
      return failed(EXIT.unreachable, 'unreachable', error.message);
    case 'PlatformFault':
      return failed('exitCode' in error ? Number(error.exitCode) : EXIT.unreachable, 'fault', error.message);
    default:
      return ofSystem(error);
  }
};

const ofSystem = (error: Error): Ending => {
  const code = codeOf(error);
  if (code === DISK_FULL) {
    const said = `The disk of the database is full: ${error.message.replace(/\.$/, '')}. Free some space there, and try again.`;
    return failed(EXIT.unreachable, 'disk-full', said);
  }
  if (DATABASE_AWAY.test(code) || isDriverCutOff(error)) {
    const said = error.message || code;
    return failed(
      EXIT.unreachable,
      'unreachable',
      `Cannot reach the database: ${said}. Is it running? \`npm start\` starts one.`,
    );
  }
  if (code === '42P01') {
    return failed(EXIT.unreachable, 'unreachable', 'The database lacks our tables. Bring it up to date: ehcna migrate');
  }
  return failed(EXIT.refused, 'fault', error.message || code || error.name);
};
