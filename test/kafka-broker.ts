/**
 * A real Kafka of one node, in a process of its own on loopback, from the jars that `scripts/kafka.mjs` fetches.
 *
 * Listeners: one without a login; one whose advertised address nobody registers; one with SCRAM; one with TLS and PLAIN.
 */
import { Admin } from '@platformatic/kafka';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './headgate-process.ts';
import { until } from './gateway-fixture.ts';

const run = promisify(execFile);

export const USERNAME = 'headgate';
export const PASSWORD = 'a-password-of-the-test';
const STORE_PASSWORD = 'a-password-of-the-store';
/** Any 16 bytes as base64url. */
const CLUSTER = 'aGVhZGdhdGUtdGVzdC0wMQ';

export interface KafkaBroker {
  /** `127.0.0.1:port` of the listener without a login. */
  readonly open: string;
  /** A listener that advertises another address, and how often somebody connected to that address. */
  readonly elsewhere: { readonly broker: string; readonly advertised: string; readonly visits: () => number };
  /** With SCRAM-SHA-256. */
  readonly login: string;
  /** `localhost:port`, with TLS and PLAIN. */
  readonly secure: string;
  /** The certificate of `secure`, as PEM. */
  readonly certificate: string;
  createTopic(name: string, configs?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Starts it again over the same files, and resolves once it takes connections. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Fetches what is missing, formats the storage and starts. */
export async function startKafka(): Promise<KafkaBroker> {
  const script = fileURLToPath(new URL('../scripts/kafka.mjs', import.meta.url));
  const fetched = await run(process.execPath, [script]);
  const classPath = join(fetched.stdout.trim(), '*');
  const directory = mkdtempSync(join(tmpdir(), 'headgate-kafka-'));
  const ports = {
    open: await freePort(),
    elsewhere: await freePort(),
    login: await freePort(),
    secure: await freePort(),
    controller: await freePort(),
  };
  const trap = await openTrap();
  const certificate = await makeCertificate(directory);
  const properties = join(directory, 'server.properties');
  writeFileSync(properties, propertiesOf(directory, ports, trap.port));
  const scram = `SCRAM-SHA-256=[name=${USERNAME},password=${PASSWORD}]`;
  const format = ['format', '-t', CLUSTER, '-c', properties, '--standalone', '--add-scram', scram];
  await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', ...format]);

  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    const options = ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-cp', classPath];
    child = spawn('java', [...options, 'kafka.Kafka', properties], { stdio: 'ignore' });
    await until(
      () => isOpen(ports.open),
      (open) => open,
    );
  };
  await start();
  return {
    open: `127.0.0.1:${ports.open}`,
    elsewhere: {
      broker: `127.0.0.1:${ports.elsewhere}`,
      advertised: `127.0.0.1:${trap.port}`,
      visits: trap.visits,
    },
    login: `127.0.0.1:${ports.login}`,
    secure: `localhost:${ports.secure}`,
    certificate,
    createTopic: (name, configs = {}) => createTopic(`127.0.0.1:${ports.open}`, name, configs),
    kill,
    start,
    close: async () => {
      await kill();
      await trap.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Ports {
  readonly open: number;
  readonly elsewhere: number;
  readonly login: number;
  readonly secure: number;
  readonly controller: number;
}

/** https://kafka.apache.org/41/configuration/broker-configs/ */
function propertiesOf(directory: string, ports: Ports, advertisedElsewhere: number): string {
  const plainLogin = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: [
      `OPEN://127.0.0.1:${ports.open}`,
      `ELSEWHERE://127.0.0.1:${ports.elsewhere}`,
      `LOGIN://127.0.0.1:${ports.login}`,
      `SECURE://localhost:${ports.secure}`,
      `CONTROLLER://127.0.0.1:${ports.controller}`,
    ].join(','),
    'advertised.listeners': [
      `OPEN://127.0.0.1:${ports.open}`,
      `ELSEWHERE://127.0.0.1:${advertisedElsewhere}`,
      `LOGIN://127.0.0.1:${ports.login}`,
      `SECURE://localhost:${ports.secure}`,
    ].join(','),
    'listener.security.protocol.map':
      'OPEN:PLAINTEXT,ELSEWHERE:PLAINTEXT,LOGIN:SASL_PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'OPEN',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${ports.controller}`,
    'listener.name.login.sasl.enabled.mechanisms': 'SCRAM-SHA-256',
    'listener.name.login.scram-sha-256.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.secure.plain.sasl.jaas.config': `${plainLogin} user_${USERNAME}="${PASSWORD}";`,
    'listener.name.secure.ssl.keystore.location': join(directory, 'store.p12'),
    'listener.name.secure.ssl.keystore.type': 'PKCS12',
    'listener.name.secure.ssl.keystore.password': STORE_PASSWORD,
    'log.dirs': join(directory, 'logs'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'auto.create.topics.enable': 'false',
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** A key and its certificate for `localhost`, by the runtime's own tool. */
async function makeCertificate(directory: string): Promise<string> {
  const store = ['-keystore', join(directory, 'store.p12'), '-storepass', STORE_PASSWORD, '-alias', 'broker'];
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost', '-ext', 'bc=ca:true'];
  await run('keytool', ['-genkeypair', '-keyalg', 'RSA', '-storetype', 'PKCS12', ...subject, ...store]);
  const file = join(directory, 'certificate.pem');
  await run('keytool', ['-exportcert', '-rfc', '-file', file, ...store]);
  return readFileSync(file, 'utf8');
}

/** An address that must never be visited. */
async function openTrap(): Promise<{ port: number; visits: () => number; close: () => Promise<void> }> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    visits: () => visits,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function createTopic(
  broker: string,
  name: string,
  configs: Readonly<Record<string, string>>,
): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker] });
  try {
    const written = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
    await admin.createTopics({ topics: [name], partitions: 3, replicas: 1, configs: written });
  } finally {
    await admin.close();
  }
}
