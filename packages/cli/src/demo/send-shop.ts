/** Starts the shop's apps and hears from them. */
import { Worker } from 'node:worker_threads';
import type { SendingJob, SendingNews } from './senders.ts';

/**
 * Resolves when every message was taken or given up. Rejects when the worker fails, and when the signal aborts, which
 * ends it in the middle.
 */
export function sendShop(
  job: SendingJob,
  onNews: (news: SendingNews) => void,
  signal: AbortSignal,
): Promise<SendingNews> {
  // The same module runs from source and as built.
  const file = import.meta.url.endsWith('.ts') ? './senders.ts' : './senders.js';
  return new Promise((resolve, reject) => {
    let last: SendingNews = { sent: 0, failed: 0 };
    const worker = new Worker(new URL(file, import.meta.url), { env: {}, workerData: job });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (news: unknown) => {
      if (!isNews(news)) return;
      last = news;
      onNews(news);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve(last);
    });
  });
}

function isNews(news: unknown): news is SendingNews {
  return typeof news === 'object' && news !== null && 'sent' in news && 'failed' in news;
}
