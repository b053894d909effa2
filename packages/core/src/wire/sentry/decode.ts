/** Sentry's messages → received events, by the type of their item. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { decodeEvent } from './decode-event.ts';
import {
  decodeCheckIn,
  decodeLog,
  decodeMetric,
  decodeSession,
  decodeSessions,
  decodeSpan,
  decodeUserReport,
} from './decode-items.ts';
import { receivedEvent } from './received.ts';
import type { Item, Meaning } from './received.ts';

type Decoder = (item: Item) => Meaning | null;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['event', (item) => decodeEvent(item, 'event')],
  ['transaction', (item) => decodeEvent(item, 'transaction')],
  ['feedback', (item) => decodeEvent(item, 'feedback')],
  ['user_report', decodeUserReport],
  ['session', decodeSession],
  ['sessions', decodeSessions],
  ['check_in', decodeCheckIn],
  ['log', decodeLog],
  ['span', decodeSpan],
  ['trace_metric', decodeMetric],
  ['metric', decodeMetric],
]);

/** Whether items of this type are read. All others are opaque: replay, attachments, profiles, and what is not known yet. */
export function isRead(type: string): boolean {
  return DECODERS.has(type);
}

/** A message is malformed when it is no item, or its payload is not what its type asks for. */
export function decode(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let opaque = 0;
  for (const message of messages) {
    const decoder = decoderOf(message);
    if (decoder === 'opaque') opaque += 1;
    else {
      const meaning = decoder(message);
      if (meaning !== null) events.push(receivedEvent(meaning, context));
    }
  }
  return { events, malformed: messages.length - events.length - opaque, opaque };
}

const MALFORMED = (): null => null;

function decoderOf(message: Json): 'opaque' | ((message: Json) => Meaning | null) {
  const type = isJsonObject(message) ? message['type'] : undefined;
  if (typeof type !== 'string') return MALFORMED;
  const decoder = DECODERS.get(type);
  return decoder === undefined ? 'opaque' : (each) => decodeItem(each, decoder);
}

function decodeItem(message: Json, decoder: Decoder): Meaning | null {
  if (!isJsonObject(message)) return null;
  const { payload, sdk, trace } = message;
  return isJsonObject(payload)
    ? decoder({ payload, sdk: objectOrNull(sdk), trace: objectOrNull(trace) })
    : null;
}

function objectOrNull(value: Json | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
