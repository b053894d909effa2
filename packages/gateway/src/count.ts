/** Counts what passes between the parts, so that none of them needs to know of metrics it does not fill itself. */
import type { UsageAnswer } from '@headgate/api';
import type { Cohorts } from '@headgate/core';
import type { IngestMetrics } from './ingest/metrics.ts';
import type { Sink } from './deliver/sink.ts';
import type { LedgerEntry } from './ledger/entry.ts';
import type { Metrics, Sample } from './metrics.ts';
import type { Quarantine } from './queue/quarantined.ts';
import type { Lane, LaneDepth, Queue } from './queue/queue.ts';

export function createIngestMetrics(metrics: Metrics): IngestMetrics {
  return {
    accepted: (protocol, count) => metrics.add('headgate_events_accepted_total', [protocol], count),
    quarantined: (count) => metrics.add('headgate_quarantine_events_total', ['quarantined'], count),
    ended: (vendor, outcome, count) => metrics.add('headgate_events_ended_total', [vendor, outcome], count),
    refused: (protocol, refusal) => metrics.add('headgate_requests_refused_total', [protocol, refusal], 1),
    turnedAway: (reason) => metrics.add('headgate_requests_turned_away_total', [reason], 1),
    lost: (reason) => metrics.add('headgate_requests_lost_total', [reason], 1),
  };
}

/** The gauges of the plan in force, and of the candidate beside it. */
export function samplePlans(usage: UsageAnswer): Sample[] {
  const { canary } = usage;
  const plans = canary === null ? [usage] : [usage, canary];
  const counts = plans.flatMap(({ id, environments }) =>
    environments.flatMap(({ environment, events }): Sample[] => {
      const sum = (key: 'events' | 'violations'): number =>
        events.reduce((total, each) => total + each[key], 0);
      return [
        { name: 'headgate_plan_events', labels: [id, environment], value: sum('events') },
        { name: 'headgate_plan_violations', labels: [id, environment], value: sum('violations') },
      ];
    }),
  );
  if (canary === null) return counts;
  return [...counts, { name: 'headgate_canary_share', labels: [canary.id], value: canary.share }];
}

/** The gauges of the quarantine. */
export function sampleQuarantine(quarantine: Quarantine, bytesMax: number, now: number): Sample[] {
  const { records, bytes, oldestAt } = quarantine.depth();
  const oldest = oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1000;
  return [
    { name: 'headgate_quarantine_events', labels: [], value: records },
    { name: 'headgate_quarantine_bytes', labels: [], value: bytes },
    { name: 'headgate_quarantine_capacity_bytes', labels: [], value: bytesMax },
    { name: 'headgate_quarantine_oldest_seconds', labels: [], value: oldest },
  ];
}

/** The gauges of the k-gates. */
export function sampleKGates(cohorts: Cohorts): Sample[] {
  return [
    { name: 'headgate_k_gate_entries', labels: [], value: cohorts.size() },
    { name: 'headgate_k_gate_turned_away', labels: [], value: cohorts.turnedAway() },
  ];
}

/** The queue as delivery and retention see it: endings are counted once they are durable. */
export function countEndings(queue: Queue, metrics: Metrics): Queue {
  const count = (entries: readonly LedgerEntry[]): void => {
    for (const entry of entries) {
      if (entry.kind === 'ended') {
        metrics.add('headgate_events_ended_total', [entry.vendor, entry.outcome], entry.count);
      }
    }
  };
  return {
    ...queue,
    settle: async (lease, settlement) => {
      await queue.settle(lease, settlement);
      count(settlement.entries);
    },
    drain: async (lane, entries) => {
      const events = await queue.drain(lane, entries);
      if (events > 0) count(entries(events));
      return events;
    },
    discard: async (before, entries) => {
      const endings: LedgerEntry[] = [];
      const events = await queue.discard(before, (lane, ofLane) => {
        const made = entries(lane, ofLane);
        endings.push(...made);
        return made;
      });
      count(endings);
      return events;
    },
  };
}

/** The sink of a lane, with every delivery counted. */
export function countDeliveries(lane: Lane, sink: Sink, metrics: Metrics): Sink {
  const { vendor, environment } = lane;
  return {
    ...sink,
    deliver: async (events, signal) => {
      const delivery = await sink.deliver(events, signal);
      for (const result of ['delivered', 'refused', 'kept'] as const) {
        const count = delivery.results.filter((each) => each === result).length;
        if (count > 0) metrics.add('headgate_delivery_events_total', [vendor, environment, result], count);
      }
      const { hold } = delivery;
      if (hold?.kind === 'later' || hold?.kind === 'unauthorised') {
        const cause = hold.kind === 'later' ? hold.cause : hold.kind;
        metrics.add('headgate_delivery_holds_total', [vendor, environment, cause], 1);
      }
      return delivery;
    },
  };
}

/** The gauges of the queue. */
export function sampleQueue(depths: readonly LaneDepth[], bytesMax: number, now: number): Sample[] {
  const lanes = depths.flatMap(({ lane, events, bytes, oldestAt, dead }): Sample[] => {
    const labels = [lane.vendor, lane.environment];
    const oldest = oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1000;
    return [
      { name: 'headgate_queue_events', labels, value: events },
      { name: 'headgate_queue_bytes', labels, value: bytes },
      { name: 'headgate_queue_oldest_seconds', labels, value: oldest },
      { name: 'headgate_queue_dead', labels, value: dead },
    ];
  });
  return [...lanes, { name: 'headgate_queue_capacity_bytes', labels: [], value: bytesMax }];
}
