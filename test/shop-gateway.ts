/**
 * A whole gateway as its operator runs it: `headgate serve` in a process of its own, on the plan of `fixtures/shop`,
 * with a queue and ledger on disk, before the fake vendors of the demo and a Parquet warehouse. All of it lies below one
 * temporary directory, the process's own home and temporary files included.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExposureAnswer } from '@headgate/api';
import { startFakeVendor } from '../packages/cli/src/demo/fake-vendors.ts';
import type { FakeVendor } from '../packages/cli/src/demo/fake-vendors.ts';
import { serveGateway } from './served-gateway.ts';
import type { GatewayPlaces, ServedGateway } from './served-gateway.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

export const WEB_KEY = 'web-write-key';
export const API_KEY = 'api-write-key';
/** In the order of the plan. */
export const VENDOR_NAMES = ['mixpanel', 'segment', 'partner', 'warehouse'] as const;

export interface ShopGateway extends ServedGateway {
  readonly warehouseDirectory: string;
  readonly vendors: {
    readonly mixpanel: FakeVendor;
    readonly segment: FakeVendor;
    readonly partner: FakeVendor;
  };
  exposure(vendor: string): Promise<ExposureAnswer>;
}

export interface ShopOptions {
  /** Placed before the script on the command line of `node`. */
  readonly nodeOptions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Origins whose pages may use the web key; default any. */
  readonly origins?: readonly string[];
  /** Another plan than that of `fixtures/shop`, written below the gateway's directory, and who sends besides: source → write key. */
  readonly other?: {
    readonly writePlan: (directory: string) => string;
    readonly sources: Readonly<Record<string, string>>;
  };
}

export async function startShopGateway(options: ShopOptions = {}): Promise<ShopGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-shop-'));
  const vendors = {
    mixpanel: await startFakeVendor('mixpanel'),
    segment: await startFakeVendor('segment'),
    partner: await startFakeVendor('newsletter'),
  };
  const warehouseDirectory = join(directory, 'warehouse');
  const plan =
    options.other?.writePlan(join(directory, 'plan')) ?? join(repository, 'fixtures/shop/plan/plan.yaml');
  const closeVendors = async (): Promise<void> => {
    await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
    rmSync(directory, { recursive: true, force: true });
  };
  const served = await serveGateway({
    directory,
    configOf: (places) => configOf(vendors, { ...places, warehouseDirectory, plan }, options),
    variables: { ...secretsOf(vendors), ...options.variables },
    nodeOptions: options.nodeOptions ?? [],
  }).catch(async (error: unknown) => {
    await closeVendors();
    throw error;
  });
  return {
    ...served,
    warehouseDirectory,
    vendors,
    exposure: async (vendor) =>
      JSON.parse(await served.admin(`/v1/exposure?vendor=${vendor}`)) as ExposureAnswer,
    close: async () => {
      await served.close();
      await closeVendors();
    },
  };
}

/** Settings of a vendor on loopback. */
function production(settings: object): unknown {
  return { production: { ...settings, private_addresses_allowed: true } };
}

/** JSON is YAML too. Waits are short, so that a test does not wait for them. */
function configOf(
  vendors: ShopGateway['vendors'],
  places: GatewayPlaces & { readonly warehouseDirectory: string; readonly plan: string },
  options: ShopOptions,
): unknown {
  const source = { environment: 'production', events_per_second: 1_000_000 };
  return {
    data: places.dataDirectory,
    plan: places.plan,
    server: { port: places.port },
    admin: { port: places.adminPort },
    limits: {
      deliver: { linger_ms: 20, retry_wait_ms: 50, breaker_wait_ms: 100 },
      ledger: { interval_ms: 50 },
      ingest: { linger_timeout_ms: 200 },
    },
    sources: {
      web: { ...source, write_key: WEB_KEY, ...(options.origins && { origins: options.origins }) },
      api: { ...source, write_key: API_KEY },
      ...Object.fromEntries(
        Object.entries(options.other?.sources ?? {}).map(([name, key]) => [
          name,
          { ...source, write_key: key },
        ]),
      ),
    },
    vendors: {
      mixpanel: production({
        url: vendors.mixpanel.url,
        project_id: '4711',
        service_account: vendors.mixpanel.credentials['service_account'],
        secret: 'env:MIXPANEL_SECRET',
        token: 'env:MIXPANEL_TOKEN',
      }),
      segment: production({ url: vendors.segment.url, write_key: 'env:SEGMENT_WRITE_KEY' }),
      partner: production({ url: `${vendors.partner.url}/hook`, secret: 'env:PARTNER_SECRET' }),
      warehouse: { production: { directory: places.warehouseDirectory } },
    },
  };
}

function secretsOf({ mixpanel, segment, partner }: ShopGateway['vendors']): Readonly<Record<string, string>> {
  return {
    MIXPANEL_SECRET: mixpanel.credentials['secret'] ?? '',
    MIXPANEL_TOKEN: mixpanel.credentials['token'] ?? '',
    SEGMENT_WRITE_KEY: segment.credentials['write_key'] ?? '',
    PARTNER_SECRET: partner.credentials['secret'] ?? '',
  };
}
