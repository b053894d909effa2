/**
 * Every metric of the gateway, declared once, and its text in the format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4).
 *
 * State: counters by the values of their labels. Labels come from closed lists and from the operator's own configuration,
 * never from a request, so there are as many as the configuration allows. A restart begins at zero, which is what counters
 * may do.
 */

interface Metric {
  readonly kind: 'counter' | 'gauge';
  readonly labels: readonly string[];
  readonly meaning: string;
}

export const METRICS = {
  headgate_events_accepted_total: {
    kind: 'counter',
    labels: ['protocol'],
    meaning: 'Messages taken: stored, or ended by policy.',
  },
  headgate_events_ended_total: {
    kind: 'counter',
    labels: ['vendor', 'outcome'],
    meaning: 'Events that ended, for each vendor.',
  },
  headgate_requests_refused_total: {
    kind: 'counter',
    labels: ['protocol', 'refusal'],
    meaning: 'Requests that a protocol refused as a whole.',
  },
  headgate_requests_turned_away_total: {
    kind: 'counter',
    labels: ['reason'],
    meaning: 'Requests that never reached a protocol.',
  },
  headgate_requests_lost_total: {
    kind: 'counter',
    labels: ['reason'],
    meaning: 'Requests whose client left, and connections beyond the limit.',
  },
  headgate_plan_events: {
    kind: 'gauge',
    labels: ['plan', 'environment'],
    meaning: 'Messages that met each plan in force, since it was put in force or the gateway started.',
  },
  headgate_plan_violations: {
    kind: 'gauge',
    labels: ['plan', 'environment'],
    meaning: 'Of those, how many broke the plan.',
  },
  headgate_canary_share: {
    kind: 'gauge',
    labels: ['plan'],
    meaning: 'Share of subjects for whom a candidate decides; absent where no canary runs.',
  },
  headgate_findings_total: {
    kind: 'counter',
    labels: ['kind'],
    meaning: 'Personal data, secrets and long texts found in events.',
  },
  headgate_delivery_events_total: {
    kind: 'counter',
    labels: ['vendor', 'environment', 'result'],
    meaning: 'Events handed to a vendor: delivered, refused, or kept for another attempt.',
  },
  headgate_delivery_holds_total: {
    kind: 'counter',
    labels: ['vendor', 'environment', 'cause'],
    meaning: 'Deliveries after which events were kept.',
  },
  headgate_retention_deleted_total: {
    kind: 'counter',
    labels: ['class'],
    meaning: 'Rows, files and events that were deleted because they were too old.',
  },
  headgate_quarantine_events_total: {
    kind: 'counter',
    labels: ['result'],
    meaning:
      'Events that the plan quarantines: quarantined, or unsealed and so dropped; and later replayed or discarded.',
  },
  headgate_quarantine_events: {
    kind: 'gauge',
    labels: [],
    meaning: 'Events that are kept sealed for review.',
  },
  headgate_quarantine_bytes: {
    kind: 'gauge',
    labels: [],
    meaning: 'Bytes of events that are kept sealed for review.',
  },
  headgate_quarantine_capacity_bytes: {
    kind: 'gauge',
    labels: [],
    meaning: 'Bytes of events that may be kept sealed for review.',
  },
  headgate_quarantine_oldest_seconds: {
    kind: 'gauge',
    labels: [],
    meaning: 'Age of the oldest event that is kept sealed for review.',
  },
  headgate_k_gate_entries: {
    kind: 'gauge',
    labels: [],
    meaning: 'Subjects and sensitive values that the k-gates remember.',
  },
  headgate_k_gate_turned_away: {
    kind: 'gauge',
    labels: [],
    meaning: 'Subjects that the k-gates did not note since the start because their memory was full.',
  },
  headgate_fields_unsealed_total: {
    kind: 'counter',
    labels: ['group', 'reason'],
    meaning: 'Fields that could not be sealed and were left out.',
  },
  headgate_sealed_bytes: {
    kind: 'gauge',
    labels: [],
    meaning: 'Bytes of sealed values and headers.',
  },
  headgate_sealed_capacity_bytes: {
    kind: 'gauge',
    labels: [],
    meaning: 'Bytes that the store of sealed values may hold.',
  },
  headgate_subject_keys_left: {
    kind: 'gauge',
    labels: [],
    meaning: 'Keys of the pool that no subject has yet.',
  },
  headgate_queue_events: {
    kind: 'gauge',
    labels: ['vendor', 'environment'],
    meaning: 'Events that wait for a vendor.',
  },
  headgate_queue_bytes: {
    kind: 'gauge',
    labels: ['vendor', 'environment'],
    meaning: 'Bytes of events that wait for a vendor.',
  },
  headgate_queue_oldest_seconds: {
    kind: 'gauge',
    labels: ['vendor', 'environment'],
    meaning: 'Age of the oldest event that waits for a vendor.',
  },
  headgate_queue_dead: {
    kind: 'gauge',
    labels: ['vendor', 'environment'],
    meaning: 'Dead letters of a vendor.',
  },
  headgate_queue_capacity_bytes: {
    kind: 'gauge',
    labels: [],
    meaning: 'Bytes that the queue may hold.',
  },
} as const satisfies Readonly<Record<string, Metric>>;

type MetricName = keyof typeof METRICS;
type NameOf<K extends Metric['kind']> = {
  [N in MetricName]: (typeof METRICS)[N]['kind'] extends K ? N : never;
}[MetricName];

/** The value of a gauge at the moment of the question; label values in the order of the declaration. */
export interface Sample {
  readonly name: NameOf<'gauge'>;
  readonly labels: readonly string[];
  readonly value: number;
}

export interface Metrics {
  /** Label values in the order of the declaration. */
  add(name: NameOf<'counter'>, labels: readonly string[], by: number): void;
  /** All metrics; gauges as given. */
  render(gauges: readonly Sample[]): string;
}

export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>();
  return {
    add: (name, labels, by) => {
      const own = counters.get(name) ?? new Map<string, number>();
      counters.set(name, own);
      const key = labels.join('\0');
      own.set(key, (own.get(key) ?? 0) + by);
    },
    render: (gauges) =>
      Object.entries<Metric>(METRICS)
        .map(([name, metric]) => {
          const own = [...(counters.get(name) ?? [])].map(
            ([key, value]) => [metric.labels.length === 0 ? [] : key.split('\0'), value] as const,
          );
          const given = gauges
            .filter((each) => each.name === name)
            .map((each) => [each.labels, each.value] as const);
          const lines = [...own, ...given].map(
            ([labels, value]) => `${name}${renderLabels(metric.labels, labels)} ${value}\n`,
          );
          return `# HELP ${name} ${metric.meaning}\n# TYPE ${name} ${metric.kind}\n${lines.join('')}`;
        })
        .join(''),
  };
}

function renderLabels(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return '';
  return `{${names.map((name, at) => `${name}="${escapeLabel(values[at] ?? '')}"`).join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
