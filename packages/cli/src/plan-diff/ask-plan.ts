/** The plan of a running gateway, to compare with. */
import { GatewayRefused } from '@headgate/api';
import type { Client, PlanAnswer } from '@headgate/api';
import type { Context, Given } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { readPlanFrom } from './read-against.ts';
import type { Against } from './read-against.ts';

/** The last admitted plan, which the next change is made on; where none was admitted, the one in force. */
export async function askPlan(context: Context, given: Given): Promise<Against> {
  const { answer, isAccepted } = await askGateway(context, given, ({ client }) => askEither(client));
  if (!isAccepted)
    context.print.note('The gateway never admitted a signed plan: compared with the one in force.');
  return { kind: 'plan', plan: readPlanFrom(answer) };
}

async function askEither(
  client: Client,
): Promise<{ readonly answer: PlanAnswer; readonly isAccepted: boolean }> {
  try {
    return { answer: await client.plan({ of: 'accepted' }), isAccepted: true };
  } catch (error) {
    if (!(error instanceof GatewayRefused) || error.problem.refusal !== 'no-accepted-plan') throw error;
    return { answer: await client.plan({ of: 'in-force' }), isAccepted: false };
  }
}
