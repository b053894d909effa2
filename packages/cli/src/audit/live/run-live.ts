/**
 * Audits what passes a running gateway, by its tap: the findings that the gateway itself made in each event, after the
 * plan's unknown fields were left out and before anything was replaced. The stream has no values, only masked images,
 * so nothing is detected again here.
 */
import type { TapLine, TappedEvent } from '@headgate/api';
import { GatewayUnreachable } from '@headgate/api';
import type { Inspected } from '@headgate/core';
import { countEvent, noteUnread } from '../tally.ts';
import type { Tally } from '../tally.ts';

/** Counts until the stream ends. Gives why it did: `signal` also where the signal came before the first line. */
export async function runLive(
  lines: AsyncIterable<TapLine>,
  tally: Tally,
  told: (kind: TapLine['kind']) => void,
): Promise<'signal' | 'stopping' | 'cut-off'> {
  let isListening = false;
  try {
    for await (const line of lines) {
      isListening = true;
      if (line.kind === 'event') countTapped(tally, line);
      told(line.kind);
      if (line.kind === 'end') return 'stopping';
    }
    return 'signal';
  } catch (error) {
    // What was heard before counts; a gateway that never answered is told of as such.
    if (!isListening || !(error instanceof GatewayUnreachable)) throw error;
    noteUnread(tally, { file: '(live)', fromLine: 0, toLine: 0, reason: 'cut-off' });
    return 'cut-off';
  }
}

function countTapped(tally: Tally, { protocol, planned, at, findings }: TappedEvent): void {
  countEvent(tally, { format: protocol, name: planned, time: at, found: findings.map(inspectedOf) });
}

function inspectedOf({ kind, detector, path, length }: TappedEvent['findings'][number]): Inspected {
  return { kind, detector, version: VERSION_UNTOLD, path, where: 'value', start: 0, end: length };
}

/** A gateway does not say the versions of its detectors, and it may be another release than this command. */
const VERSION_UNTOLD = 0;
