import type { RunningSdk, SdkTask } from './sdk.ts';

interface Globals {
  readonly Sentry: {
    init(options: object): unknown;
    setUser(user: object): void;
    setTag(name: string, value: string): void;
    addBreadcrumb(breadcrumb: object): void;
    captureException(error: unknown, hint?: object): unknown;
    captureMessage(text: string, level: string): unknown;
    readonly logger: { info(text: string, attributes: object): void };
    flush(timeoutMs: number): Promise<boolean>;
  };
}

/** Runs in a page. Sends an error for each event. */
export function startSentryBrowser({ gateway, key }: SdkTask): RunningSdk {
  const { Sentry } = globalThis as unknown as Globals;
  const FLUSH_MS_MAX = 120_000;
  const { protocol, host } = new URL(gateway);
  Sentry.init({ dsn: `${protocol}//${key}@${host}/1` });
  return {
    act: ({ userId, text }) => {
      Sentry.setUser({ id: userId, email: text, username: text });
      Sentry.setTag('shelf', text);
      Sentry.addBreadcrumb({ category: 'shop', message: text, data: { text } });
      Sentry.captureException(new Error(text));
      Sentry.captureMessage(text, 'warning');
      Sentry.logger.info('Order Completed', { text });
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        // Errors that follow each other and are alike are taken for one; the text comes again in later breadcrumbs.
        const error = Object.assign(new Error(`${name} by ${person}`), { name: 'ShopError' });
        const extra = { sequence: number, ...(padding && { padding }) };
        Sentry.captureException(error, { extra, tags: { sequence: number }, user: { id: person } });
      }
    },
    flush: async () => ((await Sentry.flush(FLUSH_MS_MAX)) ? [] : ['the flush did not end']),
  };
}
