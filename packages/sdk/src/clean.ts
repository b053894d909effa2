/** What leaves of what an app gives. Pure. */

/** Where what the app gave is no JSON: a circle, a BigInt, or a `toJSON` that throws. */
export const UNREADABLE: unique symbol = Symbol('unreadable');

/** The address of a page without query, fragment, user name and password. */
export function stripUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)[^/]*@/, '$1');
}

/** The origin of an address; undefined for none. */
export function originOf(url: string): string | undefined {
  return /^https?:\/\/[^/?#@]+(?=[/?#]|$)/i.exec(url)?.[0];
}

/** A copy in JSON, in which every text that is a whole http(s) address is stripped, at any depth. */
export function clean(given: unknown): unknown {
  try {
    const text = JSON.stringify(given, (_, value: unknown) =>
      typeof value === 'string' && /^https?:\/\//i.test(value) ? stripUrl(value) : value,
    );
    const copy: unknown = text === undefined ? undefined : JSON.parse(text);
    return copy;
  } catch {
    return UNREADABLE;
  }
}

/** Bytes of a value's JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
