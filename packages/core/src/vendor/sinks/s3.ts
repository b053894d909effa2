/**
 * Object storage that speaks S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html): Amazon's, and those
 * that imitate it, such as MinIO, Ceph, R2 and Google's XML API. Events of one day become one object,
 * `<prefix>/environment=production/date=2026-01-31/<digest>.jsonl.gz`, the Hive layout that Athena, Spark and DuckDB read.
 *
 * The digest is of the events' ids, so the same events delivered again replace their own object. Events that come again in
 * another company make a second object: readers drop doubles by the id.
 */
import type { CleanEvent } from '../../event.ts';
import { companyText, positionsByDay } from '../by-day.ts';
import { toMessage } from '../event-message.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { SettingsReader, VendorUrl } from '../settings.ts';
import type { VendorAnswer, VendorReading } from '../vendor.ts';
import type { SinkKind } from './sink-kind.ts';

export interface S3Settings {
  /** Where the bucket's keys begin, without a trailing slash: style of addressing and bucket are part of it. */
  readonly bucket: VendorUrl;
  /** Segments before those of the layout, joined by slashes; empty for none. */
  readonly prefix: string;
  readonly region: string;
  readonly format: S3Format;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

export type S3Format = 'jsonl' | 'parquet';

/** One object to be put, and the positions, among the events given, that it holds. */
export interface S3Object {
  readonly url: string;
  readonly contentType: string;
  readonly carries: readonly number[];
}

/** Types of https://www.iana.org/assignments/media-types; the lines lie compressed, so their own type would be wrong. */
const FORMATS: Readonly<Record<S3Format, { readonly suffix: string; readonly contentType: string }>> = {
  jsonl: { suffix: 'jsonl.gz', contentType: 'application/gzip' },
  parquet: { suffix: 'parquet', contentType: 'application/vnd.apache.parquet' },
};

const KEYS = [
  'endpoint',
  'region',
  'bucket',
  'prefix',
  'format',
  'access_key_id',
  'secret_access_key',
  'session_token',
  'path_style',
] as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_SHAPE = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Relative segments would be resolved away on the way, and the signature would be over another path. */
const PREFIX_SHAPE = /^(?!\.{1,2}(?:\/|$))[^\p{C}/]+(?:\/(?!\.{1,2}(?:\/|$))[^\p{C}/]+)*$/u;
/**
 * A path of unreserved characters alone: the signature is over the path as it is sent, and a store encodes every other
 * character before it checks it.
 */
const ENDPOINT_SHAPE = /^https?:\/\/[^/]+(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*$/;
/** Bracketed IPv6, and IPv4 in every form (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
const ADDRESS_SHAPE = /^\[|(?:^|\.)(?:\d+|0x[\da-f]*)\.?(?::\d+)?$/;
/** A key has 1,024 bytes of UTF-8; the layout needs less than 128 of them. */
const PREFIX_LENGTH_MAX = 200;
const SESSION_TOKEN_LENGTH_MAX = 8_192;

/** The sink's kind: what its settings mean. */
export const s3: SinkKind<S3Settings> = {
  kind: 's3',
  /** Larger than a vendor's: every request makes an object for each day. */
  batch: { eventsMax: 20_000, bytesMax: 32 * 1_048_576 },
  secrets: ['secret_access_key', 'session_token'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, KEYS);
    const region = reader.text('region', {
      pattern: /^[a-z0-9-]{1,64}$/,
      shape: 'a region such as eu-central-1',
    });
    return reader.finish<S3Settings>({
      region,
      bucket: readBucket(reader, region),
      prefix: reader.has('prefix') ? readPrefix(reader) : '',
      format: readFormat(reader),
      accessKeyId: reader.text('access_key_id', {
        pattern: /^[^\s,/\p{C}]+$/u,
        shape: 'an access key id without blanks, commas and slashes',
        lengthMax: 256,
      }),
      secretAccessKey: reader.text('secret_access_key'),
      sessionToken: reader.has('session_token')
        ? reader.text('session_token', {
            pattern: /^[\x21-\x7e]+$/,
            shape: 'a token without blanks',
            lengthMax: SESSION_TOKEN_LENGTH_MAX,
          })
        : null,
    });
  },
  hosts: (settings) => [settings.bucket.host],
};

/**
 * The objects that hold the events, one for each day. The events are of one environment, as those of a lane are. `digest`
 * makes of a text what is safe in a name and the same every time.
 */
export function toObjects(
  events: readonly CleanEvent[],
  settings: S3Settings,
  digest: (text: string) => string,
): readonly S3Object[] {
  const { suffix, contentType } = FORMATS[settings.format];
  const base = [
    settings.bucket.base,
    ...(settings.prefix === '' ? [] : settings.prefix.split('/').map(encodeSegment)),
  ];
  return [...positionsByDay(events)].map(([day, carries]) => {
    const ofDay = carries.flatMap((position) => events[position] ?? []);
    const name = `${digest(companyText(ofDay))}.${suffix}`;
    const layout = [`environment=${ofDay[0]?.environment ?? ''}`, `date=${day}`, name];
    return { url: [...base, ...layout.map(encodeSegment)].join('/'), contentType, carries };
  });
}

/** One JSON text for each event and line (https://jsonlines.org). */
export function toJsonLines(events: readonly CleanEvent[]): string {
  return events.map((event) => `${JSON.stringify(toMessage(event))}\n`).join('');
}

/** Codes of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html whose status says something else. */
const CODES: Readonly<Record<string, VendorReading>> = {
  EntityTooLarge: { kind: 'split' },
  // What arrived was not what was sent, or not in time.
  BadDigest: { kind: 'later', waitMs: null },
  IncompleteBody: { kind: 'later', waitMs: null },
  RequestTimeout: { kind: 'later', waitMs: null },
  XAmzContentSHA256Mismatch: { kind: 'later', waitMs: null },
};

/**
 * What the answer to a PUT means. No event is ever refused for good because of it: a store looks at no event, so what it
 * refuses is the key, the bucket or its name, and the events wait until the configuration is right.
 */
export function readS3Answer(answer: VendorAnswer, now: number): VendorReading {
  const code = /<Code>(\w{1,64})<\/Code>/.exec(answer.body)?.[1] ?? '';
  const known = answer.status >= 400 && Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known !== undefined) return known;
  // Another writer is at the same key, or the store's own conditions do not hold now; we send none.
  if (answer.status === 409 || answer.status === 412) return { kind: 'later', waitMs: null };
  const reading = readStatus(answer, now);
  return reading.kind === 'refused' ? { kind: 'unauthorised' } : reading;
}

/** Where the bucket is. An endpoint of one's own is asked by path, because few of them have a name for each bucket. */
function readBucket(reader: SettingsReader, region: string): VendorUrl {
  const bucket = reader.text('bucket', { pattern: BUCKET_SHAPE, shape: 'the name of a bucket' });
  const endpoint = reader.url('endpoint', { fallback: endpointOf(region) });
  if (endpoint.host !== '' && !ENDPOINT_SHAPE.test(endpoint.base)) {
    reader.refuse('endpoint', 'must be plain', 'Between slashes use letters, digits and -._~ alone.');
  }
  // A certificate for `*.s3…` does not cover a bucket with dots in its name.
  const isByPath = reader.flag('path_style', reader.has('endpoint') || bucket.includes('.'));
  if (isByPath) return { host: endpoint.host, base: `${endpoint.base}/${bucket}` };
  if (ADDRESS_SHAPE.test(endpoint.host)) {
    const message = 'must be yes, because the endpoint is an address, of which no bucket can be a part';
    reader.refuse('path_style', message, 'Set path_style: yes, or leave it out.');
  }
  return { host: `${bucket}.${endpoint.host}`, base: endpoint.base.replace('://', `://${bucket}.`) };
}

/** https://docs.aws.amazon.com/general/latest/gr/s3.html */
function endpointOf(region: string): string {
  return `https://s3.${region === '' ? 'us-east-1' : region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function readPrefix(reader: SettingsReader): string {
  const shape = 'names separated by slashes, none of them . or ..';
  return reader.text('prefix', { pattern: PREFIX_SHAPE, shape, lengthMax: PREFIX_LENGTH_MAX });
}

function readFormat(reader: SettingsReader): S3Format {
  const written = reader.text('format', {
    fallback: 'jsonl',
    pattern: /^(?:jsonl|parquet)$/,
    shape: 'jsonl or parquet',
  });
  return written === 'parquet' ? 'parquet' : 'jsonl';
}

/** Percent-encoded as the signature asks for: everything but the unreserved characters (RFC 3986 §2.3). */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
