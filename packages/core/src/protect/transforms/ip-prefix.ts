import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/** Keeps the network part of an address: 203.0.113.77 becomes 203.0.113.0. Default /24 for IPv4 and /48 for IPv6. */
export const ipPrefix = defineTransform({
  name: 'ip-prefix',
  params: z.strictObject({
    v4: z.int().min(0).max(24).default(24),
    v6: z.int().min(0).max(48).default(48),
  }),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make:
    ({ v4, v6 }) =>
    (value) => {
      if (typeof value !== 'string') return undefined;
      const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(value);
      const dotted = readDotted(mapped?.[1] ?? value);
      if (dotted !== null) return clear(dotted, 8, v4).join('.');
      const groups = readGroups(value);
      return groups === null ? undefined : writeGroups(clear(groups, 16, v6));
    },
});

/** Zeroes every bit after the prefix. */
function clear(parts: readonly number[], partBits: number, prefixBits: number): number[] {
  return parts.map((part, at) => {
    const kept = Math.min(partBits, Math.max(0, prefixBits - at * partBits));
    const width = 2 ** (partBits - kept);
    return Math.floor(part / width) * width;
  });
}

function readDotted(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  const numbers = parts.map(Number);
  return numbers.every((number) => number <= 255) ? numbers : null;
}

function readGroups(text: string): number[] | null {
  if (text.length > 45) return null;
  const halves = text.split('%')[0]?.split('::') ?? [];
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined) return null;
  const missing = tail === undefined ? 0 : 8 - head.length - tail.length;
  if (tail !== undefined && missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** Every prefix ends within the first 48 bits, so the rest is one run of zeroes (RFC 5952 §4.2). */
function writeGroups(groups: readonly number[]): string {
  const hex = groups.map((group) => group.toString(16));
  while (hex.at(-1) === '0') hex.pop();
  return `${hex.join(':')}::`;
}
