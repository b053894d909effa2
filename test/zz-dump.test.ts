import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { startCaptureServer } from './capture-server.ts';
import { PLANTED } from './sdk-driver.contract.ts';
import { NODE_SDKS } from './sdks/node-sdks.ts';
import { startNodeSdk } from './sdks/run-node.ts';
import { openRequest } from './wire-messages.ts';
import { decompress } from './wire-bytes.ts';
it.each(NODE_SDKS)('$name', { timeout: 60000 }, async (sdk) => {
  const server = await startCaptureServer();
  const s = await startNodeSdk(sdk, { gateway: server.url, key: 'key0123456789', batching: false }, 50);
  await s.act(PLANTED); await s.flush(); await sleep(1000); await s.close();
  writeFileSync(`/tmp/hg-auto/${sdk.name.replace(/\W+/g, '_')}.json`, JSON.stringify(server.captured.map((c) => ({ target: c.target, headers: c.headers, raw: decompress(c.body).toString('utf8').slice(0, 6000), opened: openRequest(c)?.messages })), null, 1));
  await server.close();
});
