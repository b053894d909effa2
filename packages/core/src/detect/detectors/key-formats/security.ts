/** Identity, managers of secrets, and checks of security. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const SECURITY_KEYS: readonly KeyFormat[] = [
  // Any secret may say so as a URI (RFC 8959)
  ...keys('secret-token uri', 'secret-token:', 'r{12,400}'),
  // https://authress.io/knowledge-base: the account, the key's id, and the key
  ...keys('authress', 'sc_ ext_ scauth_ authress_', 'a{5,30}.a{4,6}.acc_t{10,32}.b{30,120}'),
  ...keys('authress', 'sc_ ext_ scauth_ authress_', 'a{5,30}.a{4,6}.acc-t{10,32}.b{30,120}'),
  // https://docs.phase.dev: the token, a public key, a share and a key that wraps
  ...keys(
    'phase',
    'pss_user:v1: pss_user:v2: pss_service:v1: pss_service:v2:',
    'h{64}:h{64}:h{64,144}:h{64}',
  ),
  ...keys('permit.io', 'permit_key_', 'n{60,120}'),
  ...keys('block protocol', 'b10ck5.', 'n{32}.n{36}'),
  // https://docs.hcaptcha.com
  ...keys('hcaptcha', 'ES_', 'h{32}'),
  // https://apidocs.aikido.dev (AIK_CLIENT_ is the id)
  ...keys('aikido', 'AIK_CI_', 'n{20,44}'),
  ...keys('aikido', 'AIK_SECRET_', 'n{64}'),
  // https://docs.dryrun.security, https://docs.nightfall.ai, https://pangea.cloud/docs, https://dev.proof.com
  ...keys('dryrun security', 'dryrunsec_', 'n{32}'),
  ...keys('nightfall', 'NF-', 'n{32}'),
  ...keys('pangea', 'pts_', 'a{20,60}'),
  ...keys('proof', 'prf_', 't{20,90}'),
  // Credentials of the European region (https://docs.veracode.com; vera01ei- is the id)
  ...keys('veracode', 'vera01es-', 'h{128}'),
  ...keys('trend micro', 'tmc1', 'n{26,32}:n{60,70}'),
];
