/** The catalogue's Node SDKs against the real packages: every field that one adds by itself is listed, and every listed one is real. */
import { describe, expect, it } from 'vitest';
import { SDKS } from '../packages/core/src/automatic/sdks/index.ts';
import { NO_DIFFERENCE, compareWith, recordMessages } from './automatic-fields.ts';
import { BROWSER_SDKS } from './sdks/browser-sdks.ts';
import { NODE_SDKS } from './sdks/node-sdks.ts';
import { OWN_BROWSER_SDK, OWN_NODE_SDK } from './sdks/own-sdks.ts';
import { startNodeSdk } from './sdks/run-node.ts';

const NODE_ROWS = [...NODE_SDKS, OWN_NODE_SDK];
const BROWSER_ROWS = [...BROWSER_SDKS, OWN_BROWSER_SDK];

describe('the catalogue', () => {
  it('has an entry only for packages that have a driver', () => {
    const driven = [...NODE_ROWS, ...BROWSER_ROWS].map((sdk) => sdk.package);
    expect(SDKS.map((entry) => entry.package).filter((name) => !driven.includes(name))).toEqual([]);
  });

  it('has an entry for every package that has a driver', () => {
    const described = SDKS.map((entry) => entry.package);
    // A protocol whose entries are still to be written has none at all.
    const protocols = SDKS.map((entry) => entry.protocol);
    const due = [...NODE_ROWS, ...BROWSER_ROWS].filter(({ protocol }) => protocols.includes(protocol));
    expect(due.map((sdk) => sdk.package).filter((name) => !described.includes(name))).toEqual([]);
  });

  it.concurrent.each(SDKS.filter(({ runtime }) => runtime === 'node'))(
    '$package adds by itself what its entry says',
    { timeout: 60_000 },
    async (entry) => {
      const rows = NODE_ROWS.filter((sdk) => sdk.package === entry.package);
      const recorded = await Promise.all(
        rows.map((sdk) => recordMessages((task, factor) => startNodeSdk(sdk, task, factor))),
      );
      expect(recorded.flat().length).toBeGreaterThan(0);
      expect(compareWith(entry, recorded.flat())).toEqual(NO_DIFFERENCE);
    },
  );
});
