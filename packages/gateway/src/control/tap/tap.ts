/**
 * Who looks on as events are decided: open taps, the memory of recent events, and the counts of findings.
 *
 * State: the open taps. Nothing raw is kept or shown: a tap gets names of the plan, findings without values, and the
 * image of what a vendor gets with every text replaced by its shape. A tap that throws is closed. A crash closes all.
 */
import type { TapQuery, TappedEvent } from '@headgate/api';
import type { Decision, ReceivedEvent } from '@headgate/core';
import { maskEvent } from './mask-event.ts';

/** Takes one event; false ends the tap. */
type TapListener = (event: TappedEvent) => boolean;

export interface Taps {
  seen(event: ReceivedEvent, decision: Decision): void;
  /** Null when as many are open as allowed; else the way to close it. `ended` is called once when the gateway stops. */
  open(query: TapQuery, listener: TapListener, ended: () => void): (() => void) | null;
  /** Ends all taps; none can be opened afterwards. */
  stop(): void;
}

export interface TapParts {
  /** Name of an event within this run, from the sender's message id. */
  readonly nameOf: (id: string) => string;
  readonly isCut: (vendor: string) => boolean;
  readonly tapsMax: number;
}

interface OpenTap {
  readonly matches: (decision: Decision, statuses: readonly Status[]) => boolean;
  readonly listener: TapListener;
  readonly ended: () => void;
}

type Status = TappedEvent['vendors'][number]['status'];

export function createTaps(parts: TapParts): Taps {
  const taps = new Set<OpenTap>();
  let stopped = false;
  return {
    seen: (event, decision) => {
      if (taps.size === 0) return;
      const statuses = decision.vendors.map((each) => statusOf(each, parts.isCut));
      const matching = [...taps].filter((tap) => tap.matches(decision, statuses));
      if (matching.length === 0) return;
      const tapped = tappedOf(event, decision, statuses, parts.nameOf);
      for (const tap of matching) {
        if (!tap.listener(tapped)) taps.delete(tap);
      }
    },
    open: (query, listener, ended) => {
      if (stopped || taps.size >= parts.tapsMax) return null;
      const tap: OpenTap = { matches: matcherOf(query), listener, ended };
      taps.add(tap);
      return () => void taps.delete(tap);
    },
    stop: () => {
      stopped = true;
      for (const tap of taps) tap.ended();
      taps.clear();
    },
  };
}

/** How an event stands with a vendor. The cut is not part of the plan's decision, so it is asked for here. */
export function statusOf(decided: Decision['vendors'][number], isCut: (vendor: string) => boolean): Status {
  if (decided.kind === 'ended') return decided.outcome;
  return isCut(decided.vendor) ? 'vendor-cut' : 'routed';
}

function tappedOf(
  event: ReceivedEvent,
  decision: Decision,
  statuses: readonly Status[],
  nameOf: (id: string) => string,
): TappedEvent {
  return {
    kind: 'event',
    at: event.receivedAt,
    event: nameOf(event.id),
    planned: decision.planned,
    call: event.call,
    operation: event.operation,
    protocol: event.protocol,
    source: event.source.id,
    environment: event.source.environment,
    findings: [...decision.findings],
    remarks: [...decision.remarks],
    vendors: decision.vendors.map((each, at) => {
      const status = statuses[at] ?? 'internal';
      const isSent = each.kind === 'routed' && status === 'routed';
      return { vendor: each.vendor, status, event: isSent ? maskEvent(each.event) : null };
    }),
  };
}

function matcherOf({ event, vendor, outcome }: TapQuery): OpenTap['matches'] {
  const matchesName = event === undefined ? () => true : globOf(event);
  return (decision, statuses) => {
    if (!matchesName(decision.planned ?? '')) return false;
    return decision.vendors.some((each, at) => {
      const isVendor = vendor === undefined || each.vendor === vendor;
      return isVendor && (outcome === undefined || statuses[at] === outcome);
    });
  };
}

/** `*` stands for any characters. Parts are searched one after the other, which takes linear time for any pattern. */
function globOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = name.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return name.length - last.length >= from && name.endsWith(last);
  };
}
