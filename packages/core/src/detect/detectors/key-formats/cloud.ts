/** Clouds, hosting, networks, and infrastructure as code. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const CLOUD_KEYS: readonly KeyFormat[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ...keys('aws bedrock', 'ABSKQmVkcm9ja0FQSUtleS', 'b{100,250}'),
  ...keys('aws bedrock', 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t', 'b{20,4000}'),
  ...keys('aws appsync', 'da2-', 'a{26}'),
  ...keys('aws mws', 'amzn.mws.', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys('aws session', 'FwoGZXIvYXdzE IQoJb3JpZ2lu', 'b{100,2000}'),
  ...keys('amazon login', 'amzn1.oa2-cs.v1.', 'h{64}'),
  ...keys('amazon login', 'Atza| Atzr|', 'b{40,2000}'),
  // https://cloud.google.com/docs/authentication/api-keys, https://developers.google.com/identity/protocols/oauth2
  ...keys('google', 'AIza', 't{35}'),
  ...keys('google', 'GOCSPX-', 't{20,40}'),
  ...keys('google oauth', 'ya29.', 't{20,1024}'),
  ...keys('google oauth', '1//0', 't{30,200}'),
  // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
  ...keys('alibaba', 'LTAI', 'n{12,24}'),
  ...keys('alibaba session', 'STS.', 'n{20,40}'),
  ...keys('alibaba session', 'CAIS', 'b{100,1200}'),
  ...keys('tencent', 'AKID', 'n{32}'),
  ...keys('volcengine', 'AKLT AKTP', 'n{20,60}'),
  ...keys('baidu', 'ALTAK', 'n{21}'),
  ...keys('baidu', 'bce-v3/ALTAK-', 'n{21}/h{40}'),
  // https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token
  ...keys('yandex', 't1.', 'e{40,400}'),
  ...keys('yandex', 'AQVN', 't{35,38}'),
  ...keys('yandex', 'YC', 't{38}'),
  ...keys('yandex', 'y0_', 't{50,70}'),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  ...keys('digitalocean', 'dop_v1_ doo_v1_ dor_v1_ doots_v1_', 'h{64}'),
  ...keys('digitalocean ai', 'sk-do-', 't{40,80}'),
  ...keys('heroku', 'HRKU-', 't{36,64}'),
  ...keys('fly', 'fo1_', 't{43}'),
  ...keys('fly', 'fm1r_ fm2_', 'b{60,2000}'),
  ...keys('fly', 'FlyV1 fm', 'b{60,2000}'),
  ...keys('vercel', 'vcp_ vci_ vca_ vcr_ vck_', 'n{24,60}'),
  ...keys('vercel blob', 'vercel_blob_rw_', 'w{30,60}'),
  ...keys('netlify', 'nfp_ nfo_ nfc_ nfb_ nfu_', 't{36,40}'),
  // https://developers.cloudflare.com/fundamentals/api/get-started/
  ...keys('cloudflare origin', 'v1.0-', 'h{24}-h{146}'),
  ...keys('cloudflare', 'cfut_ cfat_ cfk_', 't{40,64}'),
  // Base64 of JSON that begins with the account (https://developers.cloudflare.com/cloudflare-one)
  ...keys('cloudflare tunnel', 'eyJhIjoi', 'b{100,400}'),
  // A site's key, which is public, has 24 characters (https://developers.cloudflare.com/turnstile)
  ...keys('cloudflare turnstile', '0x4AAAAAA', 't{26}'),
  ...keys('render', 'rnd_', 'n{24,40}'),
  // https://developers.upcloud.com, https://www.tigrisdata.com/docs/iam, https://www.backblaze.com/docs
  ...keys('upcloud', 'ucat_', 'n{24,32}'),
  ...keys('tigris', 'tsec_', 'w{43,55}'),
  ...keys('backblaze', 'K00', 'b{28}'),
  ...keys('scaleway', 'SCW', 'U{17}'),
  ...keys('scalingo', 'tk-us- tk-eu-', 't{48}'),
  ...keys('exoscale', 'EXO', 'h{24}'),
  ...keys('deno', 'ddp_ ddo_ ddw_', 'n{36,40}'),
  ...keys('modal', 'ak- as- wk- ws-', 'n{22}'),
  ...keys('tailscale', 'tskey-', 'n{3,12}-n{8,40}-n{16,80}'),
  ...keys('tailscale', 'tskey-', 'n{3,12}-n{20,80}'),
  ...keys('netbird', 'nbp_', 'n{36}'),
  ...keys('defined networking', 'dnkey-', 'e{60,100}'),
  ...keys('ngrok', 'cr_', 'n{27}'),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens
  ...keys('vault', 'hvs. hvr.', 'n{24}'),
  ...keys('vault', 'hvs. hvb. hvr.', 't{80,300}'),
  ...keys('vault', 's. b. r.', 'n{24}'),
  // Older tokens that carry a checked state begin with the base64 of its first bytes.
  ...keys('vault', 's.CAES', 't{80,300}'),
  // https://www.ory.com/docs/concepts/personal-access-token
  ...keys('ory', 'ory_wak_', 'n{32}'),
  ...keys('ory', 'ory_at_ ory_rt_ ory_ac_', 't{40,60}.t{40,60}'),
  // https://github.com/paseto-standard/paseto-spec
  ...keys('paseto', 'v1.local. v2.local. v3.local. v4.local. v3.public. v4.public.', 'e{60,2000}'),
  ...keys('pulumi', 'pul-', 'h{40}'),
  ...keys('infracost', 'ico-', 'n{32}'),
  ...keys('openshift', 'sha256~', 't{43}'),
  ...keys('rancher', 'kubeconfig-', 'n{5,40}:a{54}'),
  ...keys('rancher', 'token-', 'a{5}:a{54}'),
  ...keys('age', 'AGE-SECRET-KEY-1', 'U{58}'),
  ...keys('age', 'AGE-SECRET-KEY-PQ-1', 'U{58,80}'),
  ...keys('doppler', 'dp.ct. dp.pt. dp.sa. dp.scim. dp.audit.', 'n{40,44}'),
  ...keys('doppler', 'dp.st.', 't{2,35}.n{40,44}'),
  ...keys('infisical', 'st.', 'h{24}.h{32}.h{32}'),
  ...keys('infisical', 'st.', 'H{8}-H{4}-H{4}-H{4}-H{12}.h{32}.h{32}'),
  ...keys('1password', 'ops_eyJ', 'b{250,2000}'),
  ...keys('1password', 'A3-', 'U{6}-U{11}-U{5}-U{5}-U{5}'),
  ...keys('1password', 'A3-', 'U{6}-U{6}-U{5}-U{5}-U{5}-U{5}'),
  ...keys('bitwarden', '0.', 'h{8}-h{4}-h{4}-h{4}-h{12}.n{30}:b{20,30}'),
  ...keys('harness', 'pat. sat.', 't{22}.h{24}.n{20}'),
  ...keys('ubidots', 'BBFF- BBUS-', 'n{30}'),
  ...keys('aws', 'AKIA ASIA ABIA ACCA', 'U{16}'),
  ...keys('aws', 'A3T', 'U{17}'),
  ...keys('doppler', 'dp.st.', 'n{40,44}'),
];
