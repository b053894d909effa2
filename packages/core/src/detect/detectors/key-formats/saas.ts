/** Work, sales, support and everything else. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const SAAS_KEYS: readonly KeyFormat[] = [
  // https://developers.linear.app, https://developers.notion.com, https://airtable.com/developers/web/api
  ...keys('linear', 'lin_api_ lin_oauth_ lin_wh_', 'n{30,64}'),
  ...keys('notion', 'ntn_', 'n{43,60}'),
  ...keys('notion refresh', 'nrt_', 'w{40,55}'),
  ...keys('airtable', 'pat', 'n{14}.h{64}'),
  ...keys('airtable oauth', 'oaa', 'n{10,20}.v1.t{20,200}.h{32,128}'),
  // https://developer.close.com, https://docs.workato.com: the region and a JWT
  ...keys('close', 'api_', 'n{18,26}.n{18,26}'),
  ...keys(
    'workato',
    'wrka-eyJ wrkaus-eyJ wrkaeu-eyJ wrkajp-eyJ wrkasg-eyJ wrkaau-eyJ wrkail-eyJ wrkacn-eyJ',
    'e{100,2000}',
  ),
  ...keys('clickup', 'pk_', 'd{5,10}_U{32}'),
  ...keys('asana', '0/ 1/', 'h{32}'),
  ...keys('asana', '1/ 2/', 'd{12,20}:h{32}'),
  ...keys('asana', '2/', 'd{12,20}/d{12,20}:h{32}'),
  ...keys('shortcut', 'sct_rw_ sct_ro_', 'w{30,80}'),
  // https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html
  ...keys('zoho', '1000.', 'h{32}.h{32}'),
  ...keys('typeform', 'tfp_', 'e{40,60}'),
  ...keys('adobe', 'p8e- p8-', 't{32}'),
  ...keys('adafruit', 'aio_', 'n{28}'),
  ...keys('hubspot', 'pat-na1- pat-eu1- pat-na2- pat-ap1-', 'H{8}-H{4}-H{4}-H{4}-H{12}'),
  ...keys('salesforce', '00D', 'n{12,15}!e{80,160}'),
  ...keys('salesforce', '3MVG9', 'e{70,120}'),
  ...keys('salesforce', '5Aep861', 'e{70,120}'),
  ...keys('intercom', 'dG9rO', 'b{54,60}'),
  ...keys('contentstack', 'cs', 'h{34}'),
  ...keys('webflow', 'ws-', 'h{64}'),
  ...keys('liveblocks', 'sk_prod_ sk_dev_', 't{40,80}'),
  ...keys('cal.com', 'cal_live_ cal_', 'h{32}'),
  ...keys('retool', 'retool_01', 'n{26}'),
  ...keys('n8n', 'n8n_api_', 'h{40,120}'),
  ...keys('beamer', 'b_', 'e{44}'),
  ...keys('intra42', 's-s4t2ud- s-s4t2af-', 'h{64}'),
  ...keys('samsara', 'samsara_api_', 'n{30}'),
  // https://developers.smartrecruiters.com, https://developer.remote.com, https://developers.salesloft.com
  ...keys('smartrecruiters', 'DCRA1-', 'h{32}'),
  ...keys('remote', 'ra_live_ ra_test_', 't{30,80}'),
  ...keys('salesloft', 'v2_ak_', 'w{40,100}'),
  ...keys('fleetbase', 'flb_live_ flb_test_', 'n{20,64}'),
  ...keys('dub', 'dub_', 'n{24,36}'),
  ...keys('redirect.pizza', 'rpa_', 'n{30}'),
  // https://docs.seam.co, https://docs.foursquare.com, https://radar.com/documentation, https://developer.mappedin.com
  ...keys('seam', 'seam_', 'n{8}_n{20,32}'),
  ...keys('foursquare', 'fsq3', 'b{44}'),
  ...keys('radar', 'prj_live_sk_ prj_test_sk_ org_live_sk_ org_test_sk_', 'h{40}'),
  ...keys('mappedin', 'mis_', 'n{51}'),
  // Games: https://developer.riotgames.com, https://docs.fivem.net, https://docs.modrinth.com, https://thunderstore.io
  ...keys('riot games', 'RGAPI-', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys('fivem', 'cfxk_', 't{20,100}'),
  ...keys('modrinth', 'mrp_ mro_ mra_', 'n{60}'),
  ...keys('thunderstore', 'tss_', 't{20,80}'),
  // The cookie that logs in, which begins with a warning to its owner
  ...keys(
    'roblox',
    'WARNING:-DO-NOT-SHARE-THIS.--Sharing-this-will-allow-someone-to-log-in-as-you-and-to-steal-your-ROBUX-and-items.|_',
    'n{100,1500}',
  ),
  ...keys('midtrans', 'Mid-server- SB-Mid-server-', 't{20,30}'),
  ...keys('yookassa', 'live_ test_', 't{43}'),
];
