import { EXPORTERS, hasErrors, readCatalogue } from '@headgate/core';
import type { Exporter, ExportFile, ExportOptions } from '@headgate/core';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { Failure } from '../exit.ts';
import { choosePlan } from '../choose-plan.ts';
import { readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';

/** Writes a plan in another form. Ends with `findings` where the plan has errors, and then writes nothing. */
export const run: Run = async (context, given) => {
  const [format = '', named] = given.args;
  const exporter = exporterOf(format);
  const options = optionsOf(format, context, given);
  const files = readPlanFiles(await choosePlan(context, given, named ?? null), context.directory);
  const { value, issues } = readCatalogue(files.plan, files.events);
  if (value === null || hasErrors(issues)) {
    const checked = count(1 + files.events.length, 'file');
    return printIssues(context.print, { command: 'plan export', checked, issues });
  }
  deliver(exporter.write(value, options), { context, given, format });
  return 'clean';
};

function exporterOf(format: string): Exporter {
  const known: Readonly<Record<string, Exporter>> = EXPORTERS;
  const exporter = Object.hasOwn(known, format) ? known[format] : undefined;
  if (exporter !== undefined) return exporter;
  const names = Object.keys(EXPORTERS).join(', ');
  throw new Failure('usage', 'plans are not exported to this format', `Name one of: ${names}.`);
}

/** Reversed domain names, as Iglu has them (https://docs.snowplow.io/docs/fundamentals/schemas/). */
const VENDOR = /^[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)+$/;

function optionsOf(format: string, context: Context, given: Given): ExportOptions {
  const vendor = textOption(given, 'vendor') ?? '';
  if (format === 'iglu' && !VENDOR.test(vendor)) {
    throw new Failure('usage', 'nothing says who publishes the schemas', 'Add --vendor com.acme.');
  }
  const file = textOption(given, 'versions');
  return {
    vendor,
    versions: file === undefined ? new Map() : readVersions(resolve(context.directory, file)),
  };
}

/** `{ "order_completed": ["1.0.0", "1.1.0"] }`. */
function readVersions(path: string): ReadonlyMap<string, readonly string[]> {
  const wrong = new Failure(
    'usage',
    'the file of versions is not a list of versions for each event',
    'Write it as {"order_completed": ["1.0.0", "1.1.0"]}.',
  );
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw wrong;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw wrong;
  return new Map(
    Object.entries(data).map(([id, listed]: [string, unknown]): [string, readonly string[]] => {
      if (!Array.isArray(listed)) throw wrong;
      return [
        id,
        listed.map((each: unknown) => {
          if (typeof each === 'string' && /^\d+\.\d+\.\d+$/.test(each)) return each;
          throw wrong;
        }),
      ];
    }),
  );
}

interface Delivery {
  readonly context: Context;
  readonly given: Given;
  readonly format: string;
}

function deliver(files: readonly ExportFile[], { context, given, format }: Delivery): void {
  const out = textOption(given, 'out');
  const [only] = files;
  if (out === undefined) {
    if (files.length !== 1 || only === undefined) {
      throw new Failure(
        'usage',
        `this plan has ${files.length} files in the form ${format}`,
        'Add --out and a directory.',
      );
    }
    context.print.data(only.content.trimEnd());
    return;
  }
  const directory = resolve(context.directory, out);
  if (format === 'iglu') refuseToChange(directory, files);
  for (const { name, content } of files) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  context.print.note(`Wrote ${count(files.length, 'file')} below ${out}`);
}

/** A version of a schema that was published stays what it is. */
function refuseToChange(directory: string, files: readonly ExportFile[]): void {
  const changed = files.find(({ name, content }) => {
    const path = join(directory, name);
    return existsSync(path) && readFileSync(path, 'utf8') !== content;
  });
  if (changed === undefined) return;
  throw new Failure(
    'usage',
    `${changed.name} is there already and says something else`,
    'Raise the version of the event: a published version does not change.',
  );
}
