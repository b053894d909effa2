/** The published Node SDKs before a real gateway, for every answer that it can give and for what can befall it. */
import { describeConformance } from '../conformance/suite.ts';
import { NODE_SDKS } from '../sdks/node-sdks.ts';
import { startNodeSdk } from '../sdks/run-node.ts';

describeConformance({
  name: 'node',
  rows: NODE_SDKS.map((sdk) => ({
    name: sdk.name,
    protocol: sdk.protocol,
    drops: sdk.drops,
    start: (task, factor) => startNodeSdk(sdk, task, factor),
  })),
  without: {
    ga4: 'Google publishes no SDK for the Measurement Protocol.',
    cloudevents: 'The SDK of CloudEvents makes messages and leaves sending to the app.',
  },
});
