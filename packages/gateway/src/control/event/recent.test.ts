import { describe, expect, it } from 'vitest';
import type { Decision, ReceivedEvent } from '@headgate/core';
import { createEventNames, createRecentEvents } from './recent.ts';

const PLAN = { id: 'p', fieldSet: () => undefined };
const DECISION: Decision = {
  planned: null,
  findings: [],
  remarks: [],
  vendors: [],
  sealed: null,
  quarantine: null,
  cause: null,
};

function eventOf(id: string): ReceivedEvent {
  const source = { id: 'web', environment: 'staging' };
  return { id, source, receivedAt: 1, call: 'track', operation: 'set', protocol: 'segment' } as ReceivedEvent;
}

describe('the memory of recent events', () => {
  it('keeps as many as its limit, and forgets the oldest with one over', () => {
    const recent = createRecentEvents({ nameOf: (id) => id, statusOf: () => 'routed', max: 2 });
    recent.add(eventOf('a'), DECISION, PLAN);
    recent.add(eventOf('b'), DECISION, PLAN);
    expect(recent.find('a')?.name).toBe('a');
    recent.add(eventOf('c'), DECISION, PLAN);
    expect(recent.find('a')).toBeNull();
    expect(recent.find('b')?.name).toBe('b');
  });

  it('has the newest of two with the same id, also when the older one is forgotten', () => {
    const recent = createRecentEvents({ nameOf: (id) => id, statusOf: () => 'routed', max: 2 });
    recent.add(eventOf('a'), DECISION, PLAN);
    recent.add(eventOf('a'), { ...DECISION, planned: 'newer' }, PLAN);
    recent.add(eventOf('b'), DECISION, PLAN);
    expect(recent.find('a')?.planned).toBe('newer');
  });

  it('keeps 100 findings and remarks of an event and no more', () => {
    const recent = createRecentEvents({ nameOf: (id) => id, statusOf: () => 'routed', max: 2 });
    const path = 'properties.note';
    const by = { detector: 'email', version: 1, confidence: 'high' } as const;
    const finding = { kind: 'email', ...by, path, length: 9 } as const;
    const of = { kind: 'email', before: 9, after: 7 } as const;
    const remark = { rule: 'finding', path, action: 'redacted', ...of } as const;
    for (const [id, count] of [
      ['at', 100],
      ['over', 101],
    ] as const) {
      const findings = Array.from({ length: count }, () => finding);
      const remarks = Array.from({ length: count }, () => remark);
      recent.add(eventOf(id), { ...DECISION, findings, remarks }, PLAN);
      expect(recent.find(id)?.findings).toHaveLength(100);
      expect(recent.find(id)?.remarks).toHaveLength(100);
    }
  });

  it('names events by a digest that depends on the secret', () => {
    const name = createEventNames('s')('message-1');
    expect(name).toMatch(/^[0-9a-f]{12}$/);
    expect(createEventNames('s')('message-1')).toBe(name);
    expect(createEventNames('t')('message-1')).not.toBe(name);
  });
});
