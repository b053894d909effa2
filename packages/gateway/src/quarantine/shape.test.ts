import { createPseudonymiser, openKeyFile } from '@headgate/seal';
import { normaliserOf } from '@headgate/core';
import type { Pseudonymiser, ReceivedEvent } from '@headgate/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HoldReason } from '../ingest/collect.ts';
import { receivedOf } from './received.contract.ts';
import { createShapeOf } from './shape.ts';

const directory = mkdtempSync(join(tmpdir(), 'headgate-shape-'));
afterAll(() => rmSync(directory, { recursive: true }));
const keysOf = (name: string): Pseudonymiser =>
  createPseudonymiser({ keys: openKeyFile(join(directory, name)), normaliserOf });
const WHY: HoldReason = { cause: 'unplanned-event', planned: null, group: 'steward' };
const EVENT = receivedOf({ properties: { a: 1, b: { c: ['x', 'y'] } } });
const shapeOf = createShapeOf(keysOf('keys.json'));
const of = (change: Partial<ReceivedEvent>, why: Partial<HoldReason> = {}): string =>
  shapeOf({ ...EVENT, ...change }, { ...WHY, ...why });

describe('the shape of an event', () => {
  it.each([
    ['other values', { properties: { a: 2, b: { c: ['z'] } } }],
    ['another order of keys', { properties: { b: { c: ['x'] }, a: 1 } }],
    ['another person, time and context', { userId: 'u-2', id: 'm-2', time: 9, context: { page: {} } }],
  ])('is the same with %s', (_, change) => {
    expect(of(change)).toBe(of({}));
    expect(of({})).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['another name', { name: 'Wished for' }, {}],
    ['another call', { call: 'page' }, {}],
    ['another type', { properties: { a: '1', b: { c: ['x'] } } }, {}],
    ['a further field', { properties: { a: 1, b: { c: ['x'], d: null } } }, {}],
    ['a key with a dot for a nested one', { properties: { a: 1, 'b.c': ['x'] } }, {}],
    ['another source', { source: { id: 'app', environment: 'production' } }, {}],
    ['another environment', { source: { id: 'web', environment: 'staging' } }, {}],
    ['another cause', {}, { cause: 'expired' }],
    ['another planned event', {}, { planned: 'shop.wished' }],
    ['another group', {}, { group: 'others' }],
  ] as const)('is another with %s', (_, change, why) => {
    expect(of(change, why)).not.toBe(of({}));
  });

  it('is another with another key file, so that nobody can work it out from names alone', () => {
    expect(createShapeOf(keysOf('other.json'))(EVENT, WHY)).not.toBe(of({}));
  });
});
