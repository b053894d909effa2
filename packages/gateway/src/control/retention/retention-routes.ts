/** The oldest row of every store, looked at when asked. */
import type { RetentionAnswer } from '@headgate/api';
import type { Handlers } from '../http/server.ts';

export interface RetentionRouteParts {
  readonly report: () => Promise<RetentionAnswer>;
}

export function retentionHandlers({ report }: RetentionRouteParts): Pick<Handlers, 'retention'> {
  return { retention: () => report() };
}
