/** Reads `user_properties` and `group_properties`: operators with their operands, or plain properties that are set. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, Operation } from '../../event.ts';
import { EMPTY_OBJECT, setOwn } from '../read-value.ts';
import { OPERATORS } from './words.ts';

export interface Change {
  readonly operation: Operation;
  readonly properties: JsonObject;
  /** Amplitude's word where ours does not say it all; else null. */
  readonly operator: string | null;
}

/** Ours → the first operator of the table, which is the one that our word is sent back as. */
const PLAIN: ReadonlyMap<Operation, string> = new Map(
  OPERATORS.toReversed().map(([operator, operation]): [Operation, string] => [operation, operator]),
);
const KNOWN: ReadonlySet<string> = new Set(OPERATORS.map(([operator]) => operator));

/** Null where it is no object, or an operand has the wrong shape. Empty where it says nothing. */
export function readChanges(given: Json | undefined): readonly Change[] | null {
  if (given === undefined || given === null) return [];
  if (!isJsonObject(given)) return null;
  const changes: Change[] = [];
  const plain = plainProperties(given);
  if (plain !== null) changes.push({ operation: 'set', properties: plain, operator: null });
  for (const [operator, operation] of OPERATORS) {
    const operand = given[operator];
    if (operand === undefined) continue;
    const properties = readOperand(operation, operand);
    if (properties === null) return null;
    changes.push({ operation, properties, operator: PLAIN.get(operation) === operator ? null : operator });
  }
  return changes;
}

/** Keys that are no operator, which the HTTP API takes as properties to set; null where there are none. */
function plainProperties(given: JsonObject): JsonObject | null {
  const keys = Object.keys(given).filter((key) => !KNOWN.has(key));
  if (keys.length === 0) return null;
  const properties: Record<string, Json> = {};
  for (const key of keys) setOwn(properties, key, given[key] ?? null);
  return properties;
}

function readOperand(operation: Operation, operand: Json): JsonObject | null {
  if (operation === 'delete') return EMPTY_OBJECT;
  if (!isJsonObject(operand)) return null;
  if (operation !== 'unset') return operand;
  const names: Record<string, Json> = {};
  for (const name of Object.keys(operand)) setOwn(names, name, null);
  return names;
}
