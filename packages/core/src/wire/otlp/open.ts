/** Opens an OTLP request: its form, its records, and the key of its sender. */
import { parseJson } from '../parse-json.ts';
import { readBasicUser, readId } from '../read-value.ts';
import type { Opened, WireLimits, WireRequest } from '../wire.ts';
import { formOf, textOf } from './form.ts';
import { Reading, Refused } from './message.ts';
import type { Signal } from './message.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';

/** The header for senders whose `Authorization` is taken, by a proxy for example. */
const KEY_HEADER = 'x-headgate-key';

/** A record is a message; null stands for one that is malformed. */
export function open(request: WireRequest, limits: WireLimits, signal: Signal): Opened {
  const reading = new Reading(signal, limits);
  const refused =
    formOf(request) === 'json' ? fillFromJson(request, reading) : fillFromProtobuf(request, reading);
  if (refused !== null) return refused;
  return { kind: 'opened', key: keyOf(request), messages: reading.messages };
}

/**
 * The write key: of a header of its own, else of `Authorization` as a bearer token (RFC 6750 §2.1) or as the user name of
 * Basic. OTEL_EXPORTER_OTLP_HEADERS sets either.
 */
export function keyOf({ headers }: Pick<WireRequest, 'headers'>): string | null {
  const authorization = headers['authorization'];
  const bearer = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return readId(headers[KEY_HEADER]) ?? readId(bearer) ?? readBasicUser(authorization);
}

type OpenRefused = Extract<Opened, { kind: 'refused' }> | null;

function fillFromJson({ bytes }: WireRequest, reading: Reading): OpenRefused {
  const text = textOf(bytes);
  if (text === null) return { kind: 'refused', refusal: 'bad-encoding' };
  const parsed = parseJson(text, reading.depthMax);
  if (parsed.kind === 'refused') return parsed;
  try {
    readJson(parsed.value, reading);
    return null;
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}

/** The reader of the encoding throws plain errors for bytes that break it, which have no other cause. */
function fillFromProtobuf({ bytes }: WireRequest, reading: Reading): OpenRefused {
  try {
    readProtobuf(bytes, reading);
    return null;
  } catch (error) {
    return { kind: 'refused', refusal: error instanceof Refused ? error.refusal : 'bad-encoding' };
  }
}
