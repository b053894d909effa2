/** Bulk requests that wait for a second person, and then to be collected. In memory, bounded in number and time. */
import type { OpenPolicy } from './policy.ts';
import type { OpenRequest } from './request.ts';

export interface BulkRequest {
  readonly id: string;
  /** Who asked. */
  readonly caller: string;
  readonly request: OpenRequest;
  /** Milliseconds since 1970; from then on it is gone. */
  readonly expiresAt: number;
  readonly approver: string | null;
}

/** What an approver is shown: who wants what for which reason, and no ciphertext. */
export interface BulkSummary {
  readonly id: string;
  readonly caller: string;
  readonly purpose: string;
  readonly ticket: string;
  readonly expiresAt: string;
  readonly approver: string | null;
  /** How many fields of each group and path. */
  readonly fields: readonly { readonly group: string; readonly path: string; readonly count: number }[];
}

export interface Waiting {
  readonly isFull: () => boolean;
  readonly add: (id: string, caller: string, request: OpenRequest) => BulkSummary;
  readonly find: (id: string) => BulkRequest | null;
  /** Null where it waits no more. The first approver stays. */
  readonly approve: (id: string, approver: string) => BulkRequest | null;
  readonly remove: (id: string) => void;
  readonly putBack: (request: BulkRequest) => void;
  readonly summaryOf: (request: BulkRequest) => BulkSummary;
}

export function createWaiting({ bulkMs, limits }: OpenPolicy, now: () => number): Waiting {
  const waiting = new Map<string, BulkRequest>();
  const sweep = (): void => {
    for (const { id, expiresAt } of waiting.values()) if (expiresAt <= now()) waiting.delete(id);
  };
  const put = (request: BulkRequest): BulkRequest => {
    waiting.set(request.id, request);
    return request;
  };
  return {
    isFull: () => {
      sweep();
      return waiting.size >= limits.waiting;
    },
    add: (id, caller, request) =>
      summaryOf(put({ id, caller, request, expiresAt: now() + bulkMs, approver: null })),
    find: (id) => {
      sweep();
      return waiting.get(id) ?? null;
    },
    approve: (id, approver) => {
      sweep();
      const request = waiting.get(id) ?? null;
      return request === null || request.approver !== null ? request : put({ ...request, approver });
    },
    remove: (id) => void waiting.delete(id),
    putBack: put,
    summaryOf,
  };
}

function summaryOf({ id, caller, request, expiresAt, approver }: BulkRequest): BulkSummary {
  const { purpose, ticket, items } = request;
  const counts = new Map<string, { group: string; path: string; count: number }>();
  for (const { place } of items) {
    const key = JSON.stringify([place.recipientGroup, place.jsonPath]);
    const { count } = counts.get(key) ?? { count: 0 };
    counts.set(key, { group: place.recipientGroup, path: place.jsonPath, count: count + 1 });
  }
  const fields = [...counts.values()];
  return { id, caller, purpose, ticket, expiresAt: new Date(expiresAt).toISOString(), approver, fields };
}
