/**
 * Where a sealed field belongs. The place goes into the additional data of the encryption, so that a ciphertext that is moved to
 * another field, event, source, tenant, group or epoch does not open. Serialised as the AWS Encryption SDK serialises an encryption
 * context (Message Format Reference, "AAD"): a count, then key and value of each entry, each behind its length, sorted by key.
 */
import { concatLengthed, isEncodable } from './lengthed.ts';

export interface EventPlace {
  /** Name of the source. */
  readonly source: string;
  readonly eventName: string;
  readonly eventId: string;
  /** The one vendor whom the ciphertext is for; absent when it is the same for all. */
  readonly destination?: string;
}

export interface FieldPlace extends EventPlace {
  readonly tenant: string;
  readonly recipientGroup: string;
  /** Path of the field in its event. */
  readonly jsonPath: string;
}

/** What is the same for all fields under one header. */
export interface HeaderPlace {
  readonly tenant: string;
  readonly recipientGroup: string;
  /** 16 bytes. */
  readonly headerId: Uint8Array;
  /** `notBefore` and `notAfter` as in the header, 16 bytes, which makes them authentic. */
  readonly epoch: Uint8Array;
}

const FORMAT = 'hg1';
/** Without `dest`. */
const ENTRIES = 9;

/**
 * Binds all of the place but the path, which is the part that differs among the fields of an event. Gives null where a text is
 * not encodable: longer than 65,535 bytes of UTF-8, or not well-formed UTF-16, which has no UTF-8 of its own.
 */
export function bindPlace(
  header: HeaderPlace,
  event: EventPlace,
): ((jsonPath: string) => Buffer | null) | null {
  const { source, eventName, eventId, destination } = event;
  const texts = [source, eventName, eventId, header.tenant, header.recipientGroup, destination ?? ''];
  if (!texts.every(isEncodable)) return null;
  // In the order of their keys' UTF-8 bytes: `jsonPath` comes between the two.
  const { tenant, recipientGroup, headerId, epoch } = header;
  const dest = destination === undefined ? [] : ['dest', destination];
  const before = [...dest, 'epoch', epoch, 'eventId', eventId, 'eventName', eventName, 'fmt', FORMAT];
  const head = Buffer.concat([
    Buffer.from([0, destination === undefined ? ENTRIES : ENTRIES + 1]),
    concatLengthed([...before, 'headerId', headerId, 'jsonPath']),
  ]);
  const tail = concatLengthed(['recipientGroup', recipientGroup, 'source', source, 'tenant', tenant]);
  return (jsonPath) =>
    isEncodable(jsonPath) ? Buffer.concat([head, concatLengthed([jsonPath]), tail]) : null;
}
