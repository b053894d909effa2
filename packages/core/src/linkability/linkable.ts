/** A clean event as somebody sees it who holds a vendor's stream, and what only the meter knows of it. */
import type { CleanEvent, Json, JsonObject } from '../event.ts';
import { NO_SUBJECT } from '../protect/pseudonymiser.ts';

export interface LinkableEvent {
  /** Which raw event it was made from: the truth by which a join is judged. */
  readonly origin: number;
  /** Whom it is about, the same for all vendors; null for nobody. The truth again. */
  readonly person: string | null;
  /** Whom the vendor takes it to be about; null where it cannot tell. */
  readonly token: string | null;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Call and name. */
  readonly what: string;
  /** Path → its values, each as `s:text`, `n:number` or `b:true`. Array items share a path. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** What one vendor got, in the order of the raw events. */
export interface Stream {
  readonly vendor: string;
  readonly timeStepMs: number;
  readonly events: readonly LinkableEvent[];
}

export function toLinkable(event: CleanEvent, origin: number): LinkableEvent {
  const values = new Map<string, string[]>();
  for (const path of ['id', 'userId', 'anonymousId', 'groupId', 'previousId'] as const) {
    const value = event[path];
    if (value !== null) values.set(path, [`s:${value}`]);
  }
  gather(event.properties, 'properties', values);
  gather(event.context, 'context', values);
  return {
    origin,
    person: event.subject === NO_SUBJECT ? null : event.subject,
    token: event.userId ?? event.anonymousId,
    time: event.time,
    what: `${event.call} ${event.name}`,
    values,
  };
}

/** Clean events nest as deep as the plan does. */
function gather(value: JsonObject | Json, path: string, values: Map<string, string[]>): void {
  if (Array.isArray(value)) for (const item of value) gather(item, `${path}[]`, values);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) gather(inner, `${path}.${key}`, values);
  } else if (value !== null) {
    const known = values.get(path);
    const text = `${(typeof value)[0]}:${value}`;
    if (known === undefined) values.set(path, [text]);
    else known.push(text);
  }
}
