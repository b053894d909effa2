/**
 * Seals the fields of one event, as the projections of its vendors ask for it: once for all vendors what stays inside, for each
 * vendor apart what travels, so that no two of them have a text in common.
 */
import type { ReceivedEvent } from '../event.ts';
import type {
  FieldSealer,
  RunningSealing,
  SealField,
  SealRecord,
  SealedEventPlace,
  SealedField,
  SealedText,
} from './field-sealer.ts';
import type { Identified } from './identify.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

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
        const fields = [...kept.values()];
        return { environment, source, eventName, eventId, fields, records: [...records] };
      },
    };
  };
}
