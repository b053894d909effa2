import { describe, expect, it } from 'vitest';
import { METRICS, createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('are all described, also before anything was counted', () => {
    const text = createMetrics().render([]);
    for (const name of Object.keys(METRICS)) expect(text).toContain(`# TYPE ${name} `);
  });

  it('add up by the values of their labels and escape them', () => {
    const metrics = createMetrics();
    metrics.add('headgate_events_ended_total', ['a"b\\c', 'delivered'], 2);
    metrics.add('headgate_events_ended_total', ['a"b\\c', 'delivered'], 3);
    metrics.add('headgate_events_ended_total', ['x', 'vendor-cut'], 1);
    const lines = metrics.render([]).split('\n');
    expect(lines).toContain('headgate_events_ended_total{vendor="a\\"b\\\\c",outcome="delivered"} 5');
    expect(lines).toContain('headgate_events_ended_total{vendor="x",outcome="vendor-cut"} 1');
  });

  it('take gauges as they are', () => {
    const text = createMetrics().render([{ name: 'headgate_queue_capacity_bytes', labels: [], value: 7 }]);
    expect(text).toContain('\nheadgate_queue_capacity_bytes 7\n');
  });
});
