/**
 * What `decide` seals fields with: the sealers of the recipients file, and the keys of subjects.
 *
 * What stays inside has one sealer for each group; what travels has one for each group, vendor and environment, so that no two
 * vendors can join what they get by an epoch. State is that of its parts. Whatever cannot be sealed is counted by group and reason.
 */
import { NO_SUBJECT } from '@headgate/core';
import type { FieldSealer, SealField, SealRecord, SealRule, SealedEventPlace } from '@headgate/core';
import { parseHeader } from '@headgate/seal/envelope';
import type { Epoch, EventSealer, HeaderSealer, SealRefusal } from '@headgate/seal/envelope';
import type { KnownRecipients, RecipientsInForce, SealerRefusal } from './recipients-in-force.ts';
import type { SubjectKeyRefusal, SubjectKeys } from './subject-keys.ts';

/** Why a field was left out. */
export type FieldRefusal = SealerRefusal | SubjectKeyRefusal | SealRefusal | 'no-subject';

export interface FieldSealerParts {
  readonly recipients: RecipientsInForce;
  /** Null where no pool is configured. */
  readonly subjects: SubjectKeys | null;
  readonly refused: (group: string, reason: FieldRefusal) => void;
}

/** Seals the fields of one event under one header. */
interface OpenedEvent {
  readonly sealer: EventSealer;
  readonly records: readonly SealRecord[];
}

/** An epoch may end between taking it and sealing the last field of an event in it; the next one is then fresh. */
const ATTEMPTS = 2;

export function createFieldSealer({ recipients, subjects, refused }: FieldSealerParts): FieldSealer {
  const recordOf = createHeaderRecords();

  const headersFor = (
    { group, subject: forSubject }: SealRule,
    { environment, vendor, subject }: SealedEventPlace,
  ): { readonly header: HeaderSealer; readonly records: readonly SealRecord[] } | FieldRefusal => {
    const sealer = recipients.sealerFor(group, vendor === null ? 'inside' : `${environment} ${vendor}`);
    if (typeof sealer === 'string') return sealer;
    const epoch: Epoch = sealer.epoch();
    const records = [recordOf(epoch)];
    if (!forSubject) return { header: epoch, records };
    if (subject === NO_SUBJECT) return 'no-subject';
    const tenant = recipients.tenant() ?? '';
    const sealing = subjects?.sealingFor(subject, tenant) ?? 'no-subject-keys';
    if (typeof sealing === 'string') return sealing;
    const header = epoch.subject(sealing.session);
    if (header.kind === 'refused') return header.reason;
    const assigned = sealing.record === null ? [] : [sealing.record];
    return { header, records: [...records, recordOf(header), ...assigned] };
  };
  const open = (rule: SealRule, place: SealedEventPlace): OpenedEvent | FieldRefusal => {
    const found = headersFor(rule, place);
    if (typeof found === 'string') return found;
    const { source, eventName, eventId, vendor } = place;
    const at = { source, eventName, eventId };
    const sealer = found.header.event(vendor === null ? at : { ...at, destination: vendor });
    return sealer.kind === 'refused' ? sealer.reason : { sealer, records: found.records };
  };

  const begin = (place: SealedEventPlace): SealField => {
    const opened = new Map<string, OpenedEvent>();
    return (rule, path, value) => {
      const name = `${rule.group} ${String(rule.subject)}`;
      let reason: FieldRefusal = 'epoch-over';
      for (let attempt = 0; attempt < ATTEMPTS && reason === 'epoch-over'; attempt += 1) {
        const event = opened.get(name) ?? open(rule, place);
        if (typeof event === 'string') {
          reason = event;
          continue;
        }
        opened.set(name, event);
        const sealed = event.sealer.seal(path, value);
        if (sealed.kind === 'sealed') return { text: sealed.text, records: event.records };
        reason = sealed.reason;
        opened.delete(name);
      }
      refused(rule.group, reason);
      return null;
    };
  };
  return { begin, faultOf: bindFaultOf(recipients, subjects !== null) };
}

/** What stands against a rule, by the recipients and whether there is a pool of keys for subjects. */
export function bindFaultOf(recipients: KnownRecipients, hasSubjects: boolean): FieldSealer['faultOf'] {
  return ({ group, subject }) => {
    if (recipients.tenant() === null) return 'seal-without-recipients';
    if (!recipients.groups().has(group)) return 'unknown-recipient-group';
    return subject && !hasSubjects ? 'seal-without-subjects' : null;
  };
}

/** One record for each header, so that what is durable is known by the record itself. */
function createHeaderRecords(): (sealer: HeaderSealer) => SealRecord {
  const known = new WeakMap<HeaderSealer, SealRecord>();
  return (sealer) => {
    const record = known.get(sealer) ?? toRecord(sealer);
    known.set(sealer, record);
    return record;
  };
}

function toRecord({ headerId, header }: HeaderSealer): SealRecord {
  const parsed = parseHeader(header);
  if (typeof parsed === 'string') throw new Error('A sealer has made a header that is none.');
  return { kind: 'header', id: headerId, bytes: header, until: parsed.notAfter };
}
