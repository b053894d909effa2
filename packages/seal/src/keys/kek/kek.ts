/** A key encryption key: wraps the private halves of a ring. One interface, one contract suite, one file for each provider. */
import type { KekSettings } from './settings.ts';

export interface Kek {
  readonly settings: KekSettings;
  /**
   * Wraps 32 bytes, bound to a context that unwrapping must name again. Gives printable text.
   * Rejects with `KeysUnusable` where the provider refuses or does not answer.
   */
  readonly wrap: (secret: Uint8Array, context: string) => Promise<string>;
  /** The 32 bytes. Rejects with `KeysUnusable` where text, context or KEK are others than when it was wrapped. */
  readonly unwrap: (wrapped: string, context: string) => Promise<Buffer>;
}

/** What opens a KEK and stands in no file of the ring. Null where it was not given. */
export interface KekSecrets {
  readonly passphrase: string | null;
  /** 32 bytes, for the provider `secret`. */
  readonly secret: Uint8Array | null;
  /** Token of OpenBao or Vault. */
  readonly token: string | null;
  /** Namespace of OpenBao or Vault. */
  readonly namespace: string | null;
}

export const WRAPPED_BYTES = 32;

/** What a private half is bound to, so that it cannot be passed off as that of another key. */
export function contextOf(tenant: string, group: string, kid: string): string {
  return JSON.stringify(['headgate/kek/v1', tenant, group, kid]);
}
