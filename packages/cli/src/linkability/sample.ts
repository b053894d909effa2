/** What the meter reads: events as an app sent them, each with the moment it happened as the moment it came. */
import type { ReceivedEvent } from '@headgate/core';

export interface Sample {
  readonly events: readonly ReceivedEvent[];
  /** Lines or messages that are no events of a protocol that is read here. */
  readonly unread: number;
}

/** A protocol, told by the words of a single message. */
export const WIRES = {
  segment: '/v1/batch',
  mixpanel: '/track',
  'mixpanel-profile': '/engage',
  amplitude: '/2/httpapi',
  posthog: '/capture',
} as const satisfies Readonly<Record<string, string>>;
export type Wire = keyof typeof WIRES;
