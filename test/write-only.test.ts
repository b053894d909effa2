/**
 * Whoever takes all that a gateway has on disk, and all of its memory, once an epoch is over, opens nothing that was sealed in it.
 * Tried with a real process: every stretch of 32 bytes that looks random is used as each key that there is. The same search finds the
 * keys while the epoch runs, so it would find them afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPIRE_INTERVAL_MS } from '../packages/gateway/src/seal/expire-epochs.ts';
import { collectCandidates, createTrial, decodedTexts, readMemory } from './key-search.ts';
import type { FoundAs, Target } from './key-search.ts';
import { TENANT, headerIdOf, openAll, secretText } from './seal-fixture.ts';
import { startSealingProcess } from './sealing-process.ts';
import type { SealingProcess } from './sealing-process.ts';
import { readFiles } from './stored-bytes.ts';

/** An image of another process is a matter of Linux. */
const hasImages = process.platform === 'linux';
const EPOCH_MS = 20_000;
/** How long the collector of garbage may take to let go of what was used. */
const PATIENCE_MS = 120_000;
const EVENTS = 20;

let running: SealingProcess;
beforeAll(async () => {
  running = await startSealingProcess({ epochMs: EPOCH_MS, subjects: EVENTS });
}, 90_000);
afterAll(() => running.close());

/** One field that takes the group's key alone, and one that takes the subject's too. */
async function targets(): Promise<readonly Target[]> {
  const { client, groups } = running;
  const { values } = await client.findSealed({ event: 'm-0' });
  const headers = await client.sealedHeaders([...new Set(values.map(({ text }) => headerIdOf(text)))]);
  return ['properties.mail', 'properties.street'].flatMap((path) =>
    values
      .filter((value) => value.path === path)
      .map(({ text, source, eventName, eventId, group }) => ({
        text,
        place: { tenant: TENANT, recipientGroup: group, source, eventName, eventId, jsonPath: path },
        header: Buffer.from(headers[headerIdOf(text)] ?? '', 'base64url'),
        publicKey: groups.support.publicKey,
      })),
  );
}

function tryAll(candidates: ReadonlyMap<string, Buffer>, fields: readonly Target[]): readonly FoundAs[] {
  const trial = createTrial(fields);
  const found = [...candidates.values()].map(trial).filter((as) => as !== null);
  return [...new Set(found)].toSorted();
}

/** Everything that lies on the machine: data, configuration, plan, recipients and the pool. */
function onDisk(): readonly Buffer[] {
  const files = readFiles(running.directory).map(({ bytes }) => bytes);
  return [...files, ...files.flatMap(decodedTexts)];
}

describe.runIf(hasImages)('a stolen gateway', () => {
  it(
    'opens nothing of an epoch that is over, with all of its disk and memory',
    { timeout: 240_000 },
    async () => {
      const { gateway, client, groups, subjects, order } = running;
      const orders = Array.from({ length: EVENTS }, (_, at) => ({
        iban: secretText(`iban ${at}`),
        mail: `${secretText(`mail ${at}`)}@example.com`,
        street: secretText(`street ${at}`),
      }));
      // What lay in memory before the first event was sealed cannot be a secret of its epoch, which is made of fresh chance.
      const before = collectCandidates(readMemory(gateway.pid()), 8);
      for (const [at, each] of orders.entries()) expect(await order(at, each)).toBe(200);
      const sealedAt = Date.now();
      const fields = await targets();
      expect(fields).toHaveLength(2);

      // While the epoch runs its keys are in memory: if this search did not find them, it would prove nothing.
      const during = collectCandidates(readMemory(gateway.pid()), 8, before);
      expect(Date.now()).toBeLessThan(sealedAt + EPOCH_MS);
      expect(tryAll(during, fields)).toEqual(expect.arrayContaining(['data key', 'field key']));

      await sleep(Math.max(0, sealedAt + EPOCH_MS + EXPIRE_INTERVAL_MS - Date.now()));
      const deadline = Date.now() + PATIENCE_MS;
      let found: readonly FoundAs[] = [];
      do {
        // Events that seal nothing, so that what was used before is collected.
        for (let at = 0; at < 300; at += 1) await order(1000 + at, { total: at });
        found = tryAll(collectCandidates(readMemory(gateway.pid()), 8, before), fields);
      } while (found.length > 0 && Date.now() < deadline);
      expect(found).toEqual([]);
      expect(tryAll(collectCandidates(onDisk(), 1), fields)).toEqual([]);

      const { values } = await client.findSealed({ from: 0, to: Date.now() + 1000, limit: 1000 });
      expect(values).toHaveLength(3 * EVENTS);
      const opened = await openAll(client, values, { groups: Object.values(groups), subjects });
      const texts = opened.map((each) => (each.kind === 'opened' ? each.value : each.reason));
      expect(new Set(texts)).toEqual(new Set(orders.flatMap((each) => Object.values(each))));
    },
  );
});
