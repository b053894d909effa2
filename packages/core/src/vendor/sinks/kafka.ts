/**
 * A Kafka topic. The value of a record is the event as JSON, the same as in a webhook; its headers make it a CloudEvent in
 * binary mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md §3.2).
 *
 * The key is the vendor's pseudonym of the person, else of the device, else the message's id, so that the events of one
 * subject lie in one partition and keep their order. No timestamp is set: the broker's clock is closer than the event's, and
 * brokers refuse timestamps that lie ahead of their own. Consumers drop doubles by `ce_id`.
 */
import type { CleanEvent } from '../../event.ts';
import { hasDay } from '../by-day.ts';
import { toMessage } from '../event-message.ts';
import { createSettingsReader } from '../settings.ts';
import type { SettingsReader } from '../settings.ts';
import type { VendorReading } from '../vendor.ts';
import type { SinkKind } from './sink-kind.ts';

export interface KafkaSettings {
  /** `name:port` in lower case; every broker of the cluster, as its listeners advertise it. */
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly tls: boolean;
  readonly login: KafkaLogin | null;
}

export interface KafkaLogin {
  readonly mechanism: KafkaMechanism;
  readonly username: string;
  readonly password: string;
}

export type KafkaMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export interface KafkaRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

const MECHANISMS: Readonly<Record<string, KafkaMechanism>> = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
};

const KEYS = ['brokers', 'topic', 'tls', 'sasl', 'username', 'password'] as const;

/** Name, IPv4 or bracketed IPv6, and a port from 1 to 65535. */
const BROKER_SHAPE =
  /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\]):(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/i;
/** `Topic.LEGAL_CHARS` of Kafka 4.1, org.apache.kafka.common.internals. */
const TOPIC_SHAPE = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/;

/** The sink's kind: what its settings mean. */
export const kafka: SinkKind<KafkaSettings> = {
  kind: 'kafka',
  /** A broker takes 1,048,588 bytes of one partition at once unless told otherwise (`message.max.bytes`). */
  batch: { eventsMax: 1_000, bytesMax: 900_000 },
  secrets: ['password'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, KEYS);
    const tls = reader.flag('tls', true);
    if (!tls) {
      const message = 'The setting tls sends events unencrypted.';
      reader.warn('plain-kafka', message, 'Leave tls out unless the brokers are your own machine.');
    }
    return reader.finish<KafkaSettings>({
      brokers: reader
        .texts('brokers', { pattern: BROKER_SHAPE, shape: 'a broker as name:port' })
        .map((broker) => broker.toLowerCase()),
      topic: reader.text('topic', { pattern: TOPIC_SHAPE, shape: 'the name of a topic' }),
      tls,
      login: readLogin(reader, tls),
    });
  },
  hosts: (settings) => settings.brokers,
};

function readLogin(reader: SettingsReader, tls: boolean): KafkaLogin | null {
  if (!reader.has('sasl')) {
    for (const key of ['username', 'password']) {
      if (reader.has(key)) reader.refuse(key, 'is of no use without sasl', 'Give sasl, or remove it.');
    }
    return null;
  }
  const mechanism =
    MECHANISMS[
      reader.text('sasl', {
        pattern: /^(?:plain|scram-sha-256|scram-sha-512)$/,
        shape: 'plain, scram-sha-256 or scram-sha-512',
      })
    ];
  const login = { username: reader.text('username'), password: reader.text('password') };
  if (mechanism === 'PLAIN' && !tls) {
    reader.refuse('sasl', 'would send the password unencrypted', 'Use tls, or one of the scram mechanisms.');
  }
  return mechanism === undefined ? null : { mechanism, ...login };
}

/** One record for each event, in their order. */
export function toRecords(events: readonly CleanEvent[]): readonly KafkaRecord[] {
  return events.map((event) => ({
    key: event.userId ?? event.anonymousId ?? event.id,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: `/headgate/${event.environment}`,
      ce_type: `headgate.${event.call}`,
      ...(hasDay(event.time) ? { ce_time: new Date(event.time).toISOString() } : {}),
    },
    value: JSON.stringify(toMessage(event)),
  }));
}

/** Names and numbers of https://kafka.apache.org/41/design/protocol/#error-codes; only a person can mend these. */
const CONFIGURATION_ERRORS: Readonly<Record<string, number>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 3,
  INVALID_TOPIC_EXCEPTION: 17,
  TOPIC_AUTHORIZATION_FAILED: 29,
  CLUSTER_AUTHORIZATION_FAILED: 31,
  UNSUPPORTED_SASL_MECHANISM: 33,
  ILLEGAL_SASL_STATE: 34,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 53,
  SASL_AUTHENTICATION_FAILED: 58,
  UNSUPPORTED_COMPRESSION_TYPE: 76,
};
/** About the size of what was sent. */
const SIZE_ERRORS: readonly string[] = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
/** About a record itself; of several, one may be at fault. */
const RECORD_ERRORS: readonly string[] = ['INVALID_RECORD', 'INVALID_TIMESTAMP'];

/** A broker's refusal: its reading, and for a log the number of the error that decided. */
export interface KafkaReading {
  readonly reading: VendorReading;
  readonly code: number;
}

/** What the errors of one send mean together, by name. Errors that pass, and those not known, ask for another attempt. */
export function readKafkaErrors(errors: readonly string[]): KafkaReading {
  const mended = errors.find((name) => Object.hasOwn(CONFIGURATION_ERRORS, name));
  if (mended !== undefined)
    return { reading: { kind: 'unauthorised' }, code: CONFIGURATION_ERRORS[mended] ?? 0 };
  const isFor = (names: readonly string[]): boolean => errors.some((name) => names.includes(name));
  if (isFor(SIZE_ERRORS)) return { reading: { kind: 'split' }, code: 10 };
  if (isFor(RECORD_ERRORS)) return { reading: { kind: 'refused' }, code: 87 };
  return { reading: { kind: 'later', waitMs: null }, code: 0 };
}
