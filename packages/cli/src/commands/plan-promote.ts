import { candidateFile, readPlanFiles } from '@headgate/gateway';
import { join, resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { copyCandidate, copyPlan } from '../review/copy-plan.ts';
import { productionOf } from '../review/production-gateway.ts';
import { shownPath } from '../review/gate-facts.ts';
import { shownShare } from '../review/read-share.ts';
import { showGate } from '../review/show-gate.ts';

/**
 * Puts a plan in the place of the one in production where the gate is open, and has its gateway put it in force: for all, or for a
 * share of subjects first.
 */
export const run: Run = async (context, given) => {
  const to = textOption(given, 'to');
  if (to === undefined) {
    throw new Failure(
      'usage',
      'it is not said where the plan of production lies',
      'Name its directory with --to.',
    );
  }
  if (textOption(given, 'canary') !== undefined && productionOf(context, given) === null) {
    const mend = 'Name the gateway of production with --production-admin.';
    throw new Failure('usage', 'a canary runs in a gateway', mend);
  }
  const { isOpen, governed, share } = await showGate(context, given);
  if (!isOpen) return 'findings';
  const target = resolve(context.directory, to);
  if (share < 1) return startCanary(context, given, { planFile: governed.planFile, target, share });
  copyPlan(governed.planFile, target);
  context.print.note(`The plan is in ${shownPath(context, target)}.`);
  return reload(context, given);
};

async function startCanary(
  context: Context,
  given: Given,
  of: { readonly planFile: string; readonly target: string; readonly share: number },
): Promise<'clean'> {
  const production = productionOf(context, given) ?? { context, given };
  copyCandidate(of.planFile, of.target);
  const { digest } = await readPlanFiles(candidateFile(join(of.target, 'plan.yaml')));
  await askGateway(production.context, production.given, ({ client }) => client.setCanary(digest, of.share));
  context.print.note(`${shownShare(of.share)} of subjects meet it: ${digest}`);
  context.print.note('See how it does with headgate plan gate, and go on with headgate plan ramp.');
  return 'clean';
}

async function reload(context: Context, given: Given): Promise<'clean'> {
  const production = productionOf(context, given);
  if (production === null) {
    context.print.note('Put it in force: name the gateway with --production-admin, or restart it.');
    return 'clean';
  }
  const { id, changed } = await askGateway(production.context, production.given, ({ client }) =>
    client.reload(),
  );
  context.print.note(changed ? `In force: ${id}` : `It was in force already: ${id}`);
  return 'clean';
}
