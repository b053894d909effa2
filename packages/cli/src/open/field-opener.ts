/** Opens the fields of requests with the keys of a ring and a vault. */
import { createOpener } from '@headgate/seal/envelope';
import type { JsonValue } from '@headgate/seal/envelope';
import type { OpenKeyRing } from '@headgate/seal';
import type { OpenVault } from '@headgate/seal/vault';
import type { OpenRequest } from './request.ts';

export type FieldAnswer =
  | { readonly kind: 'opened'; readonly value: JsonValue }
  | { readonly kind: 'refused'; readonly reason: string };

/** The field of that number, or why it does not open. */
export type FieldOpener = (request: OpenRequest, at: number) => FieldAnswer;

/** Without a vault, fields that are sealed to subjects too do not open. */
export function createFieldOpener(ring: OpenKeyRing, vault: OpenVault | null): FieldOpener {
  let headers: OpenRequest['headers'] = {};
  const opener = createOpener({
    privateKey: ring.privateKey,
    header: (id) => {
      const digits = headers[id];
      return digits === undefined ? null : Buffer.from(digits, 'base64url');
    },
    subjectKey: (kid) => vault?.subjectKey(kid) ?? null,
  });
  return (request, at) => {
    const item = request.items[at];
    if (item === undefined) throw new RangeError('The request has no field of this number.');
    // Opening does not wait, so no other request comes between.
    ({ headers } = request);
    const { destination, ...place } = item.place;
    const whole = { ...place, tenant: ring.tenant, ...(destination === undefined ? {} : { destination }) };
    return opener.open(item.text, whole);
  };
}
