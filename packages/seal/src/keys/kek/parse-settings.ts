import { Unfit, bytesOf, mapOf, membersOf, numberOf, textOf } from '../read-json.ts';
import { KEK_PROVIDERS } from './settings.ts';
import type { KekSettings, ScryptCost } from './settings.ts';

const SALT_BYTES = 16;
/** A file that asks for less would make guessing cheap; one that asks for more would make opening it an attack. */
export const SCRYPT_LIMITS = { nMin: 2 ** 14, nMax: 2 ** 20, r: 8, pMax: 4 } as const;

/** Reads the settings of a KEK from a parsed document. Throws `Unfit`. */
export function parseKekSettings(value: unknown, place: string): KekSettings {
  const { provider: named } = mapOf(value, place);
  const provider = KEK_PROVIDERS.find((each) => each === named);
  switch (provider) {
    case 'passphrase': {
      const { salt, cost } = membersOf(value, place, ['provider', 'salt', 'cost']);
      bytesOf(salt, `${place}.salt`, SALT_BYTES);
      return { provider, salt: textOf(salt, `${place}.salt`), cost: costOf(cost, `${place}.cost`) };
    }
    case 'secret':
      membersOf(value, place, ['provider']);
      return { provider };
    case 'vault': {
      const { address, mount, key } = membersOf(value, place, ['provider', 'address', 'mount', 'key']);
      return {
        provider,
        address: textOf(address, `${place}.address`),
        mount: textOf(mount, `${place}.mount`),
        key: textOf(key, `${place}.key`),
      };
    }
    case 'aws':
    case 'gcp':
    case 'azure': {
      const { key } = membersOf(value, place, ['provider', 'key']);
      return { provider, key: textOf(key, `${place}.key`) };
    }
    case undefined:
      throw new Unfit(`${place}.provider`, `one of ${KEK_PROVIDERS.join(', ')}`);
  }
}

function costOf(value: unknown, place: string): ScryptCost {
  const members = membersOf(value, place, ['n', 'r', 'p']);
  const cost = {
    n: numberOf(members['n'], `${place}.n`),
    r: numberOf(members['r'], `${place}.r`),
    p: numberOf(members['p'], `${place}.p`),
  };
  const { nMin, nMax, r, pMax } = SCRYPT_LIMITS;
  const isPower = Number.isInteger(Math.log2(cost.n));
  if (isPower && cost.n >= nMin && cost.n <= nMax && cost.r === r && cost.p >= 1 && cost.p <= pMax)
    return cost;
  throw new Unfit(place, `a cost of n = a power of two from ${nMin} to ${nMax}, r = ${r}, p = 1 to ${pMax},`);
}
