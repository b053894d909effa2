/**
 * How the secret keys of well-known providers look. Facts from each provider's documentation as of 2026-11; where a
 * provider documents a prefix only, the body's shortest length seen is asked for, so that new lengths are still found.
 */

export interface KeyFormat {
  readonly provider: string;
  /** How the key begins, at least two characters. */
  readonly prefix: string;
  /** What follows the prefix, read from there on; it must end where the token ends. */
  readonly body: RegExp;
}

const NOT_WORD = '(?![A-Za-z0-9_-])';

/** A body of at least `length` letters and digits (and what `extra` adds), at the end of a token. */
function body(length: number, extra = ''): RegExp {
  return new RegExp(`[A-Za-z0-9${extra}]{${length},}${NOT_WORD}`, 'uy');
}

const HEX_32 = new RegExp(`[0-9a-f]{32}${NOT_WORD}`, 'uy');
const HEX_64 = new RegExp(`[0-9a-f]{64}${NOT_WORD}`, 'uy');
const AWS_ID = new RegExp(`[A-Z0-9]{16}${NOT_WORD}`, 'uy');
const PLAIN = body(16);
const PLAIN_30 = body(30);
const DASHED = body(16, '_\\-');
const SLACK = body(10, '\\-');
const GOOGLE = new RegExp(`[A-Za-z0-9_\\-]{35}${NOT_WORD}`, 'uy');
const DOTTED = new RegExp(`[A-Za-z0-9_\\-]{16,64}\\.[A-Za-z0-9_\\-]{32,64}${NOT_WORD}`, 'uy');

export const KEY_FORMATS: readonly KeyFormat[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ...all('aws', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], AWS_ID),
  // https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
  ...all('github', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], PLAIN_30),
  ...all('github', ['github_pat_'], body(22, '_')),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  ...all('gitlab', ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glsoat-', 'gloas-'], DASHED),
  // https://api.slack.com/authentication/token-types
  ...all('slack', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.xoxp-', 'xapp-'], SLACK),
  // https://docs.stripe.com/keys (publishable keys, pk_, are public)
  ...all('stripe', ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', 'whsec_'], PLAIN),
  // https://cloud.google.com/docs/authentication/api-keys; OAuth client secrets; refresh tokens
  ...all('google', ['AIza'], GOOGLE),
  ...all('google', ['GOCSPX-'], body(20, '_\\-')),
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  ...all('sendgrid', ['SG.'], DOTTED),
  // https://www.twilio.com/docs/glossary/what-is-a-sid
  ...all('twilio', ['SK'], HEX_32),
  // https://docs.npmjs.com/about-access-tokens
  ...all('npm', ['npm_'], PLAIN_30),
  // https://pypi.org/help/#apitoken
  ...all('pypi', ['pypi-'], body(50, '_\\-')),
  // https://docs.anthropic.com and https://platform.openai.com/docs: the longer prefixes stand first
  ...all('anthropic', ['sk-ant-'], DASHED),
  ...all('openai', ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], DASHED),
  ...all('openai', ['sk-'], body(32)),
  ...all('openrouter', ['sk-or-v1-'], HEX_64),
  // https://documentation.mailgun.com/docs/mailgun/user-manual/
  ...all('mailgun', ['key-'], HEX_32),
  // https://developers.mailchimp.com and https://developers.brevo.com
  ...all('brevo', ['xkeysib-'], body(64, '\\-')),
  // https://shopify.dev/docs/apps/build/authentication-authorization
  ...all('shopify', ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_'], body(32)),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  ...all('digitalocean', ['dop_v1_', 'doo_v1_', 'dor_v1_'], HEX_64),
  // https://huggingface.co/docs/hub/security-tokens
  ...all('huggingface', ['hf_'], PLAIN_30),
  // https://docs.databricks.com/dev-tools/auth/pat.html
  ...all('databricks', ['dapi'], body(32, '\\-')),
  // https://developers.linear.app, https://developers.notion.com, https://developer.atlassian.com
  ...all('linear', ['lin_api_', 'lin_oauth_'], PLAIN_30),
  ...all('notion', ['ntn_', 'secret_'], body(40)),
  ...all('atlassian', ['ATATT3', 'ATCTT3'], body(40, '_\\-=')),
  // https://posthog.com/docs/api (phc_ is the public write key), https://docs.sentry.io/account/auth-tokens/
  ...all('posthog', ['phx_', 'phs_'], PLAIN_30),
  ...all('sentry', ['sntrys_', 'sntryu_'], body(40, '_\\-+/=')),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens
  ...all('vault', ['hvs.', 'hvb.', 'hvr.'], body(24, '_\\-')),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/, https://docs.newrelic.com
  ...all('grafana', ['glsa_', 'glc_'], body(32, '_=')),
  ...all('newrelic', ['NRAK-', 'NRAA-'], body(24)),
  // https://docs.doppler.com, https://docs.planetscale.com, https://supabase.com/docs, https://fly.io/docs
  ...all('doppler', ['dp.pt.', 'dp.st.', 'dp.sa.'], body(40, '_.\\-')),
  ...all('planetscale', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], body(32, '_.\\-')),
  ...all('supabase', ['sbp_', 'sb_secret_'], body(20, '_')),
  ...all('fly', ['fo1_', 'FlyV1'], body(30, '_\\-')),
  // https://developer.paypal.com/braintree, https://developer.squareup.com
  ...all('square', ['sq0atp-', 'sq0csp-', 'EAAAl'], body(22, '_\\-')),
  // https://docs.docker.com/security/access-tokens/, https://doc.rust-lang.org/cargo, https://guides.rubygems.org
  ...all('docker', ['dckr_pat_', 'dckr_oat_'], body(20, '_\\-')),
  ...all('rubygems', ['rubygems_'], body(48)),
  // https://www.pulumi.com/docs, https://groq.com, https://docs.perplexity.ai, https://replicate.com/docs
  ...all('pulumi', ['pul-'], body(40)),
  ...all('groq', ['gsk_'], body(40)),
  ...all('perplexity', ['pplx-'], body(40)),
  ...all('replicate', ['r8_'], body(37)),
  // https://www.heroku.com, https://docs.airtable.com
  ...all('heroku', ['HRKU-'], body(30, '_\\-')),
  ...all('airtable', ['pat'], new RegExp(`[A-Za-z0-9]{14}\\.[0-9a-f]{64}${NOT_WORD}`, 'uy')),
];

function all(provider: string, prefixes: readonly string[], pattern: RegExp): readonly KeyFormat[] {
  return prefixes.map((prefix) => ({ provider, prefix, body: pattern }));
}
