/** What vendors were delivered, and how events ended: questions to the ledger, brought up to date first. */
import type { ExposureAnswer } from '@headgate/api';
import type { Handlers } from '../http/server.ts';
import type { ExposureQuestion, LedgerReader } from '../../ledger/ledger.ts';
import { definedOnly, joinWaiting } from './exposure.ts';
import type { Waiting } from './exposure.ts';

export interface ExposureRouteParts {
  readonly ledger: Pick<LedgerReader, 'exposure' | 'balance'>;
  /** Carries the newest counts into the ledger; 'behind' when that failed. */
  readonly refresh: () => Promise<'current' | 'behind'>;
  readonly waiting: () => readonly Waiting[];
}

export function exposureHandlers(
  parts: ExposureRouteParts,
): Pick<Handlers, 'exposure' | 'subjectExposure' | 'balance'> {
  const expose = async (question: ExposureQuestion): Promise<ExposureAnswer> => {
    const current = (await parts.refresh()) === 'current';
    const exposure = await parts.ledger.exposure(question);
    const fields = exposure.fields.map((field) => ({
      ...field,
      categories: [...field.categories],
      events: [...field.events],
    }));
    return { ...exposure, fields, current };
  };
  return {
    exposure: ({ query: { vendor, environment, from, to } }) =>
      expose({ vendor, ...definedOnly({ environment, from, to }) }),
    subjectExposure: ({ body }) => expose(body),
    balance: async ({ query }) => {
      const current = (await parts.refresh()) === 'current';
      const waiting = parts.waiting();
      const balance = await parts.ledger.balance(definedOnly(query));
      return { current, environments: joinWaiting(balance, waiting) };
    },
  };
}
