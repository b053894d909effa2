/**
 * The shop's apps: they send with the vendors' own SDKs as published, with nothing changed but the host. Runs as a worker,
 * whose environment is empty, so that no proxy variable can lead an SDK off this machine.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Analytics } from '@segment/analytics-node';
import mixpanel from 'mixpanel';
import type { ShopMessage } from './message.ts';

/** What the worker is started with. */
export interface SendingJob {
  readonly host: string;
  readonly port: number;
  readonly keys: Readonly<Record<ShopMessage['source'], string>>;
  readonly messages: readonly ShopMessage[];
  /** Milliseconds since 1970 that the ages of the messages count back from. */
  readonly now: number;
}

/** What the worker tells: how many messages an SDK has taken as delivered so far, and how many it gave up. */
export interface SendingNews {
  readonly sent: number;
  readonly failed: number;
}

interface Tally {
  readonly done: (count: number, hasFailed: boolean) => void;
}

const MINUTE_MS = 60_000;
/** The most that mixpanel's SDK puts into one request. */
const MIXPANEL_BATCH = 50;

/** Sends everything and resolves when the SDKs have heard of every message. */
async function send(job: SendingJob, tally: Tally): Promise<void> {
  const of = (source: ShopMessage['source']): ShopMessage[] =>
    job.messages.filter((message) => message.source === source);
  await Promise.all([
    sendWithSegment(of('web'), job.keys.web, job, tally),
    sendWithSegment(of('api'), job.keys.api, job, tally),
    sendWithMixpanel(of('ios'), job, tally),
  ]);
}

async function sendWithSegment(
  messages: readonly ShopMessage[],
  writeKey: string,
  job: SendingJob,
  tally: Tally,
): Promise<void> {
  const host = `http://${job.host}:${job.port}`;
  const analytics = new Analytics({ writeKey, host, flushAt: 50, flushInterval: 100 });
  // Every failure also reaches the message's own callback.
  analytics.on('error', () => undefined);
  for (const message of messages) callSegment(analytics, message, job.now, tally);
  await analytics.closeAndFlush({ timeout: 60_000 });
}

function callSegment(analytics: Analytics, message: ShopMessage, now: number, tally: Tally): void {
  const { userId, properties, context, groupId } = message;
  const timestamp = new Date(now - message.minutesAgo * MINUTE_MS);
  const anonymousId = message.anonymousId ?? undefined;
  const who = userId === null ? { anonymousId: anonymousId ?? '' } : { userId, anonymousId };
  const all = { ...who, context, timestamp };
  const done = (error?: unknown): void => tally.done(1, error !== undefined && error !== null);
  switch (message.call) {
    case 'track':
      analytics.track({ ...all, event: message.name, properties }, done);
      break;
    case 'page':
      analytics.page({ ...all, properties }, done);
      break;
    case 'identify':
      analytics.identify({ ...all, traits: properties }, done);
      break;
    case 'group':
      analytics.group({ ...all, groupId: groupId ?? '', traits: properties }, done);
      break;
  }
}

async function sendWithMixpanel(
  messages: readonly ShopMessage[],
  job: SendingJob,
  tally: Tally,
): Promise<void> {
  const client = mixpanel.init(job.keys.ios, { host: `${job.host}:${job.port}`, protocol: 'http' });
  const profiles = messages.filter((message) => message.call === 'identify');
  const events = messages.filter((message) => message.call === 'track');
  for (let at = 0; at < events.length; at += MIXPANEL_BATCH) {
    const batch = events.slice(at, at + MIXPANEL_BATCH).map((message) => eventOf(message, job.now));
    tally.done(batch.length, await settled((done) => client.track_batch(batch, done)));
  }
  for (const { userId, properties } of profiles) {
    const { name, email, ...rest } = properties;
    const traits = name === undefined ? rest : { ...rest, $name: name, $email: email };
    tally.done(1, await settled((done) => client.people.set(userId ?? '', traits, done)));
  }
}

function eventOf(message: ShopMessage, now: number): mixpanel.Event {
  const { userId, anonymousId, properties, context, minutesAgo } = message;
  const distinct = userId ?? `$device:${anonymousId}`;
  const who = {
    distinct_id: distinct,
    $device_id: anonymousId,
    ...(userId === null ? {} : { $user_id: userId }),
  };
  return {
    event: message.name,
    properties: { ...context, ...properties, ...who, time: now - minutesAgo * MINUTE_MS },
  };
}

/** Whether a call of the SDK failed. */
function settled(call: (done: (error: unknown) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    call((error) => resolve(error !== undefined && error !== null));
  });
}

function isJob(data: unknown): data is SendingJob {
  return typeof data === 'object' && data !== null && 'messages' in data && 'keys' in data;
}

if (parentPort !== null && isJob(workerData)) {
  const port = parentPort;
  const news = { sent: 0, failed: 0 };
  await send(workerData, {
    done: (count, hasFailed) => {
      if (hasFailed) news.failed += count;
      else news.sent += count;
      port.postMessage({ ...news } satisfies SendingNews);
    },
  });
}
