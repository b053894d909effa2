/** Chains and what gives access to them, and private keys without armour. Facts from the documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const CHAIN_KEYS: readonly KeyFormat[] = [
  ...keys('bitcoin extended key', 'xprv yprv zprv tprv', 'n{107}'),
  ...keys('nostr', 'nsec1', 'a{58}'),
  ...keys('sui', 'suiprivkey1', 'a{50,70}'),
  ...keys('tezos', 'edsk', 'n{50,94}'),
  // https://stellar.org/protocol/sep-23, https://docs.near.org, https://aptos.dev (AIP-80)
  ...keys('stellar', 'SA SB SC SD', 'U{54}'),
  ...keys('near', 'ed25519:', 'n{85,88}'),
  ...keys('aptos', 'ed25519-priv-0x secp256k1-priv-0x', 'h{64}'),
  // https://cips.cardano.org/cip/CIP-5
  ...keys('cardano', 'ed25519_sk1 ed25519e_sk1 root_sk1 acct_sk1 addr_sk1 stake_sk1', 'a{58,110}'),
  ...keys('cardano', 'root_xsk1 acct_xsk1 addr_xsk1 stake_xsk1 drep_xsk1', 'a{150,170}'),
  // How Ed25519 and P-256 keys begin in PKCS #8 and SEC 1, in hexadecimal and base64 (RFC 8410, RFC 5915)
  ...keys('ed25519 private key', '302e020100300506032b657004220420', 'h{64}'),
  ...keys('ed25519 private key', 'MC4CAQAwBQYDK2VwBCIEI', 'b{43}'),
  ...keys('p-256 private key', 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg', 'b{100,140}'),
  ...keys('p-256 private key', 'MHcCAQEEI', 'b{140,170}'),
  // https://www.alchemy.com/docs, https://www.quicknode.com/docs, https://www.dynamic.xyz/docs, https://docs.sindri.app
  ...keys('alchemy', 'alcht_', 'n{30}'),
  ...keys('quicknode', 'QN_', 'h{32}'),
  ...keys('dynamic', 'dyn_', 'n{56}'),
  ...keys('sindri', 'sindri_', 'n{32}'),
  ...keys('settlemint', 'sm_aat_ sm_pat_ sm_sat_', 'n{16}'),
  ...keys('robinhood', 'rh-api-', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
];
