/** Puts an event's context and ids into OpenTelemetry's words: the tables of the OTLP wire protocol, read backwards. */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  CONSENT_PREFIX,
  LOG_WORDS,
  OTLP_CONTEXT,
  RECORD_ID,
  RECORD_WORDS,
  RESOURCE_WORDS,
  WORDS_OF_LOG,
  WORDS_OF_RESOURCE,
  WORDS_OF_SPAN,
} from '../../wire/otlp/words.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';
import { attribute, flatten, flattenMember, NONE_TAKEN } from './otlp-values.ts';
import type { Attribute } from './otlp-values.ts';

const SPAN_TABLE: Words = new Map([...backwards(RECORD_WORDS), ...backwards(RESOURCE_WORDS)]);
const LOG_TABLE: Words = new Map([...SPAN_TABLE, ...backwards(LOG_WORDS)]);

/** Attributes of ours: what OpenTelemetry has no word for. */
const OWN_PREFIX = 'headgate.';
/** Where the rest of the context goes, with the path that it has in the plan. */
const CONTEXT_PREFIX = 'context.';

/** The parts of a record that stem from the context. */
export interface ContextParts {
  /** `Resource`, with its schema. */
  readonly resource: JsonObject;
  readonly resourceSchemaUrl: string | null;
  /** `InstrumentationScope`, with its schema. */
  readonly scope: JsonObject;
  readonly scopeSchemaUrl: string | null;
  /** Attributes of the record. */
  readonly attributes: readonly Attribute[];
  /** The words of `context.otlp` and the ids of the trace, for `takeField`; what is left over becomes attributes. */
  readonly fields: Map<string, Json>;
}

/** Whether a key of a log record has a meaning of its own, so that no property may come to it. */
export function isTakenInLog(key: string): boolean {
  return WORDS_OF_LOG.has(key) || isOwn(key);
}

/** The same for a span. */
export function isTakenInSpan(key: string): boolean {
  return WORDS_OF_SPAN.has(key) || isOwn(key);
}

function isOwn(key: string): boolean {
  return key.startsWith(OWN_PREFIX) || key.startsWith(CONTEXT_PREFIX);
}

/** Parts the context. `isSpan`: a span has no word for the page's address. */
export function contextParts(context: JsonObject, isSpan: boolean): ContextParts {
  const { words, rest } = translateContext(context, isSpan ? SPAN_TABLE : LOG_TABLE, OTLP_CONTEXT);
  const own = new Map(words.filter(([word]) => !word.includes('.')));
  const take = (word: string): JsonObject => {
    const value = own.get(word) ?? null;
    if (!isJsonObject(value)) return {};
    own.delete(word);
    return value;
  };
  const nested = take('resource');
  const overridden = take('overridden');
  const scope = take('scope');
  const dotted = words.filter(([word]) => word.includes('.'));
  const remaining = withoutConsent(rest);
  const trace = remaining.find(([key]) => key === 'trace')?.[1] ?? null;
  const fields = new Map<string, Json>([
    ...own,
    ...(isJsonObject(trace)
      ? Object.entries(trace).map(([key, value]) => [`trace.${key}`, value] as const)
      : []),
  ]);
  const resourceAttributes = [
    ...dotted.filter(([word]) => isOfResource(word)).map(([word, value]) => attribute(word, value)),
    ...flatten(nested, (key) => WORDS_OF_RESOURCE.has(key) || key.startsWith(OWN_PREFIX)),
    ...flatten(overridden, NONE_TAKEN),
  ];
  const dropped = takeCount(fields, 'resource_dropped_attributes_count');
  return {
    resource: { attributes: resourceAttributes, ...droppedOf(dropped) },
    resourceSchemaUrl: takeText(fields, 'resource_schema_url'),
    ...scopeParts(scope),
    attributes: [
      ...dotted.filter(([word]) => !isOfResource(word)).map(([word, value]) => attribute(word, value)),
      ...consentAttributes(context),
      ...remaining
        .filter(([, value]) => value !== trace || trace === null)
        .flatMap(([key, value]) => flattenMember(`${CONTEXT_PREFIX}${key}`, value, NONE_TAKEN)),
    ],
    fields,
  };
}

function isOfResource(word: string): boolean {
  return Object.hasOwn(RESOURCE_WORDS, word);
}

function scopeParts(given: JsonObject): Pick<ContextParts, 'scope' | 'scopeSchemaUrl'> {
  const fields = new Map(Object.entries(given));
  const name = takeText(fields, 'name');
  const version = takeText(fields, 'version');
  const scopeSchemaUrl = takeText(fields, 'schema_url');
  const dropped = takeCount(fields, 'dropped_attributes_count');
  const nested = fields.get('attributes') ?? null;
  const attributes = isJsonObject(nested) ? flatten(nested, NONE_TAKEN) : [];
  return {
    scope: {
      ...(name === null ? {} : { name }),
      ...(version === null ? {} : { version }),
      ...(attributes.length === 0 ? {} : { attributes }),
      ...droppedOf(dropped),
    },
    scopeSchemaUrl,
  };
}

/** `droppedAttributesCount` where there is one. */
export function droppedOf(dropped: number | null): JsonObject {
  return dropped === null ? {} : { droppedAttributesCount: dropped };
}

/** What no field of the record took, under its path in the context. */
export function leftOver(fields: ReadonlyMap<string, Json>): readonly Attribute[] {
  return [...fields].flatMap(([word, value]) => {
    const path = word.startsWith('trace.') ? word : `${OTLP_CONTEXT}.${word}`;
    return flattenMember(`${CONTEXT_PREFIX}${path}`, value, NONE_TAKEN);
  });
}

/** Takes the text out of the fields, or gives null and leaves what is none. */
export function takeText(fields: Map<string, Json>, word: string, shape = /^[^]/): string | null {
  const value = fields.get(word);
  if (typeof value !== 'string' || !shape.test(value)) return null;
  fields.delete(word);
  return value;
}

/** Takes the whole number of 32 bits out of the fields, or gives null and leaves what is none. */
export function takeCount(fields: Map<string, Json>, word: string): number | null {
  const value = fields.get(word);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2 ** 32) return null;
  fields.delete(word);
  return value;
}

/** The ids of an event, and what else every message of OTLP's has to say in attributes. */
export function envelopeAttributes(event: CleanEvent): readonly Attribute[] {
  const { userId, anonymousId, groupId, previousId, operation } = event;
  const given: readonly (readonly [string, string | null])[] = [
    [RECORD_ID, event.id],
    ['user.id', userId],
    ['app.installation.id', anonymousId],
    [`${OWN_PREFIX}group_id`, groupId],
    [`${OWN_PREFIX}previous_id`, previousId],
    [`${OWN_PREFIX}operation`, operation === 'set' ? null : operation],
  ];
  return given.flatMap(([key, value]) => (value === null ? [] : [attribute(key, value)]));
}

type Entry = readonly [string, Json];

function consentAttributes(context: JsonObject): readonly Attribute[] {
  return Object.entries(preferencesOf(context['consent'])).map(([category, value]) =>
    attribute(`${CONSENT_PREFIX}${category}`, value),
  );
}

function withoutConsent(rest: readonly Entry[]): readonly Entry[] {
  return rest.flatMap(([key, value]): readonly Entry[] => {
    if (key !== 'consent' || !isJsonObject(value)) return [[key, value]];
    const others = Object.entries(value).filter(
      ([name, member]) => name !== PREFERENCES || !isJsonObject(member),
    );
    return others.length === 0 ? [] : [[key, Object.fromEntries(others)]];
  });
}

const PREFERENCES = 'categoryPreferences';

function preferencesOf(consent: Json | undefined): JsonObject {
  const preferences = isJsonObject(consent) ? consent[PREFERENCES] : undefined;
  return isJsonObject(preferences) ? preferences : {};
}
