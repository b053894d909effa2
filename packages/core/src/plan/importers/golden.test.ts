/** Every case below fixtures/plan-import: the files of another tool, and the plan that comes of them. UPDATE=1 rewrites it. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../issue.ts';
import { compilePlan } from '../compile-plan.ts';
import { parsePlan } from '../parse-plan.ts';
import { draftFiles } from './draft-files.ts';
import type { DraftFile } from './draft-files.ts';
import { REVIEW_RULES } from './imported.ts';
import type { ImportFile, Imported, Importer } from './imported.ts';
import { IMPORTERS } from './index.ts';
import { documentOf } from './plan-documents.ts';

const FIXTURES = fileURLToPath(new URL('../../../../../fixtures/plan-import/', import.meta.url));
const IMPORTER_BY_NAME: Readonly<Record<string, Importer>> = IMPORTERS;
const cases = readdirSync(FIXTURES).flatMap((format) =>
  readdirSync(join(FIXTURES, format)).map((name): [string, string] => [format, name]),
);

function byName(left: DraftFile, right: DraftFile): number {
  return left.name < right.name ? -1 : 1;
}

function filesBelow(directory: string): ImportFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ path: path.slice(directory.length + 1), text: readFileSync(path, 'utf8') }));
}

function imported(format: string, name: string): Imported {
  const importer = IMPORTER_BY_NAME[format];
  if (importer === undefined) throw new Error('A directory of fixtures is named after no importer.');
  const files = filesBelow(join(FIXTURES, format, name, 'source')).filter(({ path }) => importer.wants(path));
  return importer.read(files);
}

function written(format: string, name: string): DraftFile[] {
  const { events, unread } = imported(format, name);
  const files = draftFiles(events, { id: name, origin: `headgate plan import ${format}` });
  return [...files, { name: 'unread.json', content: `${JSON.stringify(unread, null, 2)}\n` }];
}

/** What a person has yet to say of a draft. */
const OPEN_IN_DRAFTS: ReadonlySet<string> = new Set(['undeclared-field', 'free-text-without-policy']);

describe.each(cases)('%s: %s', (format, name) => {
  const drafted = written(format, name);

  it('gives the plan that is kept', () => {
    const directory = join(FIXTURES, format, name, 'plan');
    if (process.env['UPDATE'] === '1') {
      rmSync(directory, { recursive: true, force: true });
      for (const file of drafted) {
        mkdirSync(dirname(join(directory, file.name)), { recursive: true });
        writeFileSync(join(directory, file.name), file.content);
      }
    }
    const kept = filesBelow(directory).map(({ path, text }) => ({ name: path, content: text }));
    expect(drafted.toSorted(byName)).toEqual(kept.toSorted(byName));
  });

  it('gives a plan without errors that declares nothing and sends nothing', () => {
    const [plan, ...events] = drafted
      .filter((file) => file.name.endsWith('.yaml'))
      .map((file) => ({ path: file.name, text: file.content }));
    const parsed = parsePlan(plan ?? { path: '', text: '' }, events);
    expect(parsed.issues.filter(({ level }) => level === 'error')).toEqual([]);
    const told = new Set(parsed.issues.map(({ rule }) => rule));
    expect([...told].filter((rule) => !OPEN_IN_DRAFTS.has(rule))).toEqual([]);
    expect(parsed.value?.vendors.size).toBe(0);
    if (parsed.value === null) return;
    const compiled = compilePlan(parsed.value, {
      id: 'imported',
      environment: 'staging',
      vendors: new Map(),
      pseudonymiser: {
        token: () => () => '',
        messages: () => () => [],
        subject: () => '',
        digest: (text) => text,
      },
    });
    expect(hasErrors(compiled.issues)).toBe(false);
    expect(documentOf(imported(format, name).events, name).events).toHaveLength(events.length);
  });
});

describe('the cases', () => {
  it('have one directory for every importer', () => {
    expect(readdirSync(FIXTURES).toSorted()).toEqual(Object.keys(IMPORTERS).toSorted());
  });

  it('show every rule of review but those that take a huge schema', () => {
    const events = cases.flatMap(([format, name]) => imported(format, name).events);
    const shown = new Set<string>(events.flatMap(({ notes }) => notes.map(({ rule }) => rule)));
    // Shown in convert-schema.test.ts, in the comment of a golden case, and by `plan infer`.
    for (const rule of ['too-deep', 'too-large', 'text-cut', 'same-name', 'inferred', 'found'])
      shown.add(rule);
    expect(shown).toEqual(new Set(Object.keys(REVIEW_RULES)));
  });
});
