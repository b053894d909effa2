/** What `user_properties` or `group_properties` change: one change for each operator, in Amplitude's order. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { EMPTY_OBJECT, readObject, setOwn } from '../read-value.ts';
import { OPERATORS } from './words.ts';
import type { Operator } from './words.ts';

export interface Change extends Operator {
  readonly properties: JsonObject;
}

/** The changes, or null when the value is no object or an operator has the wrong shape. Names that are no operators are set. */
export function readChanges(value: Json | undefined): readonly Change[] | null {
  const given = readObject(value);
  if (given === null) return null;
  const plain = plainProperties(given);
  const changes: Change[] = [];
  for (const operator of OPERATORS) {
    const operand = operator.word === '$set' ? mergedSet(given, plain) : given[operator.word];
    if (operand === undefined) continue;
    const properties = readOperand(operator, operand);
    if (properties === null) return null;
    changes.push({ ...operator, properties });
  }
  return changes;
}

const WORDS: ReadonlySet<string> = new Set(OPERATORS.map(({ word }) => word));

function plainProperties(given: JsonObject): JsonObject {
  const plain: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!WORDS.has(name)) setOwn(plain, name, value);
  }
  return plain;
}

/** `$set` and the plain properties together; what `$set` names wins. */
function mergedSet(given: JsonObject, plain: JsonObject): Json | undefined {
  const set = given['$set'];
  if (Object.keys(plain).length === 0) return set;
  if (set === undefined) return plain;
  return isJsonObject(set) ? { ...plain, ...set } : set;
}

function readOperand({ operation }: Operator, operand: Json): JsonObject | null {
  if (operation === 'delete') return EMPTY_OBJECT;
  if (!isJsonObject(operand)) return null;
  if (operation === 'unset') return mapped(operand, () => null);
  return operation === 'union' ? mapped(operand, listed) : operand;
}

/** A union is of lists (https://developer.mixpanel.com/reference/user-profiles); Amplitude takes a single value for a list of one. */
function listed(value: Json): Json {
  return isJsonArray(value) ? value : [value];
}

function mapped(operand: JsonObject, change: (value: Json) => Json): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(operand)) setOwn(properties, name, change(value));
  return properties;
}
