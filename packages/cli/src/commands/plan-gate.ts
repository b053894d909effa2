import type { Run } from '../command.ts';
import { showGate } from '../review/show-gate.ts';

/** Says what stands between a plan and production, and who can change it; ends with `findings` where anything does. */
export const run: Run = async (context, given) => {
  const { isOpen } = await showGate(context, given);
  return isOpen ? 'clean' : 'findings';
};
