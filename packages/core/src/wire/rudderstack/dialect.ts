/**
 * RudderStack's reading of the Segment spec (https://www.rudderstack.com/docs/event-spec/standard-events/common-fields/),
 * as @rudderstack/rudder-sdk-node 3.0.13 and @rudderstack/analytics-js 3.34.1 write it.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject } from '../../event.ts';
import { readObject, readTime, setOwn } from '../read-value.ts';
import { correctedTime, withMember } from '../spec-messages.ts';
import type { Dialect } from '../spec-messages.ts';
import { contextPlaces } from '../context-builder.ts';

/**
 * Word of the message → path in `context`. `channel` is the SDKs'; `request_ip` and `rudderId` are the data plane's, and come
 * with messages that were taken from one (rudder-server, gateway/handle.go).
 */
const BESIDE_CONTEXT = contextPlaces({
  channel: 'channel',
  request_ip: 'ip',
  rudderId: 'rudderstack.rudderId',
});

/** Traits of an identify lie in `context.traits`; times and words beside the context have names of their own. */
export const DIALECT: Dialect = {
  protocol: 'rudderstack',
  timeOf,
  traitsOf: (message, call) =>
    call === 'identify' ? traitsOfPerson(message) : readObject(message['traits']),
  contextOf: (message, call) => {
    const given = readObject(message['context']);
    if (given === null) return null;
    return withConsent(withView(withRuntime(withWordsBeside(message, ownContext(given, call)), message)));
  },
};

/**
 * A `timestamp` stands as it is; without one the SDK's `originalTimestamp` is corrected by its `sentAt`
 * (rudder-server, processor: "use existing timestamp if it exists").
 */
function timeOf(message: JsonObject, receivedAt: number): number {
  const stated = readTime(message['timestamp']);
  return stated ?? correctedTime(message['originalTimestamp'], message['sentAt'], receivedAt);
}

/** The browser's traits are in the context alone; Node's stand in both places. */
function traitsOfPerson(message: JsonObject): JsonObject | null {
  const own = readObject(message['traits']);
  const context = readObject(message['context']);
  const described = readObject(context?.['traits']);
  if (own === null || described === null) return null;
  return message['traits'] === undefined ? described : { ...described, ...own };
}

/** An identify's traits are its properties. Of every other call they are what the SDK remembers of the person. */
function ownContext(given: JsonObject, call: Call): JsonObject {
  const context: Record<string, Json> = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === 'traits' && call === 'identify') continue;
    // A session's id is a number here and text everywhere else.
    setOwn(context, key, key === 'sessionId' && typeof value === 'number' ? String(value) : value);
  }
  return context;
}

function withWordsBeside(message: JsonObject, context: JsonObject): JsonObject {
  let described = context;
  for (const [word, { group, leaf }] of BESIDE_CONTEXT) {
    const value = message[word];
    if (typeof value !== 'string' || value === '') continue;
    if (group !== null) described = withMember(described, [group, leaf], value);
    else if (!Object.hasOwn(described, leaf)) described = { ...described, [leaf]: value };
  }
  return described;
}

function withRuntime(context: JsonObject, message: JsonObject): JsonObject {
  const metadata = message['_metadata'];
  const version = isJsonObject(metadata) ? metadata['nodeVersion'] : undefined;
  return typeof version === 'string' ? withMember(context, ['server', 'runtimeVersion'], version) : context;
}

/** `autoTrack.page.pageViewId` is the id of a page view, which has a name of its own in every context. */
function withView(context: JsonObject): JsonObject {
  const { autoTrack, ...rest } = context;
  const page = isJsonObject(autoTrack) ? autoTrack['page'] : undefined;
  const id = isJsonObject(page) ? page['pageViewId'] : undefined;
  return typeof id === 'string' && isAlone(autoTrack) && isAlone(page)
    ? withMember(rest, ['page', 'view_id'], id)
    : context;
}

function isAlone(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 1;
}

/**
 * The consent that the SDK was told of (`consentManagement`: lists of allowed and denied ids), also in the form in which plans
 * read it. What both lists name is denied.
 */
function withConsent(context: JsonObject): JsonObject {
  const told = Object.hasOwn(context, 'consentManagement') ? context['consentManagement'] : undefined;
  if (!isJsonObject(told) || Object.hasOwn(context, 'consent')) return context;
  const preferences: Record<string, Json> = {};
  for (const id of textsOf(told['allowedConsentIds'])) setOwn(preferences, id, true);
  for (const id of textsOf(told['deniedConsentIds'])) setOwn(preferences, id, false);
  if (Object.keys(preferences).length === 0) return context;
  return { ...context, consent: { categoryPreferences: preferences } };
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
