/**
 * Golden cases of the sinks: fixtures/sink/<kind>/<case>/ with `events.json` and `settings.json` in, and out in `sent.json`
 * what the sink is given, in `answers.json` what each answer means. `UPDATE=1` rewrites what comes out.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CleanEvent, Json } from '../../event.ts';
import type { Checked } from '../../issue.ts';
import type { VendorAnswer } from '../vendor.ts';
import { isSinkKind, SINKS } from './index.ts';
import type { SinkKindName } from './index.ts';
import { readKafkaErrors, toRecords } from './kafka.ts';
import { readS3Answer, toJsonLines, toObjects } from './s3.ts';

const ROOT = new URL('../../../../../fixtures/sink/', import.meta.url);
const UPDATE = process.env['UPDATE'] === '1';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const EVENT_DEFAULTS = {
  vendor: 'vendor',
  environment: 'production',
  operation: 'set',
  name: '',
  time: 1_767_323_000_000,
  userId: null,
  anonymousId: null,
  groupId: null,
  previousId: null,
  properties: {},
  context: {},
  subject: '00112233445566aa',
  fields: 'fields-of-the-event',
};

interface Case {
  readonly settings: Json;
  readonly events: readonly CleanEvent[];
}

/** What a sink of the kind is given for a case, in a form that can be read. */
const SENT: Readonly<Record<SinkKindName, (given: Case) => unknown>> = {
  s3: ({ settings: written, events }) => {
    const settings = parsed(SINKS.s3.parseSettings(written, 'settings.json'));
    return toObjects(events, settings, digest).map((object) => {
      expect(SINKS.s3.hosts(settings)).toContain(new URL(object.url).host);
      const lines = toJsonLines(object.carries.flatMap((position) => events[position] ?? []));
      return { ...object, lines: lines.split('\n').filter(Boolean).map(readJson) };
    });
  },
  kafka: ({ settings, events }) => {
    parsed(SINKS.kafka.parseSettings(settings, 'settings.json'));
    return toRecords(events).map((record) => ({ ...record, value: readJson(record.value) }));
  },
};

const MEANS: Readonly<Record<SinkKindName, (answer: Json) => unknown>> = {
  s3: (answer) => readS3Answer(answer as unknown as VendorAnswer, NOW),
  kafka: (errors) => readKafkaErrors(errors as string[]),
};

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function parsed<S>(checked: Checked<S>): S {
  if (checked.value === null) throw new Error('The settings of a golden case do not parse.');
  return checked.value;
}

function readJson(text: string): Json {
  return JSON.parse(text) as Json;
}

function read(url: URL): Json {
  return readJson(readFileSync(url, 'utf8'));
}

function write(url: URL, value: unknown): void {
  writeFileSync(url, `${JSON.stringify(value, null, 2)}\n`);
}

function directories(url: URL): string[] {
  return readdirSync(url, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

it('has golden cases for every kind of sink and for no other', () => {
  expect(directories(ROOT).toSorted()).toEqual(Object.keys(SINKS).toSorted());
});

describe.each(directories(ROOT).filter(isSinkKind))('the sink %s', (kind) => {
  const kindRoot = new URL(`${kind}/`, ROOT);
  it.each(directories(kindRoot))('sends and reads the case %s as recorded', (name) => {
    const root = new URL(`${name}/`, kindRoot);
    const written = read(new URL('events.json', root)) as object[];
    const events = written.map((event) => ({ ...EVENT_DEFAULTS, ...event }) as unknown as CleanEvent);
    const sent = SENT[kind]({ settings: read(new URL('settings.json', root)), events });
    if (UPDATE) write(new URL('sent.json', root), sent);
    expect(sent).toEqual(read(new URL('sent.json', root)));

    const answersUrl = new URL('answers.json', root);
    if (!existsSync(answersUrl)) return;
    const cases = read(answersUrl) as { answer: Json }[];
    const readings = cases.map(({ answer }) => ({ answer, means: MEANS[kind](answer) }));
    if (UPDATE) write(answersUrl, readings);
    expect(readings).toEqual(read(answersUrl));
  });
});
