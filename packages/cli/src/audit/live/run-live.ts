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

function countTapped(tally: Tally, event: TappedEvent): void {
  if (isPassedOver(event)) {
    tally.passedOver += 1;
    return;
  }
  const { protocol, planned, at, findings } = event;
  countEvent(tally, { format: protocol, name: planned, time: at, found: findings.map(inspectedOf) });
}

function inspectedOf({ kind, detector, version, path, length }: TappedEvent['findings'][number]): Inspected {
  return { kind, detector, version, path, where: 'value', start: 0, end: length };
}

/** How an event ends that is not looked into. One that is held for what was found in it has findings. */
const ENDS_BEFORE: ReadonlySet<string> = new Set([
  'malformed',
  'opaque-content',
  'unplanned-event',
  'unplanned-field',
  'invalid-field',
  'expired',
  'consent-denied',
  'quarantined',
  'internal',
] satisfies readonly TappedEvent['vendors'][number]['status'][]);

/** Nothing found in such an event says nothing about it. */
function isPassedOver({ findings, vendors }: TappedEvent): boolean {
  return (
    findings.length === 0 && vendors.length > 0 && vendors.every(({ status }) => ENDS_BEFORE.has(status))
  );
}
