import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EVENT, HOOK_SECRET, PLAN, configOf, makePlace } from '../../../test/gateway-fixture.ts';
import type { Place } from '../../../test/gateway-fixture.ts';
import { normaliserOf } from '@headgate/core';
import { createPseudonymiser, openKeyFile } from '@headgate/seal';
import { loadConfig } from './config/load-config.ts';
import { createPlanHolder } from './plan-holder.ts';
import type { LogLine } from './runtime.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';
import { createRecipientsInForce } from './seal/recipients-in-force.ts';
import { loadSnapshot } from './snapshot/load-snapshot.ts';

let place: Place;
afterEach(() => place.remove());

describe('a plan holder', () => {
  it('refuses a plan that gives a connected vendor another kind than it started with', async () => {
    place = makePlace({
      'headgate.yaml': configOf('http://127.0.0.1:1/'),
      'plan.yaml': PLAN,
      'events/a.yaml': EVENT,
    });
    const file = join(place.directory, 'headgate.yaml');
    const config = (await loadConfig({ file, variables: { HOOK_SECRET } })).value;
    if (config === null) throw new Error('The configuration of this test is wrong.');
    const pseudonymiser = createPseudonymiser({
      keys: openKeyFile(join(place.directory, 'keys.json')),
      normaliserOf,
    });
    const loaded = (await loadSnapshot(config, pseudonymiser)).value;
    if (loaded === null) throw new Error('The plan of this test is wrong.');

    const lanes = loaded.lanes.map((lane): ConnectedLane =>
      lane.kind === 'http' ? { ...lane, connected: { ...lane.connected, kind: 'segment' } } : lane,
    );
    const lines: LogLine[] = [];
    const holder = createPlanHolder(
      { ...loaded, lanes },
      {
        config,
        pseudonymiser,
        guard: null,
        canaryFile: { kept: null, write: () => Promise.resolve() },
        recipients: createRecipientsInForce({ file: null, now: () => 7, random: randomBytes }),
        clock: { now: () => 7, sleep: () => Promise.resolve() },
        log: { write: (line) => lines.push(line) },
      },
    );
    const { value, issues } = await holder.reload();
    expect(value).toBeNull();
    expect(issues.at(-1)).toMatchObject({ rule: 'restart-needed', line: 10 });
    expect(holder.snapshots.current()).toBe(loaded.snapshot);
    expect(holder.state().refused?.at).toBe(7);
    expect(lines).toEqual(['snapshot-refused']);
  });
});
