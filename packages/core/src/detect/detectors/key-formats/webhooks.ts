/** Addresses that let everyone who has them post or report. Facts from the providers' documentation as of 2026-11. */
import { keys, type KeyFormat } from './format.ts';

export const WEBHOOK_KEYS: readonly KeyFormat[] = [
  ...keys('slack webhook', 'hooks.slack.com/services/ hooks.slack-gov.com/services/', 'b{40,56}'),
  ...keys('slack webhook', 'hooks.slack.com/workflows/ hooks.slack.com/triggers/', 'b{40,80}'),
  ...keys('discord webhook', 'discord.com/api/webhooks/ discordapp.com/api/webhooks/', 'd{17,20}/t{60,80}'),
  // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors
  ...keys(
    'teams webhook',
    'outlook.office.com/webhook/ webhook.office.com/webhookb2/',
    'h{8}-h{4}-h{4}-h{4}-h{12}@h{8}-h{4}-h{4}-h{4}-h{12}/IncomingWebhook/h{32}/h{8}-h{4}-h{4}-h{4}-h{12}',
  ),
  ...keys('zapier webhook', 'hooks.zapier.com/hooks/catch/', 'd{5,10}/n{5,10}'),
  ...keys(
    'make webhook',
    'hook.eu1.make.com/ hook.eu2.make.com/ hook.us1.make.com/ hook.us2.make.com/',
    'a{32}',
  ),
  ...keys('make webhook', 'hook.integromat.com/', 'a{32}'),
  ...keys('ifttt webhook', 'with/key/', 't{20,60}'),
  // https://open.feishu.cn/document, https://open.dingtalk.com/document, https://developer.work.weixin.qq.com/document
  ...keys(
    'lark webhook',
    'open.feishu.cn/open-apis/bot/v2/hook/ open.larksuite.com/open-apis/bot/v2/hook/',
    'h{8}-h{4}-h{4}-h{4}-h{12}',
  ),
  ...keys('dingtalk webhook', 'oapi.dingtalk.com/robot/send?access_token=', 'h{64}'),
  ...keys('wecom webhook', 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key=', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  // https://healthchecks.io/docs, https://betterstack.com/docs/uptime/cron-and-heartbeat-monitor
  ...keys('healthchecks', 'hc-ping.com/', 'h{8}-h{4}-h{4}-h{4}-h{12}'),
  ...keys(
    'better stack heartbeat',
    'uptime.betterstack.com/api/v1/heartbeat/ betteruptime.com/api/v1/heartbeat/',
    'n{24}',
  ),
];
