/**
 * Derives from the command shapes (zod) what the workflow sandbox checks them by, as plain JSON Schema: zod itself would
 * cost each cached workflow several times its memory. `--check` fails when the file is out of date.
 * Run after the TypeScript is compiled: it reads dist/.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const { assessmentCommands, openingShape } = await import(`${root}/dist/domain/assessment/command-shapes.js`);
const { reviewCommands } = await import(`${root}/dist/domain/review/command-shapes.js`);
const { planCommands } = await import(`${root}/dist/domain/plan/command-shapes.js`);
const { holdingShape, reviewedShape } = await import(`${root}/dist/domain/plan/event-shapes.js`);
const { reassessedShape } = await import(`${root}/dist/domain/plan/reassessment-shapes.js`);
const { askShape } = await import(`${root}/dist/domain/campaign/campaign-shapes.js`);
const { panelCommands, referralShape } = await import(`${root}/dist/domain/panel/panel-shapes.js`);
const { signalShapes } = await import(`${root}/dist/domain/signal-shapes.js`);

// What people send is checked as it comes in; formats are already spelt out as patterns.
const schemaOf = (shape) => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return notBlank(withoutFormats(schema));
};
// JSON Schema knows no trimming: what zod would find empty must be refused here, not when the ledger is written.
const notBlank = (node) => {
  if (Array.isArray(node)) return node.map(notBlank);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, notBlank(value)]));
  return copy.type === 'string' && copy.minLength > 0 && !copy.pattern ? { ...copy, pattern: '\\S' } : copy;
};
const withoutFormats = (node) => {
  if (Array.isArray(node)) return node.map(withoutFormats);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'format' && typeof value === 'string'))
      .map(([key, value]) => [key, withoutFormats(value)]),
  );
};

const textOf = (schema) => JSON.stringify(JSON.stringify(schema));

const entries = (commands) =>
  Object.fromEntries(
    Object.entries(commands).map(([type, { description, roles, shape, example }]) => [
      type,
      { description, roles, example: JSON.stringify(example), schema: JSON.stringify(schemaOf(shape)) },
    ]),
  );

/** Who is told of them sends none: they are between processes, which sign as what they are. */
const signals = Object.fromEntries(
  Object.entries(signalShapes).map(([name, { description, shape, example }]) => [
    name,
    `${description}. Taken of our own processes only. Example: ${JSON.stringify(shape.parse(example))}`,
  ]),
);

const text = `// Made by scripts/generate.mjs from the zod shapes; do not edit.
import type { CommandCheck } from '../command-check.js';

export const ASSESSMENT_COMMANDS: Readonly<Record<string, CommandCheck>> = ${JSON.stringify(entries(assessmentCommands))};

export const PANEL_COMMANDS: Readonly<Record<string, CommandCheck>> = ${JSON.stringify(entries(panelCommands))};

export const REVIEW_COMMANDS: Readonly<Record<string, CommandCheck>> = ${JSON.stringify(entries(reviewCommands))};

export const PLAN_COMMANDS: Readonly<Record<string, CommandCheck>> = ${JSON.stringify(entries(planCommands))};

export const SIGNAL_DESCRIPTIONS: Readonly<Record<${Object.keys(signals)
  .map((name) => `'${name}'`)
  .join(' | ')}, string>> = ${JSON.stringify(signals)};

export const HOLDING_SCHEMA: string = ${textOf(schemaOf(holdingShape))};

export const REVIEWED_SCHEMA: string = ${textOf(schemaOf(reviewedShape))};

export const REASSESSED_SCHEMA: string = ${textOf(schemaOf(reassessedShape))};

export const REQUEST_SCHEMA: string = ${textOf(schemaOf(openingShape))};

export const REFERRAL_SCHEMA: string = ${textOf(schemaOf(referralShape))};

export const ASK_SCHEMA: string = ${textOf(schemaOf(askShape))};
`;

const file = `${root}/domain/generated/commands.ts`;
const current = (() => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
})();
if (process.argv.includes('--check')) {
  if (current !== text) {
    console.error('domain/generated/commands.ts is out of date: run `npm run generate`');
    process.exit(1);
  }
} else if (current !== text) writeFileSync(file, text);
