/**
 * Seals the fields of one event, as the projections of its vendors ask for it: once for all vendors what stays inside, for each
 * vendor apart what travels, so that no two of them have a text in common.
 */
import type { Json, ReceivedEvent } from '../event.ts';
import type {
  FieldSealer,
  SealField,
  SealRecord,
  SealRule,
  SealedEvent,
  SealedEventPlace,
  SealedField,
  SealedText,
} from './field-sealer.ts';
import type { Identified } from './identify.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

/** A vendor, and its position in `Tokens`. */
export interface VendorAt {
  readonly name: string;
  readonly position: number;
}

/** The sealing of one event. `path` has the positions in arrays. */
export interface EventSealing {
  /** The text for the vendor alone; null where it cannot be sealed. */
  readonly travel: (rule: SealRule, vendor: VendorAt, path: string, value: Json) => string | null;
  /** Keeps the value inside, sealed; false where it cannot be sealed. The same path and group is sealed once. */
  readonly keep: (rule: SealRule, path: string, value: Json) => boolean;
}

/** An event's sealing, and what came of it. */
export interface RunningSealing extends EventSealing {
  /** Null where nothing was sealed. */
  readonly sealed: () => SealedEvent | null;
}

/** No vendor can have this name: the plan's names start with a letter. */
const INTERNAL = '@internal';

/**
 * Gives the internal id of an event: the same when its sender sends it again, and of no use at any vendor. Two sources that give the
 * same id are apart.
 */
export function bindEventId(
  pseudonymiser: Pseudonymiser,
): (source: ReceivedEvent['source'], id: string) => string {
  const tokens = pseudonymiser.messages([INTERNAL]);
  return ({ environment, id: name }, id) => tokens(`${environment} ${name} ${id}`)[0] ?? '';
}

export function compileSealing(
  sealer: FieldSealer,
  pseudonymiser: Pseudonymiser,
  eventName: string,
): (event: ReceivedEvent, identified: Identified) => RunningSealing {
  const eventIdOf = bindEventId(pseudonymiser);
  return (event, { subject, message }) => {
    const { environment, id: source } = event.source;
    const records = new Set<SealRecord>();
    const kept = new Map<string, SealedField>();
    const sealers = new Map<string | null, SealField>();
    const place = { environment, source, eventName, subject };
    let eventId = '';

    const sealerFor = (of: Pick<SealedEventPlace, 'vendor' | 'eventId'>): SealField => {
      const known = sealers.get(of.vendor) ?? sealer.begin({ ...place, ...of });
      sealers.set(of.vendor, known);
      return known;
    };
    const note = (sealed: SealedText | null): string | null => {
      for (const record of sealed?.records ?? []) records.add(record);
      return sealed?.text ?? null;
    };
    return {
      travel: (rule, { name, position }, path, value) =>
        note(sealerFor({ vendor: name, eventId: message[position] ?? '' })(rule, path, value)),
      keep: (rule, path, value) => {
        const key = `${rule.group} ${path}`;
        if (kept.has(key)) return true;
        if (eventId === '') eventId = eventIdOf(event.source, event.id);
        const text = note(sealerFor({ vendor: null, eventId })(rule, path, value));
        if (text !== null) kept.set(key, { path, group: rule.group, text });
        return text !== null;
      },
      sealed: () => {
        if (records.size === 0) return null;
        const { environment: _, ...rest } = place;
        return {
          environment,
          source: rest.source,
          eventName,
          eventId,
          fields: [...kept.values()],
          records: [...records],
        };
      },
    };
  };
}
