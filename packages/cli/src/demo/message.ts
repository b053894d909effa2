/** What the shop's three apps say, before an SDK puts it on the wire. This file imports types alone. */
import type { JsonObject } from '@headgate/core';

/** The website and the back end send with Segment's SDK, the iOS app with Mixpanel's. */
export const SHOP_SOURCES = ['web', 'ios', 'api'] as const;
export type ShopSource = (typeof SHOP_SOURCES)[number];

export interface ShopMessage {
  readonly source: ShopSource;
  readonly call: 'track' | 'page' | 'identify' | 'group';
  /** Empty for all calls but `track`. */
  readonly name: string;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly groupId: string | null;
  /** Traits for identify and group. */
  readonly properties: JsonObject;
  /** For iOS in Mixpanel's own words: these go beside the properties. */
  readonly context: JsonObject;
  /** How long before the replay it happened. Under 5 days, which is as far back as Mixpanel's `track` goes. */
  readonly minutesAgo: number;
}

/** The part of a message that says what happened; the rest has defaults. */
export type Said = Pick<ShopMessage, 'source' | 'call'> & Partial<ShopMessage>;

/** Fills in what was not said. */
export function message(said: Said): ShopMessage {
  const nobody = { userId: null, anonymousId: null, groupId: null };
  return { name: '', ...nobody, properties: {}, context: {}, minutesAgo: 0, ...said };
}
