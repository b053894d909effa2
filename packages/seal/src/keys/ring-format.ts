/**
 * The ring as a file: JSON `{ version: 1, tenant, rotation, kek, check, groups: { <group>: [generation, …] } }`, moments as
 * ISO 8601 in UTC, private halves wrapped. Anything unknown in it is an error.
 */
import { kidOf } from '../kid.ts';
import { parseKekSettings } from './kek/parse-settings.ts';
import {
  Unfit,
  bytesOf,
  listOf,
  mapOf,
  membersOf,
  momentOf,
  numberOf,
  parseJson,
  textOf,
} from './read-json.ts';
import { GENERATIONS_MAX, GROUPS_MAX, STATES, isRingName, isRotationPolicy } from './ring.ts';
import type { Generation, Ring, RotationPolicy } from './ring.ts';

const VERSION = 1;
const PUBLIC_KEY_BYTES = 32;
/** Cloud services wrap 32 bytes into a few hundred. */
const WRAPPED_CHARACTERS_MAX = 8192;
const MADE = ['state', 'kid', 'publicKey', 'createdAt', 'activeFrom'];

export function formatRing({ tenant, rotation, kek, check, groups }: Ring): string {
  const written = Object.fromEntries(
    [...groups].map(([group, generations]) => [group, generations.map(writeGeneration)]),
  );
  const document = { version: VERSION, tenant, rotation, kek, check, groups: written };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads a ring. Throws `Unfit`, which names the place. */
export function parseRing(text: string): Ring {
  const names = ['version', 'tenant', 'rotation', 'kek', 'check', 'groups'];
  const members = membersOf(parseJson(text), 'the ring', names);
  if (members['version'] !== VERSION) throw new Unfit('version', String(VERSION));
  return {
    tenant: nameOf(members['tenant'], 'tenant'),
    rotation: rotationOf(members['rotation']),
    kek: parseKekSettings(members['kek'], 'kek'),
    check: textOf(members['check'], 'check', WRAPPED_CHARACTERS_MAX),
    groups: groupsOf(members['groups']),
  };
}

function nameOf(value: unknown, place: string): string {
  const name = textOf(value, place);
  if (!isRingName(name)) throw new Unfit(place, 'a name of lower-case letters, digits and hyphens');
  return name;
}

function rotationOf(value: unknown): RotationPolicy {
  const members = membersOf(value, 'rotation', ['days', 'leadDays', 'graceDays']);
  const policy = {
    days: numberOf(members['days'], 'rotation.days'),
    leadDays: numberOf(members['leadDays'], 'rotation.leadDays'),
    graceDays: numberOf(members['graceDays'], 'rotation.graceDays'),
  };
  if (!isRotationPolicy(policy)) throw new Unfit('rotation', 'days within their range');
  return policy;
}

function groupsOf(value: unknown): ReadonlyMap<string, readonly Generation[]> {
  const entries = Object.entries(mapOf(value, 'groups'));
  if (entries.length > GROUPS_MAX) throw new Unfit('groups', `at most ${GROUPS_MAX}`);
  const groups = new Map<string, readonly Generation[]>();
  const kids = new Set<string>();
  for (const [group, written] of entries) {
    const place = isRingName(group) ? `groups.${group}` : 'groups';
    nameOf(group, place);
    const generations = listOf(written, place, GENERATIONS_MAX).map((each, at) =>
      readGeneration(each, `${place}[${at}]`),
    );
    for (const state of ['next', 'active'] as const) {
      const count = generations.filter((each) => each.state === state).length;
      if (count > 1) throw new Unfit(place, `at most one that is ${state}`);
    }
    for (const { kid } of generations) {
      if (kids.has(kid)) throw new Unfit(place, 'every kid once');
      kids.add(kid);
    }
    groups.set(group, generations);
  }
  return groups;
}

function readGeneration(value: unknown, place: string): Generation {
  const { state: named } = mapOf(value, place);
  const state = STATES.find((each) => each === named);
  switch (state) {
    case 'next':
    case 'active': {
      const members = membersOf(value, place, [...MADE, 'wrapped']);
      const activeFrom = momentOf(members['activeFrom'], `${place}.activeFrom`);
      return { state, ...madeOf(members, place), activeFrom, wrapped: wrappedOf(members, place) };
    }
    case 'decrypt-only': {
      const members = membersOf(value, place, [...MADE, 'retiredAt', 'wrapped']);
      const activeFrom = momentOrNull(members['activeFrom'], `${place}.activeFrom`);
      const retiredAt = momentOf(members['retiredAt'], `${place}.retiredAt`);
      return { state, ...madeOf(members, place), activeFrom, retiredAt, wrapped: wrappedOf(members, place) };
    }
    case 'destroyed': {
      const members = membersOf(value, place, [...MADE, 'retiredAt', 'destroyedAt']);
      const activeFrom = momentOrNull(members['activeFrom'], `${place}.activeFrom`);
      const retiredAt = momentOrNull(members['retiredAt'], `${place}.retiredAt`);
      const destroyedAt = momentOf(members['destroyedAt'], `${place}.destroyedAt`);
      return { state, ...madeOf(members, place), activeFrom, retiredAt, destroyedAt };
    }
    case undefined:
      throw new Unfit(`${place}.state`, `one of ${STATES.join(', ')}`);
  }
}

function madeOf(
  members: Readonly<Record<string, unknown>>,
  place: string,
): { kid: string; publicKey: string; createdAt: number } {
  const bytes = bytesOf(members['publicKey'], `${place}.publicKey`, PUBLIC_KEY_BYTES);
  const kid = kidOf(bytes);
  if (members['kid'] !== kid) throw new Unfit(`${place}.kid`, 'the digest of the public key');
  const createdAt = momentOf(members['createdAt'], `${place}.createdAt`);
  return { kid, publicKey: bytes.toString('base64url'), createdAt };
}

function wrappedOf(members: Readonly<Record<string, unknown>>, place: string): string {
  return textOf(members['wrapped'], `${place}.wrapped`, WRAPPED_CHARACTERS_MAX);
}

function momentOrNull(value: unknown, place: string): number | null {
  return value === null ? null : momentOf(value, place);
}

function writeGeneration(generation: Generation): Record<string, unknown> {
  const moments = Object.entries(generation).map(([name, value]) => [
    name,
    typeof value === 'number' ? new Date(value).toISOString() : value,
  ]);
  return Object.fromEntries(moments);
}
