/** The gateway of production, beside the one where a plan was tried: two gateways have two tokens. */
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';

const TOKEN = 'HEADGATE_ADMIN_TOKEN';
const PRODUCTION_TOKEN = 'HEADGATE_PRODUCTION_ADMIN_TOKEN';

/** With what to ask it as any other gateway is asked; null where none is named. */
export function productionOf(
  context: Context,
  given: Given,
): { readonly context: Context; readonly given: Given } | null {
  const url = textOption(given, 'productionAdmin');
  if (url === undefined) return null;
  const token = context.environment[PRODUCTION_TOKEN] ?? context.environment[TOKEN];
  return {
    context: { ...context, environment: { ...context.environment, [TOKEN]: token } },
    given: { ...given, options: { ...given.options, admin: url } },
  };
}
