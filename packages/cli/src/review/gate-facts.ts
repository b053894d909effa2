/** What the gate asks of files and of a running gateway. */
import type { Client } from '@headgate/api';
import { changesOf } from '@headgate/core';
import type { GateFacts, Outcome, Soak } from '@headgate/core';
import { readPlanFiles } from '@headgate/gateway';
import { relative } from 'node:path';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { readPlanFiles as readShownFiles } from '../plan-files.ts';
import { judgeGoverned } from './judge-governed.ts';
import type { Governed } from './read-governed.ts';
import { lintFiles } from '../lint-files.ts';

/** How an event ends that breaks the plan. */
const VIOLATIONS: readonly Outcome[] = [
  'malformed',
  'unplanned-event',
  'unplanned-field',
  'invalid-field',
  'expired',
  'personal-data-blocked',
];

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
  return {
    from,
    before: base,
    after: governed,
    findings: lintFiles(readShownFiles(planFile, context.directory), now).findings,
    changes: base === null ? [] : changesOf(base, governed),
    judgement: isLocked ? judgeGoverned(governed, now).judgement : null,
    soak: isAsked ? await askGateway(context, given, ({ client }) => readSoak(client, digest, from)) : null,
    now,
  };
}

async function readSoak(client: Client, digest: string, from: GateFacts['from']): Promise<Soak> {
  const { plan } = await client.status();
  const balance = await client.balance({ from: new Date(plan.publishedAt).toISOString().slice(0, 10) });
  const here = balance.environments.find(({ environment }) => environment === from);
  // Every vendor counts the same events; the one that lost most of them says most.
  const violations = (here?.vendors ?? []).map(({ outcomes }) =>
    VIOLATIONS.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0),
  );
  return {
    servesThis: plan.id === digest,
    since: plan.publishedAt,
    accepted: here?.accepted ?? 0,
    violations: Math.max(0, ...violations),
  };
}

/** A path as it is shown. */
export function shownPath(context: Context, path: string): string {
  return relative(context.directory, path) || '.';
}
