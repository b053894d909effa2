/**
 * What is kept between pages, under one key of localStorage, and only after consent:
 * `{ id, born, parked }`. `id` is the anonymous id, `born` is milliseconds since 1970; `parked` holds entries that could not be sent before a page went. Who takes
 * them removes them in the same breath, so that two tabs do not both send them. `forget` removes the key. A storage that is
 * full, blocked or holds something else counts as empty.
 */
import type { Entry } from '../event.ts';
import { createQueue } from '../queue.ts';
import { randomId } from '../random.ts';

interface Kept {
  readonly id?: string | undefined;
  readonly born?: number;
  readonly parked?: readonly Entry[];
}

export interface Store {
  /** The anonymous id, a new one where the old has had its time. */
  id(): string;
  renew(): void;
  /** Adds to what is parked, within the bounds; gives back what was dropped for it, or null where nothing can be stored. */
  park(entries: readonly Entry[]): readonly Entry[] | null;
  unpark(): readonly Entry[];
  forget(): void;
}

export interface StoreOptions {
  readonly key: string;
  readonly idLifetimeMs: number;
  readonly countMax: number;
  readonly bytesMax: number;
  /** Null keeps all in memory. */
  readonly area: () => Storage | null;
}

export function createStore({ key, idLifetimeMs, countMax, bytesMax, area }: StoreOptions): Store {
  let memory: Kept = {};
  const read = (): Kept => {
    try {
      const storage = area();
      const found: unknown = storage ? JSON.parse(storage.getItem(key) ?? '{}') : memory;
      return isKept(found) ? { ...memory, ...found } : memory;
    } catch {
      return memory;
    }
  };
  /** Whether it will be there after the page. */
  const write = (record: Kept): boolean => {
    memory = { id: record.id, born: record.born ?? 0 };
    try {
      const storage = area();
      storage?.setItem(key, JSON.stringify(record));
      return !!storage;
    } catch {
      return false;
    }
  };
  return {
    id: () => {
      const record = read();
      const age = Date.now() - (record.born ?? 0);
      if (record.id && age >= 0 && age < idLifetimeMs) return record.id;
      const id = randomId();
      write({ ...record, id, born: Date.now() });
      return id;
    },
    renew: () => void write({ ...read(), id: undefined }),
    park: (entries) => {
      const record = read();
      const queue = createQueue(countMax, bytesMax);
      const dropped = [...queue.add(record.parked ?? []), ...queue.add(entries)];
      return write({ ...record, parked: queue.take(Infinity, Infinity) }) ? dropped : null;
    },
    unpark: () => {
      const { parked, ...rest } = read();
      return parked && write(rest) ? parked : [];
    },
    forget: () => {
      memory = {};
      try {
        area()?.removeItem(key);
      } catch {
        // Blocked, so nothing of ours is in it.
      }
    },
  };
}

/** Whatever else stands under the key was not written by this version. */
function isKept(found: unknown): found is Kept {
  if (typeof found !== 'object' || found === null) return false;
  const isId = !('id' in found) || typeof found.id === 'string';
  return isId && (!('parked' in found) || (Array.isArray(found.parked) && found.parked.every(isEntry)));
}

function isEntry(found: unknown): found is Entry {
  return (
    holds(found, 'message') &&
    holds(found.message, 'context') &&
    holds(found.message.context, 'consent') &&
    holds(found.message.context.consent, 'categoryPreferences') &&
    'at' in found &&
    'bytes' in found &&
    typeof found.at === typeof found.bytes &&
    typeof found.bytes === 'number'
  );
}

function holds<Key extends string>(value: unknown, key: Key): value is Readonly<{ [key in Key]: object }> {
  // A value that is an object can be asked for any key.
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'object';
}
