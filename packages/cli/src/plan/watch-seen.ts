/**
 * The fields of the events that come into a running gateway, while it is watched. The gateway tells names, types and sizes, and
 * no value; what it told is kept when the watch ends early.
 */
import type { InferenceLine, InferenceProgress } from '@headgate/api';
import { GatewayUnreachable } from '@headgate/api';
import { addTold, createFieldSheet } from '@headgate/core';
import type { FieldSheet } from '@headgate/core';
import { readDurationMs } from '../audit/live/duration.ts';
import { formatDuration } from '../audit/reports/words.ts';
import { textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { count } from '../print-issues.ts';
import { createProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { formatCount } from '../words.ts';
import type { Seen } from './seen.ts';

const FOR = '10m';
const EVENTS_MAX = 1_000_000;
const NONE: InferenceProgress = {
  kind: 'progress',
  events: 0,
  unnamed: 0,
  beyond: 0,
  passed: 0,
  untold: { events: 0, fields: 0 },
};

/** Watches until the time is over, the events have come, Ctrl-C, or the end of the gateway. */
export async function watchSeen(context: Context, given: Given): Promise<Seen> {
  const asked = readAsked(given);
  const sheet = createFieldSheet();
  let watched: Watched = { latest: NONE, ended: 'signal', seconds: 0 };
  let at = '';
  await askGateway(
    context,
    given,
    async ({ client, url }) => {
      at = url;
      const lines = client.infer(
        { seconds: asked.seconds, ...(asked.events === null ? {} : { limit: asked.events }) },
        context.signal,
      );
      watched = await follow(lines, sheet, tellerOf(context, asked, url));
    },
    { isTimed: false },
  );
  return seenOf(sheet, watched, at);
}

interface Asked {
  readonly seconds: number;
  /** Null: as many as come. */
  readonly events: number | null;
}

function readAsked(given: Given): Asked {
  if (given.args[0] !== undefined || textOption(given, 'sample') !== undefined) {
    const mend = 'With --live give only --for, --events, --out, --id and where the gateway is.';
    throw new Failure('usage', '--live reads a gateway, and no files', mend);
  }
  const seconds = readDurationMs('--for', textOption(given, 'for') ?? FOR) / 1000;
  const written = textOption(given, 'events');
  const events = written === undefined ? null : Number(written);
  if (events === null || (Number.isInteger(events) && events >= 1 && events <= EVENTS_MAX)) {
    return { seconds, events };
  }
  throw new Failure('usage', '--events is not a count of events', `Write 1 to ${EVENTS_MAX}.`);
}

interface Watched {
  readonly latest: InferenceProgress;
  readonly ended: 'signal' | 'limit' | 'time' | 'stopping' | 'cut-off';
  readonly seconds: number;
}

interface Teller {
  readonly listening: () => void;
  readonly progress: (latest: InferenceProgress) => void;
  readonly end: () => void;
  /** Since `listening`. */
  readonly seconds: () => number;
}

/** Takes over what is told until the stream ends, and gives how it did. */
async function follow(
  lines: AsyncIterable<InferenceLine>,
  sheet: FieldSheet,
  teller: Teller,
): Promise<Watched> {
  let latest: InferenceProgress | null = null;
  const watched = (ended: Watched['ended']): Watched => ({
    latest: latest ?? NONE,
    ended,
    seconds: teller.seconds(),
  });
  try {
    for await (const line of lines) {
      latest ??= NONE;
      if (line.kind === 'listening') teller.listening();
      if (line.kind === 'fields') addTold(sheet, line);
      if (line.kind === 'end') return watched(line.reason);
      if (line.kind !== 'progress') continue;
      latest = line;
      teller.progress(line);
    }
    return watched('signal');
  } catch (error) {
    // What was told before counts; a gateway that never answered is told of as such.
    if (latest === null || !(error instanceof GatewayUnreachable)) throw error;
    return watched('cut-off');
  } finally {
    teller.end();
  }
}

function now(): number {
  return performance.now();
}

function tellerOf(context: Context, { seconds, events }: Asked, url: string): Teller {
  const { progress: mode, stderr: stream, environment } = context;
  let began = now();
  const elapsed = (): number => (now() - began) / 1000;
  let progress: Progress | null = null;
  return {
    listening: () => {
      const until = events === null ? '' : ` or ${count(events, 'event')}`;
      context.print.note(
        `learning types and sizes of what comes in at ${url} for ${formatDuration(seconds)}${until}, Ctrl-C ends it`,
      );
      began = now();
      const total = events ?? Math.ceil(seconds);
      progress = createProgress({ mode, label: 'inferring', total, stream, environment, now });
    },
    progress: (latest) => {
      const left = `${formatDuration(seconds - elapsed())} left`;
      const done = events === null ? Math.min(Math.floor(elapsed()), Math.ceil(seconds)) : latest.events;
      progress?.update(done, `${count(latest.events, 'event')}, ${left}`);
    },
    end: () => progress?.end(),
    seconds: elapsed,
  };
}

function seenOf(sheet: FieldSheet, { latest, ended, seconds }: Watched, url: string): Seen {
  const { events, unnamed, beyond, passed, untold } = latest;
  const rests = [...sheet.values()].reduce((sum, note) => sum + note.events, 0);
  const names = untold.events + untold.fields;
  const withheld = `${count(names, 'name')} that too few people brought (limits.control.infer_subjects_min)`;
  return {
    sheet,
    unread: ended === 'cut-off' ? [{ file: url, reason: 'the gateway broke off' }] : [],
    nothing: {
      message: `of ${count(events, 'event')} in ${formatDuration(seconds)} none may be told of`,
      mend: names > 0 ? `Not told: ${withheld}.` : 'Send some, or wait longer: --for 1h.',
    },
    notes: [
      ...(ended === 'stopping' ? ['the gateway is stopping'] : []),
      `The draft rests on ${count(rests, 'event')} of ${formatDuration(seconds)}.`,
      ...(names === 0 ? [] : [`Not told: ${withheld}.`]),
      ...(unnamed === 0 ? [] : [`Without a name that can be planned: ${count(unnamed, 'event')}.`]),
      ...(passed === 0
        ? []
        : [
            `Not looked at, as they came too fast: ${count(passed, 'event')} (limits.control.infer_events_per_second_max).`,
          ]),
    ],
    unnamed: null,
    lacking:
      beyond === 0
        ? null
        : `${formatCount(beyond)} events of further names are not in the draft (limits.control.infer_events_max).`,
    counts: { restsOn: rests, events, unnamed, beyond, passed, untoldNames: names },
  };
}
