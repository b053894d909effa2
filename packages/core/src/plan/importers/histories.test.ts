/**
 * The importers over two real histories of schemas, where that data is there: Iglu Central and Wikimedia's secondary schemas,
 * both Apache-2.0. A case of each way of a version stands below, so that there is a test without them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tarEntries } from '../../../../../test/tar-entries.ts';
import { diffPlans } from '../diff/diff-plans.ts';
import { parsePlan } from '../parse-plan.ts';
import { draftFiles } from './draft-files.ts';
import { readIgluHistories } from './iglu.ts';
import type { Imported, ImportFile, Importer } from './imported.ts';
import { IMPORTERS } from './index.ts';
import { versionPairs } from './plan-documents.ts';
import type { VersionPair } from './plan-documents.ts';
import { readWikimediaHistories } from './wikimedia.ts';

const SHARED = new URL('../../../../../../shared/data/plans/', import.meta.url);

/** Null where the data is not there. */
function archive(name: string, importer: Importer): ImportFile[] | null {
  const place = new URL(name, SHARED);
  if (!existsSync(place)) return null;
  return tarEntries(gunzipSync(readFileSync(place))).filter(({ path }) => importer.wants(path));
}

function pairsOf(histories: ReadonlyMap<string, Imported>): VersionPair[] {
  return [...histories.values()].flatMap(({ events }) => versionPairs(events));
}

/** Of these pairs, how many let more personal data flow by the comparison of plans, and how many it could not read. */
function widening(pairs: readonly VersionPair[]): readonly [widening: number, unread: number] {
  const told = pairs.map(({ before, after }) => diffPlans(before, after));
  return [
    told.filter((changes) => changes.some(({ direction }) => direction === 'widening')).length,
    told.filter((changes) => changes.some(({ kind }) => kind === 'K06')).length,
  ];
}

function errorsOf(importer: Importer, files: readonly ImportFile[]): string[] {
  const { events, unread } = importer.read(files);
  expect(unread).toEqual([]);
  const [plan, ...others] = draftFiles(events, { id: 'history', origin: 'a test' }).map(
    ({ name, content }) => ({
      path: name,
      text: content,
    }),
  );
  const { issues } = parsePlan(plan ?? { path: '', text: '' }, others);
  return issues.filter(({ level }) => level === 'error').map(({ file, rule }) => `${file} ${rule}`);
}

function igluFile(version: string, properties: object): ImportFile {
  return {
    path: `com.acme/order/jsonschema/${version}`,
    text: JSON.stringify({ type: 'object', additionalProperties: false, properties }),
  };
}

/** Whether SchemaVer calls the step from one version to the next an ADDITION: compatible with all data there is. */
function isAddition({ from, to }: VersionPair): boolean {
  const [left, right] = [from.split('.'), to.split('.')];
  return left[0] === right[0] && left[1] === right[1];
}

describe('Iglu Central, where it is at hand,', () => {
  it('is read whole, and its newest versions are a plan without errors', () => {
    const files = archive('iglu-central-schemas.tar.gz', IMPORTERS.iglu);
    if (files === null) return;
    expect(files).toHaveLength(660);
    expect(errorsOf(IMPORTERS.iglu, files)).toEqual([]);
  });

  it('gives 519 schemas, 141 pairs of versions, 90 of them called compatible', () => {
    const files = archive('iglu-central-schemas.tar.gz', IMPORTERS.iglu);
    if (files === null) return;
    const histories = readIgluHistories(files);
    const pairs = pairsOf(histories);
    const compatible = pairs.filter(isAddition);
    expect([histories.size, pairs.length, compatible.length]).toEqual([519, 141, 90]);
    // 78 % of the steps that SchemaVer calls compatible widen what may be collected.
    expect(widening(compatible)).toEqual([70, 0]);
  });
});

describe("Wikimedia's schemas, where they are at hand,", () => {
  it('are read whole, and their newest versions are a plan without errors', () => {
    const files = archive('wikimedia-schemas.tar.gz', IMPORTERS.wikimedia);
    if (files === null) return;
    expect(files).toHaveLength(427);
    expect(errorsOf(IMPORTERS.wikimedia, files)).toEqual([]);
  });

  it('give 149 schemas, 278 pairs of versions, 251 of them not major', () => {
    const files = archive('wikimedia-schemas.tar.gz', IMPORTERS.wikimedia);
    if (files === null) return;
    const histories = readWikimediaHistories(files);
    const pairs = pairsOf(histories);
    const minor = pairs.filter(({ from, to }) => from.split('.')[0] === to.split('.')[0]);
    expect([histories.size, pairs.length, minor.length]).toEqual([149, 278, 251]);
    // 88 %.
    expect(widening(minor)).toEqual([222, 0]);
  });
});

describe('versions of one schema', () => {
  it('are set in pairs in the order of their numbers, as documents of the plan language', () => {
    const histories = readIgluHistories([
      igluFile('1-0-10', { a: { type: 'boolean' }, b: { type: 'integer' } }),
      igluFile('1-0-9', { a: { type: 'boolean' } }),
      igluFile('2-0-0', {}),
    ]);
    const pairs = versionPairs(histories.get('com.acme/order')?.events ?? []);
    expect(pairs.map(({ key, from, to }) => [key, from, to])).toEqual([
      ['com.acme/order', '1.0.9', '1.0.10'],
      ['com.acme/order', '1.0.10', '2.0.0'],
    ]);
    const [first] = pairs;
    expect(first?.before.events[0]?.schema.properties).toEqual({ a: { type: 'boolean' } });
    expect(first?.after.events[0]).toMatchObject({
      id: 'order',
      version: '1.0.10',
      enforcement: {},
      sample: 1,
      schema: { properties: { a: { type: 'boolean' }, b: { type: 'integer' } } },
    });
    expect(first?.after.plan.vendors).toEqual({});
  });

  it('of which there is one make no pair', () => {
    expect(versionPairs(IMPORTERS.ga4.read([]).events.slice(0, 1))).toEqual([]);
  });
});
