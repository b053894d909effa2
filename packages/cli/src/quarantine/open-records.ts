/** Opens quarantined events with the steward's keys, on this machine and nowhere else. */
import { fromPieces, piecePath } from '@headgate/api';
import type { OpenedPayload, QuarantinedRecord } from '@headgate/api';
import { expectRing, unwrapKeyRing } from '@headgate/seal';
import type { OpenKeyRing } from '@headgate/seal';
import { OPEN_REFUSALS, createOpener } from '@headgate/seal/envelope';
import type { Opener } from '@headgate/seal/envelope';
import type { Context, Given } from '../command.ts';
import { keysDirectory, openNamedKek } from '../keys/key-scope.ts';

type Unopened = keyof typeof OPEN_REFUSALS;

export type OpenedRecord =
  | {
      readonly kind: 'opened';
      readonly number: number;
      readonly storedAt: number;
      readonly payload: OpenedPayload;
    }
  | { readonly kind: 'unopened'; readonly reason: Unopened };

export interface RecordOpener {
  readonly open: (record: QuarantinedRecord) => OpenedRecord;
  /** Overwrites the keys that were kept. */
  readonly forget: () => void;
}

/** Opens the key ring for the groups named, or for all; others stay wrapped. Rejects with `KeysUnusable` or a `Failure`. */
export async function openSteward(
  context: Context,
  given: Given,
  groups: readonly string[] | null,
): Promise<RecordOpener> {
  const ring = expectRing(keysDirectory(context, given));
  const kek = await openNamedKek(context, { settings: ring.kek, isNew: false });
  return createRecordOpener(await unwrapKeyRing(ring, kek, groups ?? undefined));
}

function createRecordOpener(ring: Pick<OpenKeyRing, 'tenant' | 'privateKey'>): RecordOpener {
  // Every text carries its header.
  const opener = createOpener({ privateKey: ring.privateKey, header: () => null });
  return { open: (record) => openRecord(record, ring.tenant, opener), forget: opener.forget };
}

function openRecord(record: QuarantinedRecord, tenant: string, opener: Opener): OpenedRecord {
  const { number, storedAt, texts, source, event, eventId, group } = record;
  const place = { tenant, recipientGroup: group, source, eventName: event ?? '', eventId };
  const pieces: string[] = [];
  for (const [index, text] of texts.entries()) {
    const opened = opener.open(text, { ...place, jsonPath: piecePath(index, texts.length) });
    if (opened.kind === 'refused') return { kind: 'unopened', reason: opened.reason };
    if (typeof opened.value !== 'string') return { kind: 'unopened', reason: 'no-value' };
    pieces.push(opened.value);
  }
  const payload = fromPieces(pieces);
  return payload === null
    ? { kind: 'unopened', reason: 'no-value' }
    : { kind: 'opened', number, storedAt, payload };
}

/** What could not be opened, by reason, in the order of the table of reasons. */
export function describeUnopened(reasons: ReadonlyMap<Unopened, number>): readonly string[] {
  return [...reasons].map(
    ([reason, events]) => `${String(events)} not opened, ${reason}: ${OPEN_REFUSALS[reason]}`,
  );
}
