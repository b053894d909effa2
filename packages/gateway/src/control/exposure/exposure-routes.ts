/** What vendors were delivered, and how events ended: questions to the ledger, brought up to date first. */
import type { Handlers } from '../http/server.ts';
import type { LedgerReader } from '../../ledger/ledger.ts';
import { definedOnly, joinWaiting } from './exposure.ts';
import type { Waiting } from './exposure.ts';

export interface ExposureRouteParts {
  readonly ledger: Pick<LedgerReader, 'exposure' | 'balance'>;
  /** Carries the newest counts into the ledger; 'behind' when that failed. */
  readonly refresh: () => Promise<'current' | 'behind'>;
  readonly waiting: () => readonly Waiting[];
}

export function exposureHandlers(parts: ExposureRouteParts): Pick<Handlers, 'exposure' | 'balance'> {
  return {
    exposure: async ({ query }) => {
      const current = (await parts.refresh()) === 'current';
      const { vendor, environment, from, to } = query;
      const exposure = await parts.ledger.exposure({ vendor, ...definedOnly({ environment, from, to }) });
      const fields = exposure.fields.map((field) => ({
        ...field,
        categories: [...field.categories],
        events: [...field.events],
      }));
      return { ...exposure, fields, current };
    },
    balance: async ({ query }) => {
      const current = (await parts.refresh()) === 'current';
      const waiting = parts.waiting();
      const balance = await parts.ledger.balance(definedOnly(query));
      return { current, environments: joinWaiting(balance, waiting) };
    },
  };
}
