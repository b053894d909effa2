/** The messages that carry planted leaks: who says them does not matter, so everyone has one name. */
import type { JsonObject } from '@headgate/core';
import { message } from './message.ts';
import type { ShopMessage } from './message.ts';

export function track(name: string, properties: JsonObject, context: JsonObject = {}): ShopMessage {
  return message({ source: 'web', call: 'track', name, anonymousId: 'visitor-0901', properties, context });
}

export function appTrack(name: string, properties: JsonObject): ShopMessage {
  return message({ source: 'ios', call: 'track', name, anonymousId: 'visitor-0902', properties });
}

export function page(properties: JsonObject): ShopMessage {
  return message({ source: 'web', call: 'page', anonymousId: 'visitor-0903', properties });
}

export function search(query: string): ShopMessage {
  return track('Products Searched', { query, results: 0 });
}

/** The app says `Product Searched`, which the plan knows as another name of the same event. */
export function appSearch(query: string): ShopMessage {
  return appTrack('Product Searched', { query, results: 0 });
}

export function support(text: string): ShopMessage {
  return track('Support Requested', { topic: 'payment', message: text });
}

export function order(extra: JsonObject, userId = 'customer-0904'): ShopMessage {
  const properties = { order: 'CB-10001', total: 24.5, payment_method: 'card', city: 'Bonn', ...extra };
  return message({ source: 'api', call: 'track', name: 'Order Completed', userId, properties });
}

export function noted(text: string): ShopMessage {
  return order({ delivery_note: text });
}

export function failure(source: ShopMessage['source'], text: string): ShopMessage {
  const properties = { code: 'request.failed', message: text };
  return message({ source, call: 'track', name: 'App Error', anonymousId: 'visitor-0905', properties });
}

export function profile(source: 'web' | 'ios', properties: JsonObject): ShopMessage {
  return message({ source, call: 'identify', userId: 'customer-0906', properties });
}

export function company(properties: JsonObject): ShopMessage {
  const who = { userId: 'customer-0904', groupId: 'company-0904' };
  return message({ source: 'api', call: 'group', ...who, properties });
}

/** Shaped as RFC 7519 §3.1 shows it; nobody's key signed it. */
export function jsonWebToken(subject: string): string {
  const claims = { sub: subject, role: 'customer', iat: 1_767_225_600 };
  return [{ alg: 'HS256', typ: 'JWT' }, claims, { signed: 'by nobody' }]
    .map((part) => btoa(JSON.stringify(part)).replaceAll('=', ''))
    .join('.');
}

/** A letter that someone pasted where an error message belongs. */
export const LETTER = [
  'Dear bakery, I have been coming to you since my grandmother took me there as a child.',
  'Last week I tried to bake your rye loaf at home, and the dough would not rise on the second morning,',
  'although I had kept it warm beside the stove and covered it with a cloth as you told me.',
  'My neighbour says it is the flour. My husband, who is in hospital again, says it is me.',
  'I would be so glad if one of you could write to me and tell me what I have done wrong,',
  'because the children come on Sunday and I have promised them a loaf like the one they know.',
  'If it is easier for you to call, I am at home every afternoon after three, except on Thursdays.',
].join(' ');
