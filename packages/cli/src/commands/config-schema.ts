import { configJsonSchema } from '@headgate/gateway';
import type { Run } from '../command.ts';

/** Prints the JSON Schema (draft-07) of `headgate.yaml`. Both formats are the same document. */
export const run: Run = async ({ print }) => {
  print.data(JSON.stringify(configJsonSchema(), null, 2));
  return 'clean';
};
