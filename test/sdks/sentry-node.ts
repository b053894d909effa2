import * as Sentry from '@sentry/node';
import type { Numbered, Planted, RunningSdk, SdkTask } from './sdk.ts';

const FLUSH_MS_MAX = 120_000;

/** Sends an error for each event. */
export function startSentryNode(task: SdkTask): RunningSdk {
  return startSentry(task, ({ name, number, person, padding }) => {
    // Errors that follow each other and are alike are taken for one; the text comes again in later breadcrumbs.
    const error = Object.assign(new Error(`${name} by ${person}`), { name: 'ShopError' });
    const extra = { sequence: number, ...(padding && { padding }) };
    Sentry.captureException(error, { extra, tags: { sequence: number }, user: { id: person } });
  });
}

/** Sends a structured log for each event; the SDK gathers them by itself. */
export function startSentryNodeLogs(task: SdkTask): RunningSdk {
  return startSentry(task, ({ name, number, padding }) => {
    Sentry.logger.info(name, { sequence: number, ...(padding && { padding }) });
  });
}

function startSentry({ gateway, key }: SdkTask, send: (event: Numbered) => void): RunningSdk {
  const { protocol, host } = new URL(gateway);
  Sentry.init({ dsn: `${protocol}//${key}@${host}/1`, tracesSampleRate: 1 });
  return {
    act: (planted) => act(planted),
    track: (events) => {
      for (const event of events) send(event);
    },
    flush: async () => ((await Sentry.flush(FLUSH_MS_MAX)) ? [] : ['the flush did not end']),
  };
}

function act({ userId, text }: Planted): void {
  Sentry.setUser({ id: userId, email: text, username: text });
  Sentry.setTag('shelf', text);
  Sentry.setExtra('text', text);
  Sentry.setContext('basket', { text });
  Sentry.addBreadcrumb({ category: 'shop', message: text, data: { text } });
  Sentry.captureException(new Error(text));
  Sentry.captureMessage(text, 'warning');
  Sentry.captureEvent({ message: 'Order Completed', extra: { text }, level: 'info' });
  Sentry.logger.info('Order Completed', { text });
  Sentry.startSpan({ name: 'Order Completed', op: 'task', attributes: { text } }, () => {
    Sentry.startSpan({ name: text }, () => {});
  });
  Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'ok' });
  Sentry.captureFeedback({ message: text, name: text, email: text });
}
