/** Sentry in, Sentry out: what the SDKs sent arrives as they sent it, as far as the plan allows; here it allows everything. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../event.ts';
import { LIMITS, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { parseBytes, readEnvelope } from '../wire/sentry/envelope.ts';
import { asReceived, expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';

const ROOT = new URL('../../../../fixtures/decode/sentry/', import.meta.url);
const SETTINGS = { dsn: 'https://k@sentry.example/42' };

function recorded(name: string): WireRequest {
  const { query, bytes, ...rest } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8'));
  return wireRequest({
    ...rest,
    query: new Map(new URLSearchParams(query)),
    bytes: Buffer.from(bytes, 'base64'),
  });
}

const NAMES = readdirSync(ROOT).filter((name) => !name.startsWith('http-replay'));

describe('a request of Sentry’s SDK', () => {
  it.each(NAMES)('means the same to Sentry as it did to the gateway: %s', (name) => {
    const trip = roundTrip({ kind: 'sentry', settings: SETTINGS, request: recorded(name) });
    expect(trip.after).toHaveLength(trip.before.length);
    expectSameMeaning(trip);
  });
});
