/** What the round-trip tests share: the recorded requests of a protocol, and messages that a decoder could be given. */
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../event.ts';
import { leavesOf } from './round-trip.contract.ts';
import { wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';

export interface RecordedCase {
  readonly name: string;
  readonly request: WireRequest;
}

/** The requests of fixtures/decode/<protocol>, those of nobody left out. */
export function recordedCases(protocol: string): readonly RecordedCase[] {
  const root = new URL(`../../../../fixtures/decode/${protocol}/`, import.meta.url);
  return readdirSync(root)
    .filter((name) => !name.startsWith('malformed-'))
    .map((name) => ({ name, request: readRequest(new URL(`${name}/request.json`, root)) }));
}

/** Paths that a vendor does not get back where they were, and why. */
export type Exception = readonly [path: RegExp, reason: string];

/** The paths of a message's own leaves that the exceptions name. */
export function exceptedPaths(message: Json, exceptions: readonly Exception[]): ReadonlySet<string> {
  const paths = leavesOf(message).map(([path]) => path);
  return new Set(paths.filter((path) => exceptions.some(([pattern]) => pattern.test(path))));
}

function readRequest(file: URL): WireRequest {
  const written = JSON.parse(readFileSync(file, 'utf8')) as Omit<WireRequest, 'query' | 'bytes'> & {
    query: string;
  };
  return wireRequest({ ...written, query: new Map(new URLSearchParams(written.query)) });
}

/** A value as an app could give it: nested, with all kinds of leaves. */
export const anyJson = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

/** Names that are the app's own in every protocol. */
const ownName = fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `own_${name}`);

/** Properties under names of the app's own. */
export const ownProperties: fc.Arbitrary<JsonObject> = fc.dictionary(ownName, anyJson, {
  maxKeys: 4,
  noNullPrototype: true,
});

/** An id as apps write them. */
export const anyId = fc.stringMatching(/^[A-Za-z0-9@._-]{1,20}$/);

/** A time from 2000 to 2025, to the millisecond. */
export const anyTime = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2025, 0) });
