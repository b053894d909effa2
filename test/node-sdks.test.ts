/** The drivers of the Node SDKs before a server that takes everything. */
import { expect, it } from 'vitest';
import { checkDriver } from './sdk-driver.contract.ts';
import { NODE_SDKS } from './sdks/node-sdks.ts';
import { OWN_NODE_SDK } from './sdks/own-sdks.ts';
import { startNodeSdk } from './sdks/run-node.ts';

it.each([...NODE_SDKS, OWN_NODE_SDK])('$name sends everything once', { timeout: 60_000 }, async (sdk) => {
  await expect(checkDriver((task, factor) => startNodeSdk(sdk, task, factor))).resolves.toBeUndefined();
});
