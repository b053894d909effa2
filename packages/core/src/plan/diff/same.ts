/** Whether two JSON-like values are equal; the order of keys does not count, a key that is undefined counts as absent. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) if (!isSame(own(left, key), own(right, key))) return false;
  return true;
}

/** The value of an own key; undefined where there is none. */
export function own<V>(table: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What of the one list is missing in the other. */
export function without<T>(list: readonly T[] | undefined, other: readonly T[] | undefined): T[] {
  const known = new Set(other);
  return [...new Set(list)].filter((each) => !known.has(each));
}

/** Whether a key is one of the branches or stands below one. */
export function isBelow(key: string, branches: readonly string[]): boolean {
  return branches.some((branch) => key === branch || key.startsWith(`${branch}.`));
}
