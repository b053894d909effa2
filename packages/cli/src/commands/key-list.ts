import { activeOf, expectRing, nextOf, nextStepDue, sealableUntil } from '@headgate/seal';
import type { Generation, Ring } from '@headgate/seal';
import { formatTable } from '../print.ts';
import { keysDirectory, withKeys } from '../keys/key-scope.ts';
import { formatTime } from '../words.ts';

interface Row {
  readonly group: string;
  readonly kid: string;
  readonly state: string;
  readonly createdAt: number;
  readonly publishedFrom: number | null;
  readonly publishedUntil: number | null;
  readonly destroyedAt: number | null;
}

/** Lists all keys, destroyed ones too. Needs nothing that opens them. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const ring = expectRing(keysDirectory(context, given));
  const rows = [...ring.groups].flatMap(([group, generations]) =>
    generations.map((each) => rowOf(ring, group, generations, each)),
  );
  const groups = [...ring.groups.keys()].map((group) => ({ group, rotationDue: nextStepDue(ring, group) }));
  if (print.format === 'json') {
    const { tenant, rotation, kek } = ring;
    print.json({
      schemaVersion: 1,
      tenant,
      kek: kek.provider,
      rotation,
      groups: groups.map(({ group, rotationDue }) => ({ group, rotationDue: iso(rotationDue) })),
      keys: rows.map((row) => ({
        ...row,
        createdAt: iso(row.createdAt),
        publishedFrom: iso(row.publishedFrom),
        publishedUntil: iso(row.publishedUntil),
        destroyedAt: iso(row.destroyedAt),
      })),
    });
    return 'clean';
  }
  const head = ['GROUP', 'KID', 'STATE', 'PUBLISHED FROM', 'UNTIL', 'DESTROYED'];
  const cells = rows.map((row) => [
    row.group,
    row.kid,
    row.state,
    formatTime(row.publishedFrom),
    formatTime(row.publishedUntil),
    formatTime(row.destroyedAt),
  ]);
  print.data(formatTable(head, cells));
  for (const { group, rotationDue } of groups) print.note(dueNote(group, rotationDue, Date.now()));
  if (groups.length === 0) print.note('There is no group yet: headgate key create <group>.');
  return 'clean';
});

function rowOf(ring: Ring, group: string, generations: readonly Generation[], generation: Generation): Row {
  const { kid, state, createdAt, activeFrom } = generation;
  const row = { group, kid, state, createdAt, publishedFrom: activeFrom, destroyedAt: null };
  switch (generation.state) {
    case 'next':
      return { ...row, publishedUntil: null };
    case 'active': {
      const active = activeOf(generations) ?? generation;
      return { ...row, publishedUntil: sealableUntil(ring.rotation, active, nextOf(generations)) };
    }
    case 'decrypt-only':
      return { ...row, publishedUntil: activeFrom === null ? null : generation.retiredAt };
    case 'destroyed':
      return { ...row, publishedUntil: generation.retiredAt, destroyedAt: generation.destroyedAt };
  }
}

function dueNote(group: string, due: number | null, now: number): string {
  if (due === null) return `${group} has no active key. Run: headgate key rotate ${group}`;
  if (due <= now) return `${group}: a rotation is due since ${formatTime(due)}. Run: headgate key rotate`;
  return `${group}: next step of the rotation ${formatTime(due)}`;
}

function iso(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
