import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { scrubEvent } from './scrub.ts';

describe('scrubEvent', () => {
  it.each<[string, Json, Json]>([
    ['texts at any depth', { a: [{ b: 'from ana@shop.example' }] }, { a: [{ b: 'from [email]' }] }],
    ['keys', { 'ana@shop.example': 1 }, { '[email]': 1 }],
    ['numbers', { n: 4111111111111111 }, { n: '[card]' }],
    ['a bare text', 'ana@shop.example', '[email]'],
  ])('replaces what it finds in %s', (_, event, scrubbed) => {
    expect(scrubEvent(event).event).toEqual(scrubbed);
  });

  it('gives the very event back where nothing is found', () => {
    const event = { type: 'track', n: [1, null, true], deep: { text: 'seen' } };
    expect(scrubEvent(event)).toEqual({ event, findings: [] });
    expect(scrubEvent(event).event).toBe(event);
  });

  it('keeps a member called __proto__', () => {
    const event: Json = JSON.parse('{"__proto__":{"to":"ana@shop.example"}}');
    expect(JSON.stringify(scrubEvent(event).event)).toBe('{"__proto__":{"to":"[email]"}}');
  });

  it('says where, and never what', () => {
    const { findings } = scrubEvent({ people: [{ 'ana@shop.example': 'x', mail: 'ana@shop.example' }] });
    expect(findings).toEqual([
      { kind: 'email', detector: 'email', path: 'people[].[email]', length: 16 },
      { kind: 'email', detector: 'email', path: 'people[].mail', length: 16 },
    ]);
  });
});
