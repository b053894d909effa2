/** What the gate asks of files and of a running gateway. */
import type { Client, UsageAnswer } from '@headgate/api';
import { changesOf } from '@headgate/core';
import type { Environment, GateFacts, RunningCanary, Soak, UseEvidence } from '@headgate/core';
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

/** What came under one plan. */
type Used = Pick<UsageAnswer, 'id' | 'since' | 'environments'>;

/** Everything that the gate judges. A gateway is asked only where `--admin` names one. */
export async function readGateFacts(
  context: Context,
  given: Given,
  { governed, from, share }: Pick<GateFacts, 'from' | 'share'> & { readonly governed: Governed },
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
    canary: await readCanary(context, given, digest),
    share,
    now,
  };
}

function soakOf(usage: Used, digest: string, environment: Environment): Soak {
  const here = usage.environments.find((each) => each.environment === environment)?.events ?? [];
  const total = (key: 'events' | 'violations'): number => here.reduce((sum, each) => sum + each[key], 0);
  return {
    servesThis: usage.id === digest,
    since: usage.since,
    accepted: total('events'),
    violations: total('violations'),
    events: new Map(here.flatMap((each) => (each.event === null ? [] : [[each.event, each] as const]))),
  };
}

/** Null where production is not asked, or no canary of this plan runs there. */
async function readCanary(context: Context, given: Given, digest: string): Promise<RunningCanary | null> {
  const production = productionOf(context, given);
  if (production === null) return null;
  const usage = await askGateway(production.context, production.given, ({ client }) => client.usage());
  return usage.canary?.id === digest ? canaryIn(usage) : null;
}

/** The canary that runs, as it is in production; null where none does. */
export function canaryIn(usage: UsageAnswer): RunningCanary | null {
  const { canary } = usage;
  if (canary === null) return null;
  return {
    share: canary.share,
    seen: soakOf(canary, canary.id, 'production'),
    beside: soakOf(usage, usage.id, 'production'),
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
  const usage = await client.usage();
  for (const { environment, events } of [...usage.environments, ...(usage.canary?.environments ?? [])]) {
    if (environment !== 'production') continue;
    for (const { event } of events) if (event !== null) seen.add(event);
  }
  return seen;
}

/** A path as it is shown. */
export function shownPath(context: Context, path: string): string {
  return relative(context.directory, path) || '.';
}
