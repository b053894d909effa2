/** Databases, analytics, observability and security. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const DATA_KEYS: readonly KeyFormat[] = [
  // https://docs.databricks.com/dev-tools/auth/pat.html
  ...keys('databricks', 'dapi', 'h{32}'),
  ...keys('databricks', 'dapi', 'h{32}-d{1,2}'),
  ...keys('databricks', 'dose dsapi dkea', 'h{32}'),
  ...keys('dbt', 'dbtc_ dbtu_', 't{36,60}'),
  ...keys('planetscale', 'pscale_tkn_ pscale_pw_ pscale_oauth_', 'e{32,64}'),
  // https://supabase.com/docs/guides/api/api-keys
  ...keys('supabase', 'sbp_', 'h{40}'),
  ...keys('supabase', 'sb_secret_', 't{20,60}'),
  ...keys('supabase', 'sbp_oauth_ sbp_v0_', 'h{40}'),
  ...keys('neon', 'napi_', 'a{64}'),
  ...keys('neon password', 'npg_', 'n{12,24}'),
  ...keys('dash0', 'auth_', 'n{32}'),
  ...keys('mongodb atlas', 'mdb_sa_sk_', 't{30,60}'),
  ...keys('aiven', 'avns_ AVNS_', 't{19}'),
  ...keys('cockroach', 'CCDB1_', 'w{60,70}'),
  // https://materialize.com/docs, https://docs.crunchybridge.com, https://databento.com/docs, https://docs.lightdash.com
  ...keys('materialize', 'mzp_', 'h{64}'),
  ...keys('crunchy bridge', 'cbkey_', 'n{30,80}'),
  ...keys('databento', 'db-', 'n{29}'),
  ...keys('lightdash', 'ldpat_', 'h{32}'),
  // https://www.metabase.com/docs/latest/people-and-groups/api-keys, https://learn.hex.tech/docs/api
  ...keys('metabase', 'mb_', 'b{44}'),
  ...keys('hex', 'hxtp_ hxtw_', 'a{40,120}'),
  // Base64 of JSON that begins with the user, and keys that sign (https://upstash.com/docs/qstash)
  ...keys('upstash', 'eyJVc2VySUQiOi', 'b{60,200}'),
  ...keys('upstash', 'sig_', 'n{28}'),
  ...keys('appwrite', 'standard_', 'h{256}'),
  // https://dvc.org/doc/studio, https://docs.warpstream.com, https://www.elastic.co/guide/en/app-search
  ...keys('dvc studio', 'isat_', 'n{48,56}'),
  ...keys('warpstream', 'aks_', 'h{64}'),
  ...keys('elastic app search', 'private-', 'a{24}'),
  ...keys('coveo', 'xx', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys('doofinder', 'eu1- us1-', 'h{40}'),
  ...keys('vectara', 'zut_ zwt_', 't{30,60}'),
  ...keys('datastax', 'AstraCS:', 'n{24}:h{64}'),
  ...keys('clickhouse', '4b1d', 'n{38}'),
  ...keys('tinybird', 'p.eyJ', 'e{60,300}'),
  ...keys('fauna', 'fnA fnE', 't{36,60}'),
  ...keys('xata', 'xau_', 'n{36,40}'),
  ...keys('confluent', 'cflt', 'b{60}'),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  ...keys('new relic', 'NRAK-', 'n{27}'),
  ...keys('new relic', 'NRAA- NRRA-', 'h{27}'),
  ...keys('new relic', 'NRRA-', 'h{42}'),
  ...keys('new relic', 'NRII- NRIQ-', 't{32}'),
  ...keys('new relic', 'NRSP- NRJS-', 'n{20,40}'),
  // https://thingsboard.io/docs/reference/http-api: the token of a device is part of the path
  ...keys('thingsboard', 'thingsboard.cloud/api/v1/ thingsboard.io/api/v1/', 'n{20}'),
  ...keys('pixie', 'px-api- px-dep-', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  ...keys('grafana', 'glsa_', 'n{32}_h{8}'),
  ...keys('grafana', 'glc_', 'b{32,400}'),
  ...keys('grafana', 'eyJrIjoi', 'b{60,400}'),
  // https://docs.sentry.io/account/auth-tokens/
  ...keys('sentry', 'sntrys_', 'b{40,400}'),
  ...keys('sentry', 'sntryu_ sntrya_', 'h{64}'),
  // https://docs.honeycomb.io/configure/environments/manage-api-keys/
  ...keys('honeycomb', 'hcaik_ hcaic_ hcamk_', 'a{58,62}'),
  ...keys('honeycomb', 'hcxik_ hcxmk_', 'a{58,64}'),
  ...keys('dynatrace', 'dt0', 'a{3}.U{24}.U{64}'),
  // https://www.logicmonitor.com/support, https://docs.firehydrant.com, https://healthchecks.io/docs/api
  ...keys('logicmonitor', 'lma_ lmb_', 'b{40,140}'),
  ...keys('firehydrant', 'fhb-', 'h{32}'),
  ...keys('healthchecks', 'hcw_ hcr_', 't{28}'),
  ...keys('uptime kuma', 'uk1_ uk2_ uk3_ uk4_ uk5_', 't{40}'),
  ...keys('axiom', 'xaat- xapt-', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys('logfire', 'pylf_v1_us_ pylf_v1_eu_', 'n{40,50}'),
  ...keys('coralogix', 'cxtp_ cxup_ cxth_', 'n{30}'),
  ...keys('mezmo', 'sts_', 'h{32}'),
  ...keys('elastic', 'essu_', 'b{40,100}'),
  // https://posthog.com/docs/api (phc_ is the public write key)
  ...keys('posthog', 'phx_ phs_', 'w{32,60}'),
  ...keys('posthog', 'pha_ phr_', 'n{30,60}'),
  // https://developer.fullstory.com, https://docs.pirsch.io, https://docs.simpleanalytics.com
  ...keys('fullstory', 'na1. eu1.', 'b{40,200}'),
  ...keys('pirsch', 'pa_', 'n{32,48}'),
  ...keys('simple analytics', 'sa_api_key_', 't{20,60}'),
  ...keys('segment', 'sgp_', 'n{64}'),
  ...keys('optimizely', '2:', 't{40,60}'),
  ...keys('workos', 'sk_live_ sk_test_', 'b{40,80}'),
  ...keys('stytch', 'secret-live- secret-test-', 't{35,50}'),
  ...keys('descope', 'K2', 'n{60,120}'),
  ...keys('ory', 'ory_pat_ ory_at_ ory_rt_ ory_ac_ ory_st_', 't{32,100}'),
  ...keys('endor labs', 'endr+', 't{16}'),
  ...keys('socket', 'sktsec_', 't{40,60}'),
  ...keys('pagerduty', 'pdus+_ pdeu+_', 'e{40,70}'),
  ...keys('rootly', 'rootly_', 'h{64}'),
  ...keys('onfido', 'api_live. api_sandbox. api_live_us. api_live_ca.', 't{11}.t{32}'),
  ...keys('persona', 'persona_production_ persona_sandbox_', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
];
