/** Sealed values and headers, still sealed, and the keys of subjects. */
import type { SealedValue } from '@headgate/api';
import { parseHeader } from '@headgate/seal/envelope';
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';

/** What is asked of the store. */
export interface SealedReader {
  readonly valuesOf: (eventId: string) => readonly SealedValue[];
  /** Null where `after` is none that a page had. */
  readonly find: (question: {
    readonly from: number;
    readonly to: number;
    readonly path: string | null;
    readonly group: string | null;
    readonly limit: number;
    readonly after: string | null;
  }) => { readonly values: readonly SealedValue[]; readonly next: string | null } | null;
  readonly header: (id: string) => Uint8Array | null;
}

export interface Sealing {
  readonly store: SealedReader;
  /** The internal ids of an event by the sender's message id: one for each source that may have sent it. */
  readonly eventIdsOf: (id: string) => readonly string[];
  /** `identity` is raw. */
  readonly forget: (identity: string) => Promise<{
    readonly index: string;
    readonly kid: string | null;
    readonly earlier: readonly string[];
  }>;
}

export function sealedHandlers({
  store,
  eventIdsOf,
  forget,
}: Sealing): Pick<Handlers, 'sealedFind' | 'sealedHeaders' | 'forgetSubject'> {
  return {
    sealedFind: ({ body }) => {
      if ('event' in body) {
        // Whoever opened a field knows the event by its internal id alone: it stands in what was opened and in the audit trail.
        const ids = [...new Set([...eventIdsOf(body.event), body.event])];
        return { values: ids.flatMap((id) => store.valuesOf(id)), next: null };
      }
      const { from, to, path = null, group = null, limit, after = null } = body;
      const found = store.find({ from, to, path, group, limit, after });
      if (found === null) throw new Refused('bad-request');
      return { values: [...found.values], next: found.next };
    },
    sealedHeaders: ({ body }) => ({ headers: Object.fromEntries(headersOf(body.ids, store)) }),
    forgetSubject: async ({ body }) => {
      const { index, kid, earlier } = await forget(body.subject);
      return { index, kid, earlier: [...earlier] };
    },
  };
}

/** A subject's header is of no use without that of the group. */
function headersOf(ids: readonly string[], store: SealedReader): [id: string, base64url: string][] {
  return ids.flatMap((id): [string, string][] => {
    const bytes = store.header(id);
    if (bytes === null) return [];
    const header = parseHeader(bytes);
    const group =
      typeof header !== 'string' && header.kind === 'subject' ? header.groupHeaderId.toString('hex') : null;
    const own: [string, string] = [id, Buffer.from(bytes).toString('base64url')];
    return group === null ? [own] : [own, ...headersOf([group], store)];
  });
}
