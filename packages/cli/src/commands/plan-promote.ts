import { resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { copyPlan } from '../review/copy-plan.ts';
import { shownPath } from '../review/gate-facts.ts';
import { showGate } from '../review/show-gate.ts';

/** Of the gateway that is asked; two gateways have two tokens. */
const TOKEN = 'HEADGATE_ADMIN_TOKEN';
const PRODUCTION_TOKEN = 'HEADGATE_PRODUCTION_ADMIN_TOKEN';

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
  const url = textOption(given, 'productionAdmin');
  if (url === undefined) {
    context.print.note('Put it in force: name the gateway with --production-admin, or restart it.');
    return 'clean';
  }
  const there: Given = { ...given, options: { ...given.options, admin: url } };
  const token = context.environment[PRODUCTION_TOKEN] ?? context.environment[TOKEN];
  const withToken: Context = { ...context, environment: { ...context.environment, [TOKEN]: token } };
  const { id, changed } = await askGateway(withToken, there, ({ client }) => client.reload());
  context.print.note(changed ? `In force: ${id}` : `It was in force already: ${id}`);
  return 'clean';
}
