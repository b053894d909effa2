/** Health, status and metrics. */
import type { Handlers } from '../http/server.ts';
import { describeStatus } from './status.ts';
import type { StatusGrounds } from './status.ts';

export interface Check {
  readonly name: string;
  readonly passed: boolean;
}

export interface StatusRouteParts {
  readonly grounds: () => StatusGrounds;
  /** What must hold for events to be accepted. */
  readonly checks: () => readonly Check[];
  readonly metrics: () => string;
}

export function statusHandlers(
  parts: StatusRouteParts,
): Pick<Handlers, 'livez' | 'readyz' | 'metrics' | 'status'> {
  return {
    livez: () => ({ alive: true }),
    readyz: ({ query }) => {
      const checks = parts.checks();
      const ready = checks.every(({ passed }) => passed);
      const isVerbose = query.verbose !== undefined;
      return { status: ready ? 200 : 503, answer: { ready, ...(isVerbose ? { checks: [...checks] } : {}) } };
    },
    metrics: () => parts.metrics(),
    status: () => describeStatus(parts.grounds()),
  };
}
