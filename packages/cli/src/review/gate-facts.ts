/** What the gate asks of files and of a running gateway. */
import type { Client, UsageAnswer } from '@headgate/api';
import { changesOf } from '@headgate/core';
import type { GateFacts, Soak, UseEvidence } from '@headgate/core';
import { readPlanFiles } from '@headgate/gateway';
import { relative } from 'node:path';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { readPlanFiles as readShownFiles } from '../plan-files.ts';
import { productionOf } from './production-gateway.ts';
import { judgeGoverned } from './judge-governed.ts';
import type { Governed } from './read-governed.ts';
import { lintFiles } from '../lint-files.ts';

/** Days in which an event that is to live longer must have been seen. */
const USE_DAYS = 90;
const DAY_MS = 86_400_000;

/** Everything that the gate judges. A gateway is asked only where `--admin` names one. */
export async function readGateFacts(
  context: Context,
  given: Given,
  { governed, from }: { readonly governed: Governed; readonly from: GateFacts['from'] },
): Promise<GateFacts> {
  const { planFile, base, lock, digests } = governed;
  const now = Date.now();
  const isLocked = lock?.root === digests.root && lock.base === (base?.root ?? null);
  const isAsked = textOption(given, 'admin') !== undefined;
  const { digest } = await readPlanFiles(planFile);
  const usage = isAsked ? await askGateway(context, given, ({ client }) => client.usage()) : null;
  const soak = usage === null ? null : soakOf(usage, digest, from);
  return {
    from,
    before: base,
    after: governed,
    findings: lintFiles(readShownFiles(planFile, context.directory), now).findings,
    changes: base === null ? [] : changesOf(base, governed),
    judgement: isLocked ? judgeGoverned(governed, now).judgement : null,
    soak,
    use: await readUse(context, given, { soak, from, now }),
    now,
  };
}

function soakOf({ id, since, environments }: UsageAnswer, digest: string, from: GateFacts['from']): Soak {
  const here = environments.find(({ environment }) => environment === from)?.events ?? [];
  const total = (key: 'events' | 'violations'): number => here.reduce((sum, each) => sum + each[key], 0);
  return {
    servesThis: id === digest,
    since,
    accepted: total('events'),
    violations: total('violations'),
    events: new Map(here.flatMap((each) => (each.event === null ? [] : [[each.event, each] as const]))),
  };
}

/** Production says what is used; where it is not asked, what was tried since the plan was put in force there has to do. */
async function readUse(
  context: Context,
  given: Given,
  { soak, from, now }: { readonly soak: Soak | null; readonly from: GateFacts['from']; readonly now: number },
): Promise<UseEvidence | null> {
  const production = productionOf(context, given);
  if (production !== null) {
    const first = new Date(now - USE_DAYS * DAY_MS).toISOString().slice(0, 10);
    const seen = await askGateway(production.context, production.given, ({ client }) =>
      seenSince(client, first),
    );
    return { where: 'production', days: USE_DAYS, seen };
  }
  if (soak === null) return null;
  const days = Math.max(1, Math.ceil((now - soak.since) / DAY_MS));
  return { where: from, days, seen: new Set(soak.events.keys()) };
}

/** Events that any vendor was delivered, and those that came since the plan was put in force, delivered or not. */
async function seenSince(client: Client, first: string): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const { vendor } of await client.vendors()) {
    const { fields } = await client.exposure({ vendor, environment: 'production', from: first });
    for (const { events } of fields) for (const event of events) seen.add(event);
  }
  for (const { environment, events } of (await client.usage()).environments) {
    if (environment !== 'production') continue;
    for (const { event } of events) if (event !== null) seen.add(event);
  }
  return seen;
}

/** A path as it is shown. */
export function shownPath(context: Context, path: string): string {
  return relative(context.directory, path) || '.';
}
