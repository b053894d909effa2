/**
 * The composition root: makes every part, hands it what it needs, and starts and stops them in order.
 *
 * States: made → started → stopped; each step once. What was made holds its files and locks until `stop`, whether or not it was
 * started. The data plane and the control plane know nothing of each other; they meet here, in the snapshot, the queue, the
 * ledger and the states of vendors.
 */
import { findEndpoint } from '@headgate/core';
import type { Checked, Issue } from '@headgate/core';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { openCohortFile } from './cohort/cohort-file.ts';
import type { CohortFile } from './cohort/cohort-file.ts';
import type { Config } from './config/config.ts';
import { controlHandlers } from './control-handlers.ts';
import { createControlServer } from './control/http/server.ts';
import type { ControlServer } from './control/http/server.ts';
import { openAdminToken } from './control/http/token.ts';
import { countDeliveries, countEndings, createIngestMetrics } from './count.ts';
import { dataFilesIn } from './data-files.ts';
import { createDeliverer } from './deliver/deliver.ts';
import type { Deliverer } from './deliver/deliver.ts';
import type { Resolve } from './deliver/guard.ts';
import type { Hold } from './ingest/collect.ts';
import { createIngest } from './ingest/ingest.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Ledger } from './ledger/ledger.ts';
import { openKeys } from './keys.ts';
import type { Keys } from './keys.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { createLedgerPump } from './ledger/pump.ts';
import type { LedgerPump } from './ledger/pump.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { openSealing } from './open-sealing.ts';
import type { FieldSealing } from './open-sealing.ts';
import { openHold, openReview } from './open-quarantine.ts';
import { createPlanHolder, loadFirst } from './plan-holder.ts';
import type { PlanHolder } from './plan-holder.ts';
import type { QuarantineReview } from './quarantine/review.ts';
import { openDiskQueue } from './queue/disk-queue.ts';
import type { Queue } from './queue/queue.ts';
import { retentionClasses } from './retention-classes.ts';
import { createRetention } from './retention/retention.ts';
import type { Retention } from './retention/retention.ts';
import { causeOf } from './runtime.ts';
import type { Clock, Log, Random } from './runtime.ts';
import { createEpochTimer } from './seal/expire-epochs.ts';
import type { EpochTimer } from './seal/expire-epochs.ts';
import type { RecipientsInForce } from './seal/recipients-in-force.ts';
import { openSinks } from './sinks.ts';
import type { Sinks } from './sinks.ts';
import { openCanaryFile } from './snapshot/canary-file.ts';
import { openPlanGuard } from './snapshot/review/plan-guard.ts';
import { openVendorStates } from './snapshot/vendor-states.ts';
import type { VendorStatesStore } from './snapshot/vendor-states.ts';
import { createSystemClock, createSystemRandom } from './system.ts';
import { createWatch } from './watch.ts';
import type { Watch } from './watch.ts';

export interface Ports {
  readonly server: number;
  readonly admin: number;
}

export interface Gateway {
  /** Resolves once requests are taken. Rejects, stopped, when an address cannot be had. */
  start(): Promise<Ports>;
  /** Answers what is under way, keeps what is accepted, and closes every file. May be called again. */
  stop(): Promise<void>;
  /** Null before the start. */
  ports(): Ports | null;
  /** For in-process callers; the same as over the admin port. */
  readonly plans: Pick<PlanHolder, 'reload'>;
  /** The bearer token of the admin port. */
  readonly adminToken: string;
}

/** What may be handed in instead of the real thing. */
export interface GatewayParts {
  readonly log: Log;
  /** Of Headgate. */
  readonly version: string;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Default: the disk queue in the data directory. */
  readonly queue?: Queue;
  /** Default: the system's resolver of names. */
  readonly resolve?: Resolve;
}

/** Makes a gateway. The value is null when the plan, a vendor's settings or a file of the data directory stands against it. */
export async function createGateway(config: Config, parts: GatewayParts): Promise<Checked<Gateway>> {
  const clock = parts.clock ?? createSystemClock();
  const opened: Opened[] = [];
  const issues: Issue[] = [];
  try {
    const made = await make(config, { ...parts, clock, opened, issues });
    return { value: made, issues };
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    return { value: null, issues: [...issues, error.issue] };
  } finally {
    // On success `make` has taken the list over and left it empty.
    for (const each of opened.toReversed()) await each.close();
  }
}

interface Opened {
  close(): Promise<void>;
}

interface Making extends GatewayParts {
  readonly clock: Clock;
  /** What is to be closed, in reverse, when a later part cannot be made. */
  readonly opened: Opened[];
  readonly issues: Issue[];
}

async function make(config: Config, making: Making): Promise<Gateway | null> {
  const { clock, log, opened, issues } = making;
  const files = dataFilesIn(config.dataDirectory, config.keyFile);
  await attempt(config.dataDirectory, () => mkdir(config.dataDirectory, { recursive: true, mode: 0o700 }));
  const usualKeys = dataFilesIn(config.dataDirectory).keys;
  const keys = await attempt(files.keys, () => openKeys({ ...files, usualKeys }, clock, log));
  const { pseudonymiser } = keys;
  const adminToken = await attempt(files.adminToken, () => openAdminToken(files.adminToken));
  const guard = await attempt(files.acceptedPlan, () =>
    openPlanGuard({ path: files.acceptedPlan, planFile: config.planFile, policy: config.reviews, clock }),
  );
  const { limits } = config;
  const cohortFile = await attempt(files.cohorts, () =>
    openCohortFile({ path: files.cohorts, clock, log, ...limits.kGate }),
  );
  const metrics = createMetrics();
  const sealing = await attempt(files.sealed, () =>
    openSealing({ config, directory: files.sealed, clock, log, metrics }),
  );
  opened.push(sealing);
  const { recipients, sealer } = sealing;
  const grounds = { config, pseudonymiser, cohorts: cohortFile.cohorts, guard, recipients, sealer, clock };
  const canaryFile = await attempt(files.canary, () => openCanaryFile(files.canary));
  const loaded = await loadFirst(grounds, issues);
  if (loaded === null) return null;

  const ledger = await attempt(files.ledger, () =>
    openLedger({ path: files.ledger, clock, ...limits.ledger }),
  );
  opened.push(ledger);
  // After the ledger, because the queue's journal goes on from where the ledger has read to.
  const journalReadThrough = ledger.position();
  const queue =
    making.queue ??
    (await attempt(files.queue, () =>
      openDiskQueue({
        directory: files.queue,
        clock,
        journalReadThrough,
        quarantineBytesMax: limits.quarantine.bytesMax,
        ...limits.queue,
      }),
    ));
  opened.push(queue);
  const states = await attempt(files.vendorStates, () =>
    openVendorStates({ path: files.vendorStates, clock, log }),
  );
  const sinks = await attempt(config.file, () =>
    openSinks(loaded.lanes, { limits, clock, resolve: making.resolve, uploads: files.uploads }),
  );
  opened.length = 0;

  const plans = createPlanHolder(loaded, { ...grounds, canaryFile, clock, log });
  await plans.canary.restore();
  return run(config, {
    ...making,
    adminToken,
    keys,
    plans,
    metrics,
    sealing,
    recipients,
    cohortFile,
    queue,
    ledger,
    pump: createLedgerPump({ queue, ledger, clock, log, ...limits.ledger }),
    states,
    sinks,
  });
}

interface Made extends Making {
  readonly adminToken: string;
  readonly keys: Keys;
  readonly plans: PlanHolder;
  readonly metrics: Metrics;
  readonly sealing: FieldSealing;
  readonly recipients: RecipientsInForce;
  readonly cohortFile: CohortFile;
  readonly queue: Queue;
  readonly ledger: Ledger;
  readonly pump: LedgerPump;
  readonly states: VendorStatesStore;
  readonly sinks: Sinks;
}

function run(config: Config, made: Made): Gateway {
  const { clock, log, plans, pump, adminToken } = made;
  const startedAt = clock.now();
  const watch = watchOf(config, made);
  const deliverer = delivererOf(config, made);
  const quarantine = { ...made, ...made.keys, config };
  const ingest = ingestOf(config, made, { watch, hold: openHold(quarantine) });
  const review = openReview(quarantine, ingest.release);
  const retention = retentionOf(config, made, { watch, review });
  const epochs = createEpochTimer(made.sealing, clock);
  let ports: Ports | null = null;
  let stopping: Promise<void> | null = null;
  const handlers = controlHandlers({
    ...made,
    config,
    startedAt,
    deliverer,
    watch,
    review,
    retention,
    isAccepting: () => ports !== null && stopping === null,
  });
  const isStopping = (): boolean => stopping !== null;
  const limits = config.limits.control;
  const control = createControlServer({ token: adminToken, handlers, isStopping, log, limits });

  const stop = (): Promise<void> => {
    const parts = { ...made, watch, ingest, control, deliverer, retention, epochs };
    stopping ??= close(parts, ports !== null);
    return stopping;
  };
  const start = async (): Promise<Ports> => {
    try {
      made.keys.start(() => plans.renew());
      pump.start();
      made.cohortFile.start();
      epochs.start();
      deliverer.start();
      retention.start();
      const admin = await control.listen(config.admin);
      const server = await ingest.listen(config.server);
      ports = { server, admin };
      log.write('snapshot-published', { plan: plans.state().loaded.snapshot.id });
      log.write('started', { port: server });
      return ports;
    } catch (error) {
      await stop();
      throw error;
    }
  };
  return { start, stop, ports: () => ports, plans, adminToken };
}

/** In the order of the data: nothing new comes in, what came is answered, what is under way is settled, then the files close. */
async function close(
  parts: Made & {
    readonly watch: Watch;
    readonly ingest: Ingest;
    readonly control: ControlServer;
    readonly deliverer: Deliverer;
    readonly retention: Retention;
    readonly epochs: EpochTimer;
  },
  isStarted: boolean,
): Promise<void> {
  const { log, watch, ingest, control, deliverer, pump, queue, ledger, sinks } = parts;
  if (isStarted) log.write('stopping');
  await ingest.close();
  parts.epochs.stop();
  await parts.cohortFile.stop();
  parts.plans.stop();
  parts.keys.stop();
  parts.epochs.stop();
  watch.taps.stop();
  await watch.inferences.stop();
  await control.close();
  await parts.retention.stop();
  await deliverer.stop();
  await sinks.close();
  await pump.stop();
  await pump.flush();
  await queue.close();
  await ledger.close();
  await parts.sealing.close();
}

function watchOf(config: Config, { states, log, metrics, clock }: Made): Watch {
  return createWatch({
    isCut: (vendor) => states.isCut(vendor),
    metrics,
    log,
    clock,
    limits: config.limits.control,
    secret: randomBytes(32).toString('hex'),
  });
}

function retentionOf(config: Config, made: Made, by: { watch: Watch; review: QuarantineReview }): Retention {
  const { clock, log, plans, metrics, cohortFile, sinks } = made;
  const grounds = {
    ...made,
    days: config.retention,
    plan: () => plans.state().loaded.plan,
    queue: countEndings(made.queue, metrics),
    warehouses: sinks.warehouses,
    cohorts: cohortFile.cohorts,
    recent: by.watch.recent,
    review: by.review,
    sealed: made.sealing.store,
  };
  const deleted: Parameters<typeof createRetention>[0]['deleted'] = (name, count) =>
    metrics.add('headgate_retention_deleted_total', [name], count);
  return createRetention({ classes: () => retentionClasses(grounds), clock, log, deleted });
}

function delivererOf(config: Config, made: Made): Deliverer {
  const { clock, log, states, sinks, metrics } = made;
  return createDeliverer({
    lanes: sinks.lanes.map(({ lane, sink }) => ({ lane, sink: countDeliveries(lane, sink, metrics) })),
    queue: countEndings(made.queue, metrics),
    clock,
    random: made.random ?? createSystemRandom(),
    log,
    states,
    limits: config.limits.deliver,
  });
}

function ingestOf(config: Config, made: Made, by: { watch: Watch; hold: Hold }): Ingest {
  const { clock, log, plans, queue, states, version } = made;
  return createIngest({
    version,
    findEndpoint,
    snapshots: plans.snapshots,
    queue,
    isCut: (vendor) => states.isCut(vendor),
    keepSealed: (events, storedAt) => made.sealing.keep(events, storedAt),
    tap: by.watch.tap,
    hold: by.hold,
    clock,
    random: made.random ?? createSystemRandom(),
    log,
    metrics: createIngestMetrics(made.metrics),
    hostsAllowed: config.server.hostsAllowed,
    limits: config.limits.ingest,
  });
}

/** A file or directory that the gateway needs and cannot have. */
class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  readonly issue: Issue;

  constructor(file: string, cause: unknown) {
    super('A part of the gateway cannot be opened.', { cause });
    // No event has been read yet, so the message of the failure holds no event's value.
    const reason = cause instanceof Error ? cause.message : causeOf(cause);
    const message = `Cannot be opened: ${reason.replace(/\.$/, '')}.`;
    const mend = 'Mend it, or name another data directory.';
    this.issue = { rule: 'cannot-open', level: 'error', message, mend, file, line: 0, column: 0 };
  }
}

async function attempt<T>(file: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw new CannotOpen(file, error);
  }
}
