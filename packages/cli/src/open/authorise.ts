/** Who is asking, and what they may have. Pure but for the digest. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller, OpenPolicy } from './policy.ts';
import type { FieldRefusal, RequestRefusal } from './refusals.ts';
import type { OpenItem, OpenRequest } from './request.ts';

/** The caller who has that token; null where nobody has. Takes as long whoever it is. */
export function findCaller({ callers }: Pick<OpenPolicy, 'callers'>, token: string): Caller | null {
  const digest = createHash('sha256').update(token).digest();
  return callers.reduce<Caller | null>(
    (found, caller) => (timingSafeEqual(caller.tokenDigest, digest) ? caller : found),
    null,
  );
}

/** Why a request is not done at all; null where its fields are to be looked at. `isApproved`: a second person agreed to it. */
export function judgeRequest(
  policy: OpenPolicy,
  caller: Caller,
  { purpose, ticket, items }: OpenRequest,
  isApproved: boolean,
): RequestRefusal | null {
  if (!caller.purposes.has(purpose)) return 'purpose-not-allowed';
  if (!isTicket(policy.tickets, ticket)) return 'bad-ticket';
  if (items.length > policy.limits.fields) return 'too-many-fields';
  return items.length > policy.bulkFields && !isApproved ? 'needs-approval' : null;
}

/** Why the caller may not have a field; null where they may. What an item says of itself is proved by opening it: it is bound to it. */
export function judgeField({ groups, fields }: Caller, { place }: OpenItem): FieldRefusal | null {
  if (!groups.has(place.recipientGroup)) return 'group-not-allowed';
  return fields.some((field) => covers(field, place.jsonPath)) ? null : 'field-not-allowed';
}

/** Why a caller may not approve a request; null where they may. */
export function judgeApproval({ name, approves }: Caller, askedBy: string): RequestRefusal | null {
  if (name === askedBy) return 'own-request';
  return approves ? null : 'may-not-approve';
}

function isTicket(prefixes: readonly string[], ticket: string): boolean {
  return prefixes.some(
    (prefix) => ticket.startsWith(prefix) && /^\d{1,12}$/.test(ticket.slice(prefix.length)),
  );
}

/** A field of a list is named as plans name it, without its position: `properties.items[].note`. */
function covers(field: string, path: string): boolean {
  const planned = path.replaceAll(/\[\d+\]/g, '[]');
  return field.endsWith('*') ? planned.startsWith(field.slice(0, -1)) : planned === field;
}
