import { PLAN_SCHEMAS, planJsonSchema } from '@headgate/core';
import type { Run } from '../command.ts';
import { Failure } from '../exit.ts';

/** Prints the JSON Schema (draft-07) of one kind of plan file. Both formats are the same document. */
export const run: Run = async ({ print }, { args: [wanted] }) => {
  const name = PLAN_SCHEMAS.find((each) => each === wanted);
  if (name === undefined) {
    throw new Failure('usage', 'there is no such plan file', `Name one of: ${PLAN_SCHEMAS.join(', ')}.`);
  }
  print.data(JSON.stringify(planJsonSchema(name), null, 2));
  return 'clean';
};
