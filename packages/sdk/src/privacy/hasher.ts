/**
 * Keyed hashing: HMAC-SHA-256 by WebCrypto, of which the first 128 bits are kept. It needs a secure context (https, or localhost).
 *
 * What a key is worth: without it nobody can try out guesses. A key that is in the code of a page is known to everybody, and then the hash of
 * an address is no better than the address. So `sessionHasher` draws one at random that nobody ever sees: the same value gives the same hash
 * until the page is gone, and no two pages, people or days can be joined by it. A key of the app's own is for a server, or for one that the
 * app fetches for the person who is signed in; whoever reads the page's memory reads the key's use with it. The gateway makes pseudonyms
 * with a key that no page has; prefer those.
 */

export interface Hasher {
  /**
   * 22 characters of base64url. `domain` keeps apart what must not be joined, such as `email` and `order`; the value is taken as it is in NFC:
   * lower case and blanks are for the caller. Rejects where there is no WebCrypto.
   */
  readonly hash: (domain: string, value: string) => Promise<string>;
}

const KEY_BYTES_MIN = 32;
const HASH_BYTES = 16;
const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' } as const;

/** With a key that lives as long as the page, cannot be read out, and is never stored. */
export function sessionHasher(): Promise<Hasher> {
  return createHasher(crypto.getRandomValues(new Uint8Array(KEY_BYTES_MIN)));
}

/** With a key of at least 32 bytes; rejects with a RangeError where it is shorter. The bytes may be wiped afterwards. */
export async function createHasher(key: Uint8Array<ArrayBuffer>): Promise<Hasher> {
  if (key.length < KEY_BYTES_MIN) throw new RangeError(`key must have ${KEY_BYTES_MIN} bytes or more`);
  const secret = await crypto.subtle.importKey('raw', key, ALGORITHM, false, ['sign']);
  return {
    hash: async (domain, value) => {
      const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', secret, encode(domain, value)));
      const text = String.fromCharCode(...bytes.subarray(0, HASH_BYTES));
      return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    },
  };
}

/** u32 length of the domain in bytes, the domain, the value: no two pairs give the same bytes. */
function encode(domain: string, value: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(domain);
  const tail = encoder.encode(value.normalize('NFC'));
  const bytes = new Uint8Array(4 + head.length + tail.length);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, 4);
  bytes.set(tail, 4 + head.length);
  return bytes;
}
