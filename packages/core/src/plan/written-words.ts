/** Single words of the plan language that several of its files take. */
import { z } from 'zod';

export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be lower-case letters, digits, _ . or -');
export const text = z.string().min(1).max(1000);

/** ISO 8601, whole years, months, weeks and days. */
export function duration(example: string): z.ZodString {
  return z.string().regex(/^P(?:\d+[YMWD])+$/, `must be an ISO 8601 duration such as ${example}`);
}

/** The same, and hours. */
export const longDuration = z
  .string()
  .regex(/^P(?=.)(?:\d+[YMWD])*(?:T\d+H)?$/, 'must be an ISO 8601 duration such as P3D or PT12H');
