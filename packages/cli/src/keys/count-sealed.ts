/** How many fields that a gateway keeps are sealed to a key: what is lost with it. */
import { SEALED_VALUES_MAX } from '@headgate/api';
import type { Client } from '@headgate/api';
import type { CountSealed } from '@headgate/seal';
import { headerIdOf, parseHeader } from '@headgate/seal/envelope';

/** The clocks of the gateway and of the key ring may differ by less. */
const MARGIN_MS = 86_400_000;

/** Counts by the headers of the fields, page after page. What travelled to vendors, and copies, are not counted. */
export function countSealedIn(client: Pick<Client, 'findSealed' | 'sealedHeaders'>): CountSealed {
  return async ({ kid, group, since, latest }) => {
    if (since === null || latest === null) return 0;
    const kids = new Map<string, string>();
    const times = { from: Math.max(0, since - MARGIN_MS), to: latest + MARGIN_MS };
    let fields = 0;
    let after: string | null = null;
    do {
      const page = { ...times, group, limit: SEALED_VALUES_MAX, ...(after === null ? {} : { after }) };
      const { values, next } = await client.findSealed(page);
      const ids = values.flatMap(({ text }) => headerIdOf(text) ?? []);
      await learn(client, ids, kids);
      fields += ids.filter((id) => kids.get(id) === kid).length;
      after = next;
    } while (after !== null);
    return fields;
  };
}

/** Header id → kid of the group's key; the answer brings the group's header along with that of a subject. */
async function learn(
  client: Pick<Client, 'sealedHeaders'>,
  ids: readonly string[],
  kids: Map<string, string>,
): Promise<void> {
  const unknown = [...new Set(ids)].filter((id) => !kids.has(id));
  if (unknown.length === 0) return;
  const headers = Object.entries(await client.sealedHeaders(unknown)).flatMap(([id, text]) => {
    const header = parseHeader(Buffer.from(text, 'base64url'));
    return typeof header === 'string' ? [] : [{ id, header }];
  });
  for (const { id, header } of headers) if (header.kind === 'group') kids.set(id, header.kid);
  for (const { id, header } of headers) {
    if (header.kind !== 'subject') continue;
    const kid = kids.get(header.groupHeaderId.toString('hex'));
    if (kid !== undefined) kids.set(id, kid);
  }
}
