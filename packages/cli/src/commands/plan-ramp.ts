import type { Client, PlanAnswer } from '@headgate/api';
import { NO_REVIEWERS, changesOf, judgeCanary, readPlanDocument } from '@headgate/core';
import type { GateCheck, GateFacts, RunningCanary } from '@headgate/core';
import { candidateFile, readPlanFiles } from '@headgate/gateway';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { copyPlan } from '../review/copy-plan.ts';
import { canaryIn, shownPath } from '../review/gate-facts.ts';
import { productionOf } from '../review/production-gateway.ts';
import { readShare, shownShare } from '../review/read-share.ts';
import { showChecks } from '../review/show-gate.ts';

/** Changes how many meet the candidate. More may only where it has shown what the plan asks of it; fewer may always. */
export const run: Run = async (context, given) => {
  const [text] = given.args;
  const production = productionOf(context, given) ?? { context, given };
  const ask = <T>(question: (client: Client) => Promise<T>): Promise<T> =>
    askGateway(production.context, production.given, ({ client }) => question(client));
  if (isGiven(given, 'abort') === (text !== undefined)) {
    throw new Failure('usage', 'to which share?', 'Name one, such as 50%, or say --abort.');
  }
  if (text === undefined) {
    await ask((client) => client.abortCanary());
    context.print.note('Everybody meets the plan in force again.');
    return 'clean';
  }
  const share = readShare(text);
  const { id, canary } = await ask(runningOf);
  if (share > canary.share) {
    const checks = await ask((client) => judge(client, canary));
    const isOpen = checks.every(({ passed }) => passed);
    if (context.print.format === 'json') context.print.json({ schemaVersion: 1, id, isOpen, checks });
    else showChecks(context, checks);
    if (!isOpen) {
      context.print.note(`It goes on with ${shownShare(canary.share)} of subjects.`);
      return 'findings';
    }
  }
  if (share === 1) return putInForce(context, given, { id, reload: () => ask((client) => client.reload()) });
  await ask((client) => client.setCanary(id, share));
  context.print.note(`${shownShare(share)} of subjects meet it: ${id}`);
  return 'clean';
};

async function runningOf(client: Client): Promise<{ readonly id: string; readonly canary: RunningCanary }> {
  const usage = await client.usage();
  const canary = canaryIn(usage);
  if (canary === null || usage.canary === null) {
    throw new Failure('usage', 'no canary runs', 'Begin one: headgate plan promote --canary.');
  }
  return { id: usage.canary.id, canary };
}

async function judge(client: Client, canary: RunningCanary): Promise<readonly GateCheck[]> {
  const [before, after] = [reviewed(await client.plan()), reviewed(await client.plan({ of: 'candidate' }))];
  return judgeCanary({ before, after, changes: changesOf(before, after), canary, now: Date.now() });
}

/** Who reviews makes no difference to what a plan has shown. */
function reviewed({ plan, events }: PlanAnswer): GateFacts['after'] {
  const document = readPlanDocument(plan, events).value;
  if (document !== null) return { document, reviewers: NO_REVIEWERS };
  const mend = 'Use the headgate of the version that the gateway has.';
  throw new Failure('incomplete', 'the plan of the gateway cannot be read', mend);
}

/** The candidate takes the place of the plan, on disk first: a restart in between puts it in force as well. */
async function putInForce(
  context: Context,
  given: Given,
  of: { readonly id: string; readonly reload: () => Promise<{ readonly id: string }> },
): Promise<'clean'> {
  const to = textOption(given, 'to');
  if (to === undefined) {
    const mend = 'Name the directory of the plan in production with --to.';
    throw new Failure('usage', 'where does the plan of production lie?', mend);
  }
  const target = resolve(context.directory, to);
  const candidate = candidateFile(join(target, 'plan.yaml'));
  const found = await readPlanFiles(candidate).catch(() => null);
  if (found?.digest !== of.id) {
    const mend = 'Name its directory, or promote the plan as a whole: headgate plan promote.';
    throw new Failure(
      'usage',
      `the candidate that runs is not the one in ${shownPath(context, target)}`,
      mend,
    );
  }
  copyPlan(candidate, target);
  const { id } = await of.reload();
  rmSync(dirname(candidate), { recursive: true });
  context.print.note(`In force for everybody: ${id}`);
  return 'clean';
}
