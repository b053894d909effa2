/** Where two values differ, path by path. */
import type { Json } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';

export interface Difference {
  /** `properties.items[0].sku`. */
  readonly path: string;
  /** Undefined where there is nothing. */
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
}

/** Every path at which they differ, in the order of the expected value's keys and then of the other's. */
export function differences(
  expected: Json | undefined,
  got: Json | undefined,
  path: string,
): readonly Difference[] {
  if (isJsonObject(expected) && isJsonObject(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...keys].flatMap((key) =>
      differences(own(expected, key), own(got, key), path === '' ? key : `${path}.${key}`),
    );
  }
  if (isJsonArray(expected) && isJsonArray(got)) {
    const length = Math.max(expected.length, got.length);
    return Array.from({ length }).flatMap((_, at) => differences(expected[at], got[at], `${path}[${at}]`));
  }
  return Object.is(expected, got) ? [] : [{ path, expected, got }];
}

function own(value: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
