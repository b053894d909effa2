/** Which KEK wraps the private halves, as the ring file says it. No secret is among it: those come from the environment. */

/** scrypt, RFC 7914: memory is 128 · n · r bytes. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

export type KekSettings =
  | {
      readonly provider: 'passphrase';
      /** 16 bytes in base64url. */
      readonly salt: string;
      readonly cost: ScryptCost;
    }
  | { readonly provider: 'secret' }
  | {
      readonly provider: 'vault';
      /** Origin of OpenBao or Vault. */
      readonly address: string;
      readonly mount: string;
      /** Name of the transit key. */
      readonly key: string;
    }
  /** Key id, ARN or alias; region and credentials are those of the SDK's own chain. */
  | { readonly provider: 'aws'; readonly key: string }
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…`; credentials are the application's default ones. */
  | { readonly provider: 'gcp'; readonly key: string }
  /** URL of an RSA key in Key Vault, `https://….vault.azure.net/keys/…`; credentials are the default chain's. */
  | { readonly provider: 'azure'; readonly key: string };

export const KEK_PROVIDERS = ['passphrase', 'secret', 'vault', 'aws', 'gcp', 'azure'] as const;
export type KekProvider = KekSettings['provider'];
