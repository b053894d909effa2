import { resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { copyPlan } from '../review/copy-plan.ts';
import { productionOf } from '../review/production-gateway.ts';
import { shownPath } from '../review/gate-facts.ts';
import { showGate } from '../review/show-gate.ts';

/** Puts a plan in the place of the one in production where the gate is open, and has its gateway put it in force. */
export const run: Run = async (context, given) => {
  const to = textOption(given, 'to');
  if (to === undefined) {
    throw new Failure(
      'usage',
      'promoted to where?',
      'Name the directory of the plan in production with --to.',
    );
  }
  const { isOpen, governed } = await showGate(context, given);
  if (!isOpen) return 'findings';
  const target = resolve(context.directory, to);
  copyPlan(governed.planFile, target);
  context.print.note(`The plan is in ${shownPath(context, target)}.`);
  return reload(context, given);
};

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
