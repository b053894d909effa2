/** The rows that opening fields leaves in the audit trail. They say who, why and which field; never what was in it. */
import type { TrailEntry, TrailRow } from '@headgate/seal/trail';
import type { RequestRefusal } from './refusals.ts';
import type { OpenItem, OpenRequest } from './request.ts';

/** The second person and the bulk request that they agreed to. */
export interface Approval {
  readonly request: string;
  readonly approver: string;
}

const OPENED = 'field-opened';
const REFUSED = 'field-refused';

/** One field; `reason` is null where it was opened. */
export function fieldRow(
  caller: string,
  { purpose, ticket }: Pick<OpenRequest, 'purpose' | 'ticket'>,
  { place }: OpenItem,
  { reason, approval }: { readonly reason: string | null; readonly approval: Approval | null },
): TrailEntry {
  const { source, eventName, eventId, jsonPath, recipientGroup, destination } = place;
  return {
    kind: reason === null ? OPENED : REFUSED,
    caller,
    purpose,
    ticket,
    group: recipientGroup,
    path: jsonPath,
    source,
    eventName,
    eventId,
    ...(destination === undefined ? {} : { destination }),
    ...(reason === null ? {} : { reason }),
    ...approval,
  };
}

/** A request that was not done. Purpose and ticket that the policy does not know are left out: they may be anything. */
export function refusalRow(caller: string | null, reason: RequestRefusal, fields: number): TrailEntry {
  return { kind: 'request-refused', ...(caller === null ? {} : { caller }), reason, fields };
}

/** A step of a bulk request. */
export function bulkRow(
  step: 'bulk-asked' | 'bulk-approved',
  caller: string,
  request: string,
  { purpose, ticket, items }: OpenRequest,
): TrailEntry {
  return { kind: step, caller, request, purpose, ticket, fields: items.length };
}

/** Whose rate the row counts for: each field that was asked for, but for those that a second person agreed to. */
export function countedCaller({ entry }: TrailRow): string | null {
  const { kind, caller, approver } = entry;
  if ((kind !== OPENED && kind !== REFUSED) || typeof caller !== 'string') return null;
  return approver === undefined ? caller : null;
}
