/** `headgate.yaml` as people write it. Every object is closed; defaults are part of the shape. */
import { ENVIRONMENTS, REVIEW_POLICIES } from '@headgate/core';
import { z } from 'zod';
import { writtenLimits } from './limits.ts';
import { writtenRetention } from './retention.ts';

const name = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be lower-case letters, digits, _ . or -');
const path = z.string().min(1).max(4096);
const host = z.string().min(1).max(255);
const port = z.int().min(0).max(65_535);

const server = z.strictObject({
  host: host.default('127.0.0.1').describe('Address to listen on for events.'),
  port: port.default(4400).describe('Port for events; 0 takes any free one.'),
  hosts_allowed: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9.-]+(?::\d{1,5})?$|^\[[0-9a-f:.]+\](?::\d{1,5})?$/, 'must be name or name:port'),
    )
    .min(1)
    .optional()
    .describe('Hosts that requests may name, lower case; without it any.'),
});

const admin = z.strictObject({
  host: host.default('127.0.0.1').describe('Address to listen on for the control plane.'),
  port: port.default(4401).describe('Port of the control plane, health and metrics; 0 takes any free one.'),
});

const source = z.strictObject({
  source: name
    .optional()
    .describe("Name that the plan uses in an event's sources. Default: the key of this entry."),
  environment: z.enum(ENVIRONMENTS).describe('Whose plan and vendors apply to events of this key.'),
  write_key: z
    .string()
    .min(1)
    .max(256)
    .describe('Key that the SDK sends: the text itself, env:NAME or file:path.'),
  origins: z
    .array(z.string().regex(/^https?:\/\/[a-z0-9.[\]:-]+$/, 'must be an origin such as https://shop.example'))
    .min(1)
    .optional()
    .describe('Pages that may use this key; without it any.'),
  events_per_second: z.int().min(1).default(10_000).describe('Events taken per second; beyond it, 429.'),
});

/** Settings differ by kind, and the kind is the plan's to say; `connect-vendors.ts` checks them. */
const vendorSettings = z
  .looseObject({
    private_addresses_allowed: z
      .boolean()
      .default(false)
      .describe('Whether the host may be at a private or loopback address.'),
  })
  .describe('Settings of the kind that plan.yaml gives the vendor. Secrets as env:NAME or file:path.');

const vendor = z.strictObject({
  development: vendorSettings.optional(),
  staging: vendorSettings.optional(),
  production: vendorSettings.optional(),
});

const seal = z
  .strictObject({
    recipients: path
      .optional()
      .describe(
        'Recipients file of headgate key publish, from this file: the public keys that are sealed to.',
      ),
    subjects: path
      .optional()
      .describe(
        'Pool of public keys for subjects, from this file: what headgate subject keys appends to, a key a line.',
      ),
  })
  .prefault({});

export const writtenConfig = z.strictObject({
  data: path.default('./.headgate').describe('Directory of keys, queue and ledger, from this file.'),
  keys: path
    .optional()
    .describe(
      'Key file of pseudonyms, from this file, for keeping it apart from the data. Default: keys.json in data.',
    ),
  plan: path
    .default('./plan.yaml')
    .describe('The plan, from this file; its events lie in events/ beside it.'),
  reviews: z
    .enum(REVIEW_POLICIES)
    .default('when-locked')
    .describe(
      'Whether the plan must be locked and signed for: required, when-locked (from the first locked plan on), or none.',
    ),
  seal,
  server: server.prefault({}),
  admin: admin.prefault({}),
  limits: writtenLimits,
  retention: writtenRetention,
  sources: z.record(name, source).default({}).describe('Apps that send events.'),
  vendors: z
    .record(name, vendor)
    .default({})
    .describe('Vendors connected, by environment. An event reaches only vendors of its own environment.'),
});
export type WrittenConfig = z.output<typeof writtenConfig>;

/** The schema of `headgate.yaml` as JSON Schema draft-07, the newest that YAML editors read. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(writtenConfig, { target: 'draft-7', io: 'input' });
  return { ...schema, title: 'Headgate configuration' };
}
