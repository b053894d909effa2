/** The desk of this machine: policy, key ring, vault and audit trail, where the command line says they are. */
import { expectRing, unwrapKeyRing } from '@headgate/seal';
import { openTrail } from '@headgate/seal/trail';
import { openVault, readVault } from '@headgate/seal/vault';
import type { OpenVault } from '@headgate/seal/vault';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { endBackups, openKekOf, placesOf } from '../subject/vault-scope.ts';
import type { VaultPlaces } from '../subject/vault-scope.ts';
import { createDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { createFieldOpener } from './field-opener.ts';
import { DAY_MS } from './meter.ts';
import { parsePolicy } from './policy.ts';
import type { OpenPolicy } from './policy.ts';

const USUAL_POLICY = 'open-policy.yaml';
const POLICY_BYTES_MAX = 1024 * 1024;

export interface OpenedDesk {
  readonly desk: Desk;
  readonly policy: OpenPolicy;
  readonly places: VaultPlaces;
}

/** Unwraps the keys of the groups that the policy names, and no others. Rejects with a `Failure` where something is wrong. */
export async function openDesk(context: Context, given: Given): Promise<OpenedDesk> {
  const policy = readPolicy(context, given);
  const places = placesOf(context, given);
  endBackups(context, places, Date.now());
  const ring = expectRing(places.keys);
  const kek = await openKekOf(context, ring.kek);
  const groups = [...new Set(policy.callers.flatMap((caller) => [...caller.groups]))];
  const keys = await unwrapKeyRing(ring, kek, groups);
  const vault = await vaultOf(
    context,
    places,
    JSON.stringify(ring.kek) === JSON.stringify(readVault(places.vault)?.kek) ? kek : null,
  );
  if (vault !== null && vault.tenant !== keys.tenant) {
    throw new Failure(
      'usage',
      'the vault is of another tenant than the key ring',
      'Name the right one with --vault.',
    );
  }
  const now = Date.now;
  const trail = openTrail({ directory: places.audit, now, since: now() - DAY_MS });
  const openField = createFieldOpener(keys, vault);
  return { desk: createDesk({ policy, trail, openField, now }), policy, places };
}

/** Reads the policy that is meant. Throws a `Failure` with the first thing that is wrong in it. */
export function readPolicy(context: Context, given: Given): OpenPolicy {
  const named = textOption(given, 'policy') ?? USUAL_POLICY;
  const { value, issues } = parsePolicy(readBounded(resolve(context.directory, named), named));
  if (value !== null) return value;
  throw new Failure('usage', `${named}: ${issues[0] ?? 'is no policy'}`, 'See docs/open.md for its words.');
}

function readBounded(path: string, named: string): string {
  try {
    if (statSync(path).size <= POLICY_BYTES_MAX) return readFileSync(path, 'utf8');
  } catch {
    throw new Failure('usage', `${named} cannot be read`, 'Name the policy with --policy.');
  }
  throw new Failure(
    'usage',
    `${named} is larger than ${POLICY_BYTES_MAX} bytes`,
    'Name fewer callers in it.',
  );
}

async function vaultOf(
  context: Context,
  { vault }: VaultPlaces,
  kek: Awaited<ReturnType<typeof openKekOf>> | null,
): Promise<OpenVault | null> {
  const file = readVault(vault);
  if (file === null) return null;
  return openVault(vault, kek ?? (await openKekOf(context, file.kek)));
}
