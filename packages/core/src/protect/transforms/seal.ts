import { z } from 'zod';
import { NO_MOMENT } from '../epoch.ts';
import type { SealRule } from '../field-sealer.ts';
import { defineTransform, oneTierLower } from '../transform.ts';
import { PSEUDONYM_PARAMS, pseudonymise } from './pseudonymise.ts';

/** Names of recipient groups, as the key ring has them. */
const GROUP_PATTERN = /^[a-z][a-z0-9-]{0,63}$/;

export const SEAL_PARAMS = z
  .strictObject({
    to: z.string().regex(GROUP_PATTERN),
    subject: z.boolean().default(false),
    travel: z.boolean().default(false),
    pseudonym: PSEUDONYM_PARAMS.optional(),
  })
  .refine(({ travel, pseudonym }) => !travel || pseudonym === undefined, {
    path: ['pseudonym'],
    message: 'a vendor gets the sealed text or a pseudonym, not both',
  });

/**
 * Seals the value to the public key of a recipient group. It stays inside, and the vendor gets nothing or a pseudonym; or, with
 * `travel`, the vendor gets the sealed text. What cannot be sealed is left out, the pseudonym included.
 *
 * The tier of a travelling text is at most 2, that of a pseudonymous id: the vendor can read nothing of it, but keeps it, and
 * whoever gets hold of the group's private key can.
 */
export const seal = defineTransform({
  name: 'seal',
  params: SEAL_PARAMS,
  seals: true,
  form: null,
  takes: ['string', 'number', 'integer', 'boolean'],
  tierAfter: () => 1,
  effect: ({ travel, pseudonym }) => {
    if (travel) return { form: 'sealed', tierAfter: (tier) => (tier === 1 ? 1 : 2) };
    return pseudonym === undefined ? null : { form: 'pseudonym', tierAfter: oneTierLower };
  },
  make: (params, tools) => {
    const rule: SealRule = { group: params.to, subject: params.subject };
    if (params.travel) {
      return (value, _moment, sealing = null, path = '') => {
        if (value === null || typeof value === 'object') return undefined;
        return sealing?.travel(rule, tools.vendor, path, value) ?? undefined;
      };
    }
    const token = params.pseudonym === undefined ? null : pseudonymise.compile(params.pseudonym, tools);
    return (value, moment = NO_MOMENT, sealing = null, path = '') => {
      if (value === null || typeof value === 'object') return undefined;
      const isKept = sealing?.keep(rule, path, value) ?? false;
      return isKept ? token?.(value, moment) : undefined;
    };
  },
});
