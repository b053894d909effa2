/** The fields of events: where, of which type, in how many. */
export interface FieldRow {
  readonly path: string;
  readonly types: readonly string[];
  /** Events that have it. */
  readonly events: number;
}

/** Of a received event these are the sender's; the rest is the gateway's own. */
const ROOTS = ['name', 'userId', 'anonymousId', 'groupId', 'previousId', 'properties', 'context'] as const;

/** Every field that holds a value in any of the events, each an event as JSON gave it. */
export function fieldsOf(events: readonly unknown[]): readonly FieldRow[] {
  const types = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const event of events) {
    const own = new Map<string, Set<string>>();
    for (const root of ROOTS) addFields(memberOf(event, root), root, own);
    for (const [path, found] of own) {
      types.set(path, new Set([...(types.get(path) ?? []), ...found]));
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return [...types].map(([path, found]) => ({
    path,
    types: [...found].toSorted(),
    events: counts.get(path) ?? 0,
  }));
}

function memberOf(event: unknown, key: string): unknown {
  if (typeof event !== 'object' || event === null) return undefined;
  return new Map<string, unknown>(Object.entries(event)).get(key);
}

function addFields(value: unknown, path: string, into: Map<string, Set<string>>): void {
  if (value === undefined || value === '' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) addFields(item, `${path}[]`, into);
    return;
  }
  if (typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) addFields(child, `${path}.${key}`, into);
    return;
  }
  into.set(path, (into.get(path) ?? new Set<string>()).add(typeof value));
}
