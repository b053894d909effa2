/** What the makers of requests share: orders as messages, and messages as a request. */
import type { BenchRequest } from './load.ts';
import { WRITE_KEY, orderAt } from './shop.ts';
import type { Order } from './shop.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };
export const BEARER = { authorization: `Bearer ${WRITE_KEY}` };

export function request(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): BenchRequest {
  return { path, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
}

export function orders<T>(from: number, count: number, toMessage: (order: Order) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => toMessage(orderAt(from + at)));
}

export function isoTime({ time }: Order): string {
  return new Date(time).toISOString();
}
