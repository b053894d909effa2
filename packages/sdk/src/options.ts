/** Options that browser and Node share, and how they are read. */
import type { Watch } from './event.ts';
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';

export interface SharedOptions extends Partial<Limits> {
  /** The key of the source in the gateway's configuration. It is no secret. */
  readonly writeKey: string;
  /** Where the gateway stands: `https://telemetry.shop.example`, with a path before it where a proxy wants one. */
  readonly host: string;
  /** Told of every event, before and after. For development, such as the overlay; default none. */
  readonly watch?: Watch;
}

export interface Target {
  readonly url: string;
  readonly limits: Limits;
}

/** Throws a TypeError where something is no use: it is a mistake in code, seen at the first start. */
export function readOptions(options: SharedOptions): Target {
  const limits: Record<keyof Limits, number> = { ...LIMITS };
  for (const name in LIMITS) {
    if (!isLimit(name)) continue;
    const given = options[name];
    if (given !== undefined && !(given >= 0)) throw new TypeError(`${name} must be a number, zero or more`);
    limits[name] = given ?? LIMITS[name];
  }
  limits.eventBytesMax = Math.min(limits.eventBytesMax, limits.batchBytesMax);
  if (!options.writeKey) throw new TypeError('writeKey is missing');
  if (!/^https?:\/\/[^?#]+$/.test(options.host))
    throw new TypeError('host must be an http(s) address without query');
  return { url: `${options.host.replace(/\/+$/, '')}/v1/batch`, limits };
}

function isLimit(name: string): name is keyof Limits {
  return name in LIMITS;
}
