/** Delivers to object storage: events of a day → bytes → signed PUT → door → what the answer means for each of them. */
import { readS3Answer, SINKS, toJsonLines, toObjects } from '@headgate/core';
import type { CleanEvent, S3Settings } from '@headgate/core';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../runtime.ts';
import { stepFor } from './batch.ts';
import type { Step } from './batch.ts';
import type { DeliverLimits, ObjectStorageLimits } from './limits.ts';
import { pick, runTasks } from './run-tasks.ts';
import type { Task } from './run-tasks.ts';
import type { Door } from './send.ts';
import { signAwsRequest } from './sign-aws.ts';
import type { Sink } from './sink.ts';

export interface S3SinkOptions {
  readonly settings: S3Settings;
  /** The bytes of an object in the format of the settings. */
  readonly encode: (events: readonly CleanEvent[]) => Promise<Uint8Array>;
  readonly door: Door;
  readonly clock: Clock;
  readonly limits: Pick<DeliverLimits, 'requestsMax'> & ObjectStorageLimits;
}

const compress = promisify(gzip);
/** Hex digits of SHA-256 in an object's name: 128 bits. */
const NAME_DIGITS = 32;

/** Makes the sink. One object after another: where one is not taken, it and those of the other days behind it are kept. */
export function createS3Sink(options: S3SinkOptions): Sink {
  const { settings, limits } = options;
  return {
    batch: SINKS.s3.batch,
    lingerMs: limits.lingerMs,
    deliver: (events, signal) =>
      runTasks({
        count: events.length,
        prepare: (positions) => {
          const chosen = pick(events, positions);
          return toObjects(chosen, settings, nameOf).map(({ url, contentType, carries }): Task => ({
            positions: pick(positions, carries),
            attempt: () => put({ url, contentType, events: pick(chosen, carries) }, options),
          }));
        },
        requestsMax: limits.requestsMax,
        signal,
      }),
  };
}

/** JSON lines, compressed: the form of an object when the format is `jsonl`. */
export async function encodeJsonLines(events: readonly CleanEvent[]): Promise<Uint8Array> {
  return compress(toJsonLines(events));
}

interface Put {
  readonly url: string;
  readonly contentType: string;
  readonly events: readonly CleanEvent[];
}

async function put(
  { url, contentType, events }: Put,
  { settings, encode, door, clock }: S3SinkOptions,
): Promise<Step> {
  const body = await encode(events).catch(() => null);
  // The library's message may quote a value; the cause's name says enough.
  if (body === null) return { kind: 'hold', hold: { kind: 'later', waitMs: null, cause: 'write-failed' } };
  const headers = signAwsRequest(
    { method: 'PUT', url: new URL(url), headers: { 'content-type': contentType }, body },
    { credentials: settings, region: settings.region, nowMs: clock.now() },
  );
  const sent = await door.send({ method: 'PUT', url, headers, body, gzip: false });
  if (sent.kind === 'failed') {
    return { kind: 'hold', hold: { kind: 'later', waitMs: null, cause: sent.cause } };
  }
  return stepFor(readS3Answer(sent.answer, clock.now()), events.length, sent.answer.status);
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, NAME_DIGITS);
}
