/**
 * Seals events for review, to the key of the group that the plan names. What is sealed here cannot be opened here.
 *
 * State: whether the last event found a key, so that its absence is logged when it begins and not for every event.
 */
import { piecePath, toPieces } from '@headgate/api';
import type { ReceivedEvent } from '@headgate/core';
import { carryHeaders } from '@headgate/seal/envelope';
import type { EventPlace, Sealer } from '@headgate/seal/envelope';
import type { Hold } from '../ingest/collect.ts';
import { isSealedText } from '../queue/quarantined.ts';
import type { SealedText } from '../queue/quarantined.ts';
import { causeOf } from '../runtime.ts';
import type { Log } from '../runtime.ts';
import type { RecipientsInForce } from '../seal/recipients-in-force.ts';
import { PROOF_BYTES, macOf } from './recognise.ts';
import type { createShapeOf } from './shape.ts';

export interface HoldParts {
  readonly recipients: Pick<RecipientsInForce, 'sealerFor'>;
  readonly shapeOf: ReturnType<typeof createShapeOf>;
  /** Bytes nobody can foresee. */
  readonly random: (bytes: number) => Buffer;
  readonly uuid: () => string;
  readonly log: Log;
  /** Called for every event that could not be sealed. */
  readonly unsealed: () => void;
}

/** Keeps the epochs of the quarantine apart from those of sealed fields. */
const USE = 'quarantine';

export function createHold(parts: HoldParts): Hold {
  const { recipients, log } = parts;
  let wasUnsealed = false;
  const give = (cause?: string): null => {
    if (!wasUnsealed) log.write('quarantine-unsealed', cause === undefined ? {} : { cause });
    wasUnsealed = true;
    parts.unsealed();
    return null;
  };
  return (event, why) => {
    try {
      const sealer = recipients.sealerFor(why.group, USE);
      if (typeof sealer === 'string') return give(sealer);
      const eventId = parts.uuid();
      const payload = { proof: parts.random(PROOF_BYTES).toString('base64url'), json: JSON.stringify(event) };
      const place = { source: event.source.id, eventName: why.planned ?? '', eventId };
      const texts = sealPieces(sealer, place, toPieces(payload));
      if (texts === null) return give();
      wasUnsealed = false;
      return {
        head: { ...headOf(event), ...why, shape: parts.shapeOf(event, why), eventId, mac: macOf(payload) },
        texts,
      };
    } catch (error) {
      return give(causeOf(error));
    }
  };
}

function headOf({ source, protocol }: ReceivedEvent): Pick<ReceivedEvent, 'source' | 'protocol'> {
  return { source: { id: source.id, environment: source.environment }, protocol };
}

/** An epoch may end in the midst of an event; the next has room for any. */
const ATTEMPTS = 2;

/** Null where it cannot be sealed. */
function sealPieces(
  sealer: Sealer,
  place: EventPlace,
  pieces: readonly string[],
): readonly SealedText[] | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const texts = sealInEpoch(sealer, place, pieces);
    if (texts.length === pieces.length) return texts;
    sealer.end();
  }
  return null;
}

/** Fewer texts than pieces where the epoch ended. */
function sealInEpoch(sealer: Sealer, place: EventPlace, pieces: readonly string[]): SealedText[] {
  const epoch = sealer.epoch();
  const event = epoch.event(place);
  const texts: SealedText[] = [];
  if (event.kind === 'refused') return texts;
  for (const [index, piece] of pieces.entries()) {
    const sealed = event.seal(piecePath(index, pieces.length), piece);
    const text = sealed.kind === 'sealed' ? carryHeaders(sealed.text, epoch.header) : null;
    if (text === null || !isSealedText(text)) return texts;
    texts.push(text);
  }
  return texts;
}
