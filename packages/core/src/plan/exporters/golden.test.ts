/** One plan in every format, kept below fixtures/plan-export. UPDATE=1 rewrites it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../event.ts';
import { IMPORTERS } from '../importers/index.ts';
import type { PlanFile } from '../parse-plan.ts';
import type { Catalogue, Exporter, ExportFile, ExportOptions } from './exported.ts';
import { SCRIPT, SCRIPT_DIGEST, STYLE, STYLE_DIGEST } from './html-assets.ts';
import { schemaVersion } from './iglu.ts';
import { EXPORTERS } from './index.ts';
import { dataset, odcsContract, system } from './published-shapes.contract.ts';
import { readCatalogue } from './read-catalogue.ts';

const FIXTURES = fileURLToPath(new URL('../../../../../fixtures/plan-export/', import.meta.url));
const OPTIONS: ExportOptions = { vendor: 'com.acme', versions: new Map() };

function filesBelow(directory: string): ExportFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ name: path.slice(directory.length + 1), content: readFileSync(path, 'utf8') }));
}

function catalogue(): Catalogue {
  const files = filesBelow(join(FIXTURES, 'source')).map(({ name, content }): PlanFile => ({
    path: name,
    text: content,
  }));
  const plan = files.find(({ path }) => path === 'plan.yaml');
  if (plan === undefined) throw new Error('The plan of the fixtures is missing.');
  const read = readCatalogue(
    plan,
    files.filter(({ path }) => path !== 'plan.yaml'),
  );
  if (read.value === null) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

function exported(exporter: Exporter): ExportFile[] {
  return [...exporter.write(catalogue(), OPTIONS)].toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function fileOf(exporter: Exporter, name: string): string {
  return exported(exporter).find((file) => file.name === name)?.content ?? '';
}

describe.each(Object.entries<Exporter>(EXPORTERS))('the export %s', (format, exporter) => {
  it('is what is kept', () => {
    const directory = join(FIXTURES, format);
    if (process.env['UPDATE'] === '1') {
      rmSync(directory, { recursive: true, force: true });
      for (const { name, content } of exported(exporter)) {
        mkdirSync(dirname(join(directory, name)), { recursive: true });
        writeFileSync(join(directory, name), content);
      }
    }
    expect(exported(exporter)).toEqual(filesBelow(directory));
  });
});

describe('the page', () => {
  it('lets its own style and script run, and nothing else', () => {
    expect([STYLE_DIGEST, SCRIPT_DIGEST]).toEqual([digest(STYLE), digest(SCRIPT)]);
    const page = fileOf(EXPORTERS.html, 'catalogue.html');
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script[^>]+src|<link|<img|url\(|https?:|javascript:| on[a-z]+=| style=/);
  });

  it('shows the words of the plan as text', () => {
    const page = fileOf(EXPORTERS.html, 'catalogue.html');
    expect(page).toContain('What the shop sends &lt;to whom&gt; &amp; why.');
    expect(page).not.toContain('<b>');
    expect(page).not.toContain('\u202e');
  });

  it('names all that has a label, and every anchor is there', () => {
    const [page = ''] = fileOf(EXPORTERS.html, 'catalogue.html').split('<script>');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/(?:href="#|aria-labelledby="|for=")([^"]+)"/g)].flatMap(
      ([, names = '']) => names.split(' '),
    );
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });
});

describe('what vendors get', () => {
  it('is in the contract of a vendor only where it leaves in production', () => {
    const contract = fileOf(EXPORTERS.odcs, 'odcs/mixpanel.yaml');
    // Undeclared, above the ceiling, not listed, and of a draft.
    for (const name of ['note', 'city', 'express', 'survey_sent', 'login'])
      expect(contract).not.toContain(name);
    expect(contract).toContain('transformLogic: pseudonymise');
    // Its use is not served by any event but one.
    expect(fileOf(EXPORTERS.odcs, 'odcs/guard.yaml')).not.toContain('checkout.order_completed');
  });
});

describe('published shapes', () => {
  it('of ODCS 3.1.0 hold for every contract', () => {
    const contracts = exported(EXPORTERS.odcs).map(({ content }) => odcsContract.safeParse(parse(content)));
    expect(contracts.map(({ error }) => error?.issues ?? [])).toEqual([[], [], []]);
  });

  it('of fideslang 3.1.1 hold for the dataset and the systems', () => {
    const { dataset: datasets } = parse(fileOf(EXPORTERS.fideslang, 'fides/dataset.yml')) as JsonObject;
    const { system: systems } = parse(fileOf(EXPORTERS.fideslang, 'fides/systems.yml')) as JsonObject;
    expect(dataset.array().length(1).safeParse(datasets).error?.issues).toBeUndefined();
    expect(system.array().length(4).safeParse(systems).error?.issues).toBeUndefined();
  });
});

describe('an export to Iglu', () => {
  it('can be compiled, takes an example and refuses an unplanned key', () => {
    const {
      $schema: _,
      self,
      ...schema
    } = JSON.parse(fileOf(EXPORTERS.iglu, 'schemas/com.acme/login/jsonschema/1-0-2000')) as JsonObject;
    expect(self).toEqual({ vendor: 'com.acme', name: 'login', format: 'jsonschema', version: '1-0-2000' });
    const check = new Ajv({ strict: true, validateFormats: false }).compile(schema);
    expect(check({ attempts: 1, result: 'ok' })).toBe(true);
    expect(check({ attempts: 0 })).toBe(false);
    expect(check({ other: 1 })).toBe(false);
  });

  it('comes back through the importer without a note', () => {
    const files = exported(EXPORTERS.iglu).map(({ name, content }) => ({ path: name, text: content }));
    const { events, unread } = IMPORTERS.iglu.read(files);
    expect(unread).toEqual([]);
    expect(events.map(({ name }) => name)).toEqual(['checkout_order_completed', 'login', 'survey_sent']);
    expect(events.flatMap(({ notes }) => notes)).toEqual([]);
  });

  it.each([
    ['1.0.0', undefined, '1-0-0'],
    ['1.2.3', undefined, '1-0-2003'],
    ['0.1.0', undefined, '1-0-1000'],
    ['1.2.3', [], '1-0-0'],
    ['1.2.3', ['1.0.0', '1.1.0', '1.2.3', '2.0.0', '1.1.0'], '1-0-2'],
    ['1.0.0', ['0.1.0', '0.2.0', '1.0.0'], '1-0-2'],
    ['2.0.0', ['1.0.0', '1.10.0', '2.0.0'], '2-0-0'],
    ['1.10.0', ['1.9.0', '1.2.0', '1.11.0'], '1-0-2'],
  ])('of version %s with %j known is %s', (version, known, expected) => {
    expect(schemaVersion(version, known)).toBe(expected);
  });
});

describe('the fixtures', () => {
  it('have one directory for every exporter', () => {
    expect(readdirSync(FIXTURES).toSorted()).toEqual([...Object.keys(EXPORTERS), 'source'].toSorted());
  });
});
