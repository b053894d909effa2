/** What every queue must do with quarantined events. Run by the tests of each implementation. */
import { createSealer } from '@headgate/seal/envelope';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { rawPublicKey, carryHeaders } from '@headgate/seal/envelope';
import { LANE, entryOf, eventOf, idsOf } from './queue.contract.ts';
import type { ContractOptions } from './queue.contract.ts';
import { isSealedText } from './quarantined.ts';
import type { QuarantinedEvent, SealedText } from './quarantined.ts';
import { lineOf } from './record.ts';
import type { Queue } from './queue.ts';

const ALL = { eventsMax: 1_000_000, bytesMax: 1_000_000_000 };

type Maker = (options: ContractOptions & { readonly quarantineBytesMax: number }) => Promise<Queue>;

function sealedText(): SealedText {
  const publicKey = rawPublicKey(generateKeyPairSync('x25519').publicKey);
  const sealer = createSealer({
    tenant: 'shop',
    recipientGroup: 'steward',
    publicKey,
    now: () => 0,
    random: randomBytes,
  });
  const epoch = sealer.epoch();
  const event = epoch.event({ source: 'web', eventName: '', eventId: 'e' });
  const sealed = event.kind === 'event' ? event.seal('event', 'x') : event;
  const text = sealed.kind === 'sealed' ? carryHeaders(sealed.text, epoch.header) : null;
  if (text === null || !isSealedText(text)) throw new Error('Nothing was sealed.');
  return text;
}

const TEXT = sealedText();

/** A record that can be told from others by its shape. */
export function quarantinedOf(shape: string, texts: readonly SealedText[] = [TEXT]): QuarantinedEvent {
  const source = { id: 'web', environment: 'production' } as const;
  const head = {
    cause: 'unplanned-event',
    source,
    planned: null,
    protocol: 'segment',
    group: 'steward',
  } as const;
  return { head: { ...head, shape, eventId: 'e', mac: 'm' }, texts };
}

/** Bytes that the queue counts for a record of one text. */
function quarantinedBytes(shape: string): number {
  return lineOf(quarantinedOf(shape).head).bytes + TEXT.length + 1;
}

/** The shapes of all records, in order. */
export function shapesOf(queue: Queue): string[] {
  return queue.quarantine.records(0, 1000).map(({ head }) => head.shape);
}

function hold(queue: Queue, ...shapes: string[]): ReturnType<Queue['append']> {
  return queue.append([], [], { add: shapes.map((shape) => quarantinedOf(shape)), release: [] });
}

/** Declares the contract's tests for one implementation. */
export function describeQuarantine(name: string, make: Maker): void {
  describe(`${name} keeps quarantined events`, () => {
    let now = 1000;
    const opened: Queue[] = [];
    const open = async (quarantineBytesMax = 1_000_000): Promise<Queue> => {
      const clock = { now: () => now, sleep: async () => undefined };
      const limits = { bytesMax: 1_000_000, quarantineBytesMax, partitions: 1, deadMax: 100 };
      const queue = await make({ clock, ...limits });
      opened.push(queue);
      return queue;
    };
    afterEach(async () => {
      now = 1000;
      for (const queue of opened.splice(0)) await queue.close();
    });

    it('gives them back in the order of acceptance, from any number on, with their texts', async () => {
      const queue = await open();
      await Promise.all([hold(queue, 'a', 'b'), hold(queue, 'c')]);
      expect(shapesOf(queue)).toEqual(['a', 'b', 'c']);
      const [first] = queue.quarantine.records(0, 1);
      expect(first).toMatchObject({
        storedAt: 1000,
        bytes: quarantinedBytes('a'),
        head: quarantinedOf('a').head,
      });
      const number = first?.number ?? 0;
      expect(queue.quarantine.records(number, 1).map(({ head }) => head.shape)).toEqual(['b']);
      expect(queue.quarantine.texts(number)).toEqual([TEXT]);
      expect(queue.quarantine.find(number)).toEqual(first);
      expect(queue.quarantine.find(99)).toBeNull();
      expect(queue.quarantine.texts(99)).toBeNull();
      expect(queue.quarantine.depth()).toEqual({
        records: 3,
        bytes: 3 * quarantinedBytes('a'),
        oldestAt: 1000,
      });
    });

    it('keeps any number of texts of one event, in order', async () => {
      const queue = await open();
      const texts = [sealedText(), sealedText(), sealedText()];
      await queue.append([], [], { add: [quarantinedOf('a', texts)], release: [] });
      expect(queue.quarantine.texts(queue.quarantine.records(0, 1)[0]?.number ?? 0)).toEqual(texts);
    });

    it('releases one in the step that appends what became of it', async () => {
      const queue = await open();
      await hold(queue, 'a', 'b');
      const release = queue.quarantine.records(0, 1).map(({ number }) => number);
      expect(await queue.append([eventOf('a')], [entryOf(7)], { add: [], release })).toBe('stored');
      expect(shapesOf(queue)).toEqual(['b']);
      expect(idsOf(queue.lease(LANE, 0, ALL))).toEqual(['a']);
      expect(queue.journal(0, 10).entries).toEqual([entryOf(7)]);
    });

    it('releases one once, whoever asks at the same time, and then stores nothing', async () => {
      const queue = await open();
      await hold(queue, 'a', 'b');
      const [a, b] = queue.quarantine.records(0, 2).map(({ number }) => number);
      const step = { add: [quarantinedOf('never')], release: [a ?? 0] };
      const answers = await Promise.all([
        queue.append([eventOf('a')], [entryOf(1)], { add: [], release: [a ?? 0] }),
        queue.append([eventOf('again')], [entryOf(2)], step),
        queue.append([eventOf('both')], [entryOf(3)], { add: [], release: [b ?? 0, a ?? 0] }),
        queue.append([eventOf('twice')], [entryOf(4)], { add: [], release: [b ?? 0, b ?? 0] }),
      ]);
      expect(answers).toEqual(['stored', 'gone', 'gone', 'gone']);
      expect(await queue.append([eventOf('later')], [], { add: [], release: [a ?? 0] })).toBe('gone');
      expect(idsOf(queue.lease(LANE, 0, ALL))).toEqual(['a']);
      expect(queue.journal(0, 10).entries).toEqual([entryOf(1)]);
      expect(shapesOf(queue)).toEqual(['b']);
    });

    it('takes records up to the byte, and nothing of an append that is one over', async () => {
      const queue = await open(2 * quarantinedBytes('a'));
      expect(await hold(queue, 'a', 'b')).toBe('stored');
      const step = { add: [quarantinedOf('c')], release: [] };
      expect(await queue.append([eventOf('x')], [entryOf(1)], step)).toBe('quarantine-full');
      expect(queue.journal(0, 10).entries).toEqual([]);
      expect(queue.depth()).toEqual([]);
      const [one] = await Promise.all([hold(queue, 'd'), hold(queue, 'e')]);
      expect(one).toBe('quarantine-full');
      const smaller = await open(2 * quarantinedBytes('a') - 1);
      expect(await hold(smaller, 'a', 'b')).toBe('quarantine-full');
      expect(await hold(smaller, 'a')).toBe('stored');
    });

    it('does not hold up what adds nothing to it, and has room again after a release', async () => {
      const queue = await open(quarantinedBytes('a'));
      await hold(queue, 'a');
      expect(await queue.append([eventOf('x')], [])).toBe('stored');
      const release = queue.quarantine.records(0, 1).map(({ number }) => number);
      expect(await queue.append([], [], { add: [], release })).toBe('stored');
      expect(await hold(queue, 'b')).toBe('stored');
    });

    it('removes what is named, and what was stored before a time but nothing that was stored then', async () => {
      const queue = await open();
      await hold(queue, 'a', 'b', 'c');
      now = 2000;
      await hold(queue, 'd');
      const [, b] = queue.quarantine.records(0, 9).map(({ number }) => number);
      expect(await queue.quarantine.remove([b ?? 0, b ?? 0, 99])).toBe(1);
      expect(shapesOf(queue)).toEqual(['a', 'c', 'd']);
      expect(await queue.quarantine.removeBefore(1000)).toBe(0);
      expect(await queue.quarantine.removeBefore(2000)).toBe(2);
      expect(shapesOf(queue)).toEqual(['d']);
      expect(queue.quarantine.depth()).toMatchObject({ records: 1, oldestAt: 2000 });
      expect(await queue.quarantine.removeBefore(2001)).toBe(1);
      expect(queue.quarantine.depth()).toEqual({ records: 0, bytes: 0, oldestAt: null });
    });
  });
}
