/** Chat, mail, telephony, social networks and media. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const MESSAGING_KEYS: readonly KeyFormat[] = [
  // https://api.slack.com/authentication/token-types
  ...keys('slack', 'xoxb- xoxp- xoxa- xoxo- xoxr- xoxs-', 'd{6,14}-n{14,64}'),
  ...keys('slack', 'xoxb- xoxp- xoxa- xoxo- xoxr- xoxs-', 'd{6,14}-d{6,14}-n{10,64}'),
  ...keys('slack', 'xoxb- xoxp- xoxa- xoxo- xoxr- xoxs-', 'd{6,14}-d{6,14}-d{6,14}-n{10,64}'),
  ...keys('slack', 'xoxa-2- xoxr-2- xoxb-2- xoxp-2-', 'n{10,60}'),
  ...keys('slack', 'xoxe-1- xoxe- xoxe.xoxp-1- xoxe.xoxb-1- xoxe.xoxp- xoxe.xoxb-', 'b{40,250}'),
  ...keys('slack', 'xoxc-', 't{40,120}'),
  ...keys('slack', 'xoxd-', 'b{60,250}'),
  ...keys('slack', 'xapp- xwfp-', 'b{24,160}'),
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  ...keys('sendgrid', 'SG.', 't{16,64}.t{32,64}'),
  ...keys('sendgrid', 'SG.', 'e{66}'),
  // https://www.twilio.com/docs/glossary/what-is-a-sid
  ...keys('twilio', 'SK', 'h{32}'),
  // https://documentation.mailgun.com/docs/mailgun/user-manual/
  ...keys('mailgun', 'key-', 'a{32}'),
  ...keys('brevo', 'xkeysib- xsmtpsib-', 'h{64}-n{16}'),
  // https://mailchimp.com/developer/transactional, https://help.kit.com, https://emailoctopus.com/api-documentation
  ...keys('mandrill', 'md-', 't{22}'),
  ...keys('kit', 'kit_', 'h{32}'),
  ...keys('emailoctopus', 'eo_', 'h{64}'),
  ...keys('smtp2go', 'api-', 'U{32}'),
  // https://notification.canada.ca/docs: the key's name and two UUIDs
  ...keys('gc notify', 'gcntfy-', 't{74,200}'),
  ...keys('plain', 'plainApiKey_', 't{30,80}'),
  ...keys('convoy', 'CO.', 'n{16}.n{64}'),
  // https://docs.svix.com: the ending is the region
  ...keys('svix', 'sk_ testsk_', 'n{22,40}.eu'),
  ...keys('svix', 'sk_ testsk_', 'n{22,40}.us'),
  ...keys('resend', 're_', 'n{8}_n{24}'),
  ...keys('mailersend', 'mlsn.', 'h{64}'),
  ...keys('klaviyo', 'pk_', 'h{34}'),
  ...keys('courier', 'pk_prod_ pk_test_', 'U{28}'),
  ...keys('knock', 'sk_', 't{43}'),
  ...keys('onesignal', 'os_v2_app_ os_v2_org_', 'a{80,110}'),
  ...keys('pubnub', 'sec-c-', 'n{48,50}'),
  ...keys('telnyx', 'KEY', 'U{32}_n{22}'),
  ...keys('whatsapp', 'EAAJ', 'n{100,300}'),
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
  ...keys('facebook', 'EAAM EAAC EAAB EAAG EAAD EAAE EAAF EAAH EAAI EAAK EAAL EAAN EAAO EAAP', 'n{80,400}'),
  ...keys('facebook', 'EAACEdEose0cBA', 'n{20,400}'),
  ...keys('instagram', 'IGQVJ IGQWR IGAA', 't{60,300}'),
  ...keys('threads', 'THQWJ THAA', 't{60,300}'),
  ...keys('twitter', 'AAAAAAAAAAAAAAAAAAAAA', 'e{50,120}'),
  ...keys('twitter', 'AAAAAAAAAAAAAAAAAAAAA', 'n{15,60}%n{60,100}'),
  ...keys('linkedin', 'WPL_AP0. WPL_AP1.', 'e{16}.b{4,10}'),
  ...keys('linkedin', 'WPL_AP0. WPL_AP1.', 'n{16}'),
  ...keys('tiktok', 'act. clt.', 'n{40,80}'),
  ...keys('twitch', 'live_', 'd{8,10}_n{30}'),
  ...keys('twitch', 'oauth:', 'a{30}'),
  ...keys('dropbox', 'sl. sl.u.', 't{130,1400}'),
  ...keys('mapbox', 'sk. tk.', 'b{50,200}.b{22}'),
  ...keys('pushbullet', 'o.', 'n{32}'),
  ...keys('short.io', 'sk_', 'n{16}'),
  ...keys('pubnub', 'sec-c-', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys('ntfy', 'tk_', 'a{29}'),
  ...keys('messagebird', 'live_ test_', 'n{25}'),
  ...keys('pinterest', 'pina_', 'n{30,120}'),
  ...keys('nylas', 'nyk_ nyk_v0_', 'n{64}'),
  ...keys('canva', 'cnvca', 't{40,60}'),
  ...keys('pinterest refresh', 'pinr.', 'e{30,400}'),
  // https://dev.vk.com/en/api/access-token, https://developers.meta.com/horizon, https://developers.miro.com
  ...keys('vk', 'vk1.a.', 't{80,300}'),
  ...keys('oculus', 'OC|', 'd{14,17}|h{32}'),
  // Base64 of the JSON that holds the region, and the token
  ...keys('miro', 'eyJtaXJvLm9yaWdpbiI6', 't{20,90}'),
  // https://imagekit.io/docs/api-keys, https://developers.bannerbear.com
  ...keys('imagekit', 'private_', 'b{27}='),
  ...keys('bannerbear', 'bb_pr_ bb_ma_', 'h{30}'),
  ...keys('lichess', 'lip_ lio_', 'n{20,40}'),
];
