/**
 * The outbound door to Kafka: beside `send.ts`, the only file that lets a connection be opened.
 *
 * State: one idempotent producer, made at the first send and thrown away after any failure, because what it knows of the
 * cluster and of its sequence numbers may be wrong by then. Invariants: only registered brokers pass, also those that the
 * cluster names in its metadata; names are looked up under the same rules as for HTTP, and the connection uses that very
 * look-up; one send at a time, so that records keep their order; a send ends within the door's time, and the brokers' answers
 * to it within the door's bytes; no key, value or message of the library leaves this file. A crash leaves nothing behind:
 * the queue gives the events out again, under the same ids.
 */
import type { KafkaRecord, KafkaSettings } from '@headgate/core';
import {
  GenericError,
  kGetBootstrapConnection,
  kGetConnection,
  NetworkError,
  Producer,
  stringSerializers,
} from '@platformatic/kafka';
import type { Broker, Callback, Connection, ProducerOptions } from '@platformatic/kafka';
import { isIP } from 'node:net';
import type { Clock } from '../runtime.ts';
import { createSerial } from '../serial.ts';
import { createAddressRules } from './addresses.ts';
import { createGuard, ForbiddenAddress, resolveBySystem } from './guard.ts';
import type { Guard, Resolve } from './guard.ts';
import type { DoorLimits } from './limits.ts';
import type { Sent } from './send.ts';

export interface KafkaDoorOptions {
  readonly settings: KafkaSettings;
  readonly privateAddressesAllowed: boolean;
  readonly limits: DoorLimits;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve | undefined;
}

export type KafkaSent =
  /** Every replica in sync has every record. */
  | { readonly kind: 'acknowledged' }
  /** Brokers answered with these errors, by name; some partitions may have their records all the same. */
  | { readonly kind: 'refused'; readonly errors: readonly string[] }
  | Extract<Sent, { kind: 'failed' }>;

export interface KafkaDoor {
  /** Sends all records, in order. Never rejects. */
  send(records: readonly KafkaRecord[]): Promise<KafkaSent>;
  /** Ends every connection; what is under way, and what comes after, fails as `network`. */
  close(): void;
}

/** Makes the door. Opens nothing yet. */
export function createKafkaDoor(options: KafkaDoorOptions): KafkaDoor {
  const guard = createGuard(options, createAddressRules(), options.resolve ?? resolveBySystem);
  const serial = createSerial();
  let producer: GuardedProducer | null = null;
  let isClosed = false;
  const drop = (): void => {
    producer?.end();
    producer = null;
  };
  return {
    send: (records) =>
      serial(async () => {
        if (isClosed) return { kind: 'failed', cause: 'network' };
        producer ??= new GuardedProducer(options, guard);
        const sent = await sendWith(producer, records, options);
        if (sent.kind !== 'acknowledged') drop();
        return sent;
      }),
    close: () => {
      isClosed = true;
      drop();
    },
  };
}

async function sendWith(
  producer: GuardedProducer,
  records: readonly KafkaRecord[],
  { settings, limits, clock }: KafkaDoorOptions,
): Promise<KafkaSent> {
  const over = new AbortController();
  const late = clock
    .sleep(limits.timeoutMs, over.signal)
    .then((): KafkaSent => ({ kind: 'failed', cause: 'timeout' }));
  const sent = await Promise.race([producer.produce(records, settings.topic), late]);
  over.abort();
  return sent;
}

/** What a broker that must not be reached fails with; never tried again. */
class Refusal extends GenericError {
  readonly egress: 'unregistered-host' | 'forbidden-address';

  constructor(egress: Refusal['egress']) {
    super('PLT_KFK_USER', 'The broker must not be reached.', { canRetry: false });
    this.egress = egress;
  }
}

/** Attempts within one send, for a leader that has just moved; at least 2, or the library tries for ever. */
const RETRIES = 2;
const RETRY_WAIT_MS = 200;

/** A producer whose every connection goes through `#reach`: the library asks these two methods for all of them. */
class GuardedProducer extends Producer<string, string, string, string> {
  readonly #guard: Guard;
  readonly #settings: KafkaSettings;
  readonly #answerBytesMax: number;
  #answerBytes = 0;

  constructor({ settings, limits }: KafkaDoorOptions, guard: Guard) {
    super(producerOptions(settings, limits, guard));
    this.#guard = guard;
    this.#settings = settings;
    this.#answerBytesMax = limits.answerBytesMax;
    this.connections.on('connecting', ({ connection }) => {
      // A connection may fail once more after whoever waited for it has been told.
      connection.on('error', () => undefined);
    });
    this.connections.on('connect', ({ connection }) => this.#count(connection));
  }

  async produce(records: readonly KafkaRecord[], topic: string): Promise<KafkaSent> {
    this.#answerBytes = 0;
    try {
      await this.send({ messages: records.map((record) => ({ ...record, topic })) });
      return { kind: 'acknowledged' };
    } catch (error) {
      return meaningOf(error);
    }
  }

  /** Ends at once, also what is under way. */
  end(): void {
    for (const [, connection] of this.connections) connection.socket?.destroy();
    // What it still waits for fails for `produce`, or for nobody.
    void this.close(true).catch(() => undefined);
  }

  override [kGetConnection](broker: Broker | undefined, callback: Callback<Connection>): void {
    if (broker === undefined) callback(new NetworkError('No leader is known.', { hasStaleMetadata: true }));
    else this.#reach(broker, callback);
  }

  /** The registered brokers in turn; what the metadata names beside them is not asked. */
  override [kGetBootstrapConnection](callback: Callback<Connection>, attempt = 0): void {
    const { brokers } = this.#settings;
    const first = attempt % brokers.length;
    const order = [...brokers.slice(first), ...brokers.slice(0, first)];
    const next = (failure: Error | null): void => {
      const broker = order.shift();
      if (broker === undefined) callback(failure ?? new NetworkError('No broker is registered.'));
      else
        this.#reach(brokerOf(broker), (error, connection) =>
          error === null ? callback(null, connection) : next(error),
        );
    };
    next(null);
  }

  #reach(broker: Broker, done: Callback<Connection>): void {
    const { host, port } = broker;
    const callback: typeof done = (error, connection) => done(error && finalOf(error), connection);
    if (this.#answerBytes > this.#answerBytesMax) {
      return callback(new NetworkError('The answers are too long.', { canRetry: false }));
    }
    if (!this.#settings.brokers.includes(textOf(broker))) return callback(new Refusal('unregistered-host'));
    if (!this.#guard.allowsLiteral(host)) return callback(new Refusal('forbidden-address'));
    // Over TLS the name is needed for the certificate, and the socket takes the guarded look-up; without, it takes the address.
    if (this.#settings.tls || isIP(host) !== 0) return super[kGetConnection](broker, callback);
    this.#guard.lookup(host, { all: false }, (error, address) => {
      if (error !== null) callback(new NetworkError('The broker has no address.', { cause: error }));
      else if (typeof address === 'string') super[kGetConnection]({ host: address, port }, callback);
    });
  }

  #count(connection: Connection): void {
    connection.socket.on('data', (piece: Buffer) => {
      this.#answerBytes += piece.length;
      if (this.#answerBytes > this.#answerBytesMax) connection.socket.destroy();
    });
  }
}

/** A broker that answers while a connection is made refuses the login; another attempt would only lock the account. */
function finalOf(error: Error): Error {
  if (namesIn(withCauses(error)).length === 0) return error;
  return new GenericError('PLT_KFK_AUTHENTICATION', 'The login was refused.', {
    canRetry: false,
    cause: error,
  });
}

function producerOptions(
  { brokers, tls, login }: KafkaSettings,
  { timeoutMs }: DoorLimits,
  guard: Guard,
): ProducerOptions<string, string, string, string> {
  return {
    clientId: 'headgate',
    bootstrapBrokers: brokers.map(brokerOf),
    serializers: stringSerializers,
    // With it go `acks: all` and one request at a time, so that a repetition within the producer makes no double.
    idempotent: true,
    autocreateTopics: false,
    compression: 'gzip',
    retries: RETRIES,
    retryDelay: RETRY_WAIT_MS,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    ...(tls ? { tls: { lookup: guard.lookup } } : {}),
    // TLS asks for a name, which an address is not (RFC 6066 §3).
    ...(tls && brokers.every((broker) => isIP(brokerOf(broker).host) === 0) ? { tlsServerName: true } : {}),
    ...(login === null ? {} : { sasl: login }),
  };
}

/** From `name:port`, an IPv6 address without its brackets. */
function brokerOf(text: string): Broker {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** `name:port` as the settings write it. */
function textOf({ host, port }: Broker): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`.toLowerCase();
}

/** Never the message: it may quote what was sent. */
function meaningOf(error: unknown): KafkaSent {
  const all = withCauses(error);
  const refusal = all.find((each) => each instanceof Refusal);
  if (refusal !== undefined) return { kind: 'failed', cause: refusal.egress };
  if (all.some((each) => each instanceof ForbiddenAddress))
    return { kind: 'failed', cause: 'forbidden-address' };
  const errors = namesIn(all);
  return errors.length > 0 ? { kind: 'refused', errors } : { kind: 'failed', cause: 'network' };
}

/** An error and all that it came of. */
function withCauses(error: unknown): readonly Error[] {
  const found = new Set<Error>();
  const waiting: unknown[] = [error];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!(next instanceof Error) || found.has(next)) continue;
    found.add(next);
    waiting.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return [...found];
}

/** The protocol's names of the errors that brokers answered with, each once. */
function namesIn(errors: readonly Error[]): readonly string[] {
  return [...new Set(errors.flatMap((error) => nameOf(error) ?? []))];
}

/** The protocol's name of an error that a broker answered with. */
function nameOf(error: Error): string | null {
  if ('apiId' in error && typeof error.apiId === 'string') return error.apiId;
  // The library drops the answer's own error here and makes its own (clients/base/base.js of 2.12.1).
  return error.message.startsWith('Unknown topic ') ? 'UNKNOWN_TOPIC_OR_PARTITION' : null;
}
