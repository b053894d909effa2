import { expect, it } from 'vitest';
import type { Notice } from './event.ts';
import { createTally } from './tally.ts';

it('counts events by how they ended, and tells whoever watches', () => {
  const seen: Notice[] = [];
  const tally = createTally((notice) => seen.push(notice));
  tally.given('track', 'A', { a: 1 }, null);
  tally.refused('no-consent');
  tally.ended('sent', { messageId: 'm' }, null);
  tally.ended('sent', { messageId: 'n' }, null);
  expect(tally.counts()).toEqual({ 'no-consent': 1, sent: 2 });
  expect(seen).toEqual([
    { kind: 'given', call: 'track', name: 'A', before: { a: 1 }, after: null },
    { kind: 'ended', fate: 'no-consent', id: '', after: null },
    { kind: 'ended', fate: 'sent', id: 'm', after: null },
    { kind: 'ended', fate: 'sent', id: 'n', after: null },
  ]);
});

it('a fault of whoever watches stays with it', () => {
  const tally = createTally(() => {
    throw new Error('mine');
  });
  tally.ended('sent', { messageId: 'm' }, null);
  expect(tally.counts()).toEqual({ sent: 1 });
});
