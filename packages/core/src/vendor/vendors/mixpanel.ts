/**
 * Mixpanel's ingestion API: events to `/import`, people to `/engage`, groups to `/groups`.
 * Forms and limits: https://docs.mixpanel.com/reference/import-events (2,000 events; its pages name both 2 MB and 10 MB,
 * so we keep to the smaller; time in milliseconds; gzip), https://docs.mixpanel.com/reference/profile-batch-update
 * (2,000 updates, no gzip, 200 even for refusals), https://docs.mixpanel.com/troubleshooting/errors/400-bad-request.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { DEVICE_PREFIX } from '../../wire/mixpanel/automatic.ts';
import { basicCredentials, readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import type { Omission, Outline, Vendor, VendorAnswer, VendorReading, VendorRequest } from '../vendor.ts';
import {
  contextWords,
  GROUP_KEY_PATH,
  groupKeyOf,
  isModifier,
  isProfileWord,
  modifiers,
  profileWords,
  traitWord,
  traitWords,
} from './mixpanel-words.ts';

export interface MixpanelSettings {
  readonly url: VendorUrl;
  readonly projectId: string;
  readonly serviceAccount: string;
  readonly secret: string;
  readonly token: string;
  /** Group key of group calls that name none. */
  readonly groupKey: string;
}

/** Events name both ids and a distinct id that agrees with them: without one Mixpanel makes a user out of our address. */
export const mixpanel: Vendor<MixpanelSettings> = {
  kind: 'mixpanel',
  batch: { eventsMax: 2000, bytesMax: 2_000_000 },
  secrets: ['secret', 'token'],
  parseSettings: (written, file) => {
    const known = ['url', 'project_id', 'service_account', 'secret', 'token', 'group_key'];
    const reader = createSettingsReader(written, file, known);
    return reader.finish({
      url: reader.url('url', { fallback: 'https://api.mixpanel.com' }),
      projectId: reader.text('project_id', { pattern: /^\d{1,20}$/, shape: 'the number of the project' }),
      serviceAccount: reader.text('service_account', { pattern: /^[^:]+$/, shape: 'a name without a colon' }),
      secret: reader.text('secret'),
      token: reader.text('token'),
      groupKey: reader.text('group_key', { fallback: 'company' }),
    });
  },
  hosts: (settings) => [settings.url.host],
  /** Groups know no `add` and no `append` (https://docs.mixpanel.com/reference/group-profiles). */
  accepts: ({ call, operation }) => call !== 'group' || (operation !== 'add' && operation !== 'append'),
  leavesOut: (event) => OMISSIONS[endpointOf(event)](event),
  toRequests: (events, settings) => ENDPOINTS.flatMap((endpoint) => requestTo(endpoint, events, settings)),
  readAnswer: (answer, request, tools) => {
    if (!request.url.includes(IMPORT_MARK)) return readProfileAnswer(answer, tools.now);
    return answer.status === 400 ? readFailedRecords(answer, request) : readStatus(answer, tools.now);
  },
};

type Endpoint = 'import' | 'engage' | 'groups';

const ENDPOINTS: readonly Endpoint[] = ['import', 'engage', 'groups'];
const IMPORT_MARK = '/import?';
/** Mixpanel keeps at most 36 letters, digits and hyphens of an insert id. */
const INSERT_ID_LENGTH_MAX = 36;

/** Events keep their order within an endpoint; between endpoints Mixpanel has none. */
function requestTo(
  endpoint: Endpoint,
  events: readonly CleanEvent[],
  settings: MixpanelSettings,
): readonly VendorRequest[] {
  const carries: number[] = [];
  const messages: JsonObject[] = [];
  events.forEach((event, position) => {
    if (endpointOf(event) !== endpoint) return;
    const message = messageOf(endpoint, event, settings);
    if (message === null) return;
    carries.push(position);
    messages.push(message);
  });
  if (carries.length === 0) return [];
  const isImport = endpoint === 'import';
  const { base } = settings.url;
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const authorization = basicCredentials(settings.serviceAccount, settings.secret);
  return [
    {
      method: 'POST',
      url: isImport
        ? `${base}${IMPORT_MARK}strict=1&project_id=${settings.projectId}`
        : `${base}/${endpoint}?verbose=1`,
      headers: isImport ? { ...headers, authorization } : headers,
      body: JSON.stringify(messages),
      gzip: isImport,
      carries,
    },
  ];
}

/** Events carry no group, and only an alias a previous id; the rest has its words, or stays under `context`. */
const EVENT_OMITS: Omission = { omits: (path) => path === 'groupId' || path === 'previousId' };
const ALIAS_OMITS: Omission = { omits: (path) => path === 'groupId' };
const GROUP_OMITS: Omission = {
  omits: (path) => path !== 'groupId' && !path.startsWith('properties.') && path !== GROUP_KEY_PATH,
};
/** A profile update names the person, the device, or both. */
const PROFILE_OMITS: Omission = { omits: isNoProfileField };
/** Operators other than set name values alone, and what goes beside them. */
const CHANGE_OMITS: Omission = {
  omits: (path) =>
    isNoProfileField(path) || (path.startsWith('context.') && !isModifier(path.slice('context.'.length))),
};

const OMISSIONS: Readonly<Record<Endpoint, (event: Outline) => Omission>> = {
  import: ({ call }) => (call === 'alias' ? ALIAS_OMITS : EVENT_OMITS),
  groups: () => GROUP_OMITS,
  engage: ({ operation }) => (operation === 'set' || operation === 'set_once' ? PROFILE_OMITS : CHANGE_OMITS),
};

function isNoProfileField(path: string): boolean {
  if (path === 'messageId' || path === 'groupId' || path === 'previousId') return true;
  return path.startsWith('context.') && !isProfileWord(path.slice('context.'.length));
}

function endpointOf(event: Outline): Endpoint {
  if (event.call === 'group') return 'groups';
  return event.call === 'identify' && !isLink(event) ? 'engage' : 'import';
}

/** An identify that changes no trait only says which person a device belongs to: an event of its own at Mixpanel. */
function isLink(event: Outline): boolean {
  const { call, operation, userId, anonymousId, properties } = event;
  const links = call === 'identify' && operation === 'set' && userId !== null && anonymousId !== null;
  return links && Object.keys(properties).length === 0;
}

/** Null when an id is missing that Mixpanel cannot do without, or when it has no form for the change. */
function messageOf(endpoint: Endpoint, event: CleanEvent, settings: MixpanelSettings): JsonObject | null {
  if (!mixpanel.accepts(event)) return null;
  switch (endpoint) {
    case 'import':
      return importMessage(event, settings);
    case 'engage': {
      const distinctId = distinctIdOf(event);
      if (distinctId === '') return null;
      return {
        $token: settings.token,
        $distinct_id: distinctId,
        ...(event.anonymousId === null ? {} : { $device_id: event.anonymousId }),
        ...(event.userId === null ? {} : { $user_id: event.userId }),
        // In milliseconds, as Mixpanel's own SDK has it (mixpanel 0.24.0, lib/profile_helpers.js).
        $time: event.time,
        ...modifiers(event.context),
        ...change(event),
      };
    }
    case 'groups':
      if (event.groupId === null) return null;
      return {
        $token: settings.token,
        $group_key: groupKeyOf(event.context) ?? settings.groupKey,
        $group_id: event.groupId,
        ...change(event),
      };
  }
}

function importMessage(event: CleanEvent, settings: MixpanelSettings): JsonObject | null {
  const ids = idsOf(event, settings);
  if (ids === null) return null;
  const isPage = event.call === 'page';
  return {
    event: eventName(event),
    properties: {
      ...contextWords(event.context, isPage),
      ...(isPage || event.call === 'screen' ? named(event) : event.properties),
      time: event.time,
      $insert_id: insertIdOf(event.id),
      ...ids,
    },
  };
}

/** Linking events name the token as well, as their pages ask for. */
function idsOf(event: CleanEvent, { token }: MixpanelSettings): JsonObject | null {
  const { userId, anonymousId, previousId } = event;
  const device = anonymousId === null ? {} : { $device_id: anonymousId };
  if (event.call === 'alias') {
    if (userId === null || previousId === null) return null;
    return { token, distinct_id: previousId, alias: userId, ...device };
  }
  const ids = {
    distinct_id: distinctIdOf(event),
    ...device,
    ...(userId === null ? {} : { $user_id: userId }),
  };
  return isLink(event) ? { token, $anon_distinct_id: `${DEVICE_PREFIX}${anonymousId ?? ''}`, ...ids } : ids;
}

/** The names that Mixpanel's own SDKs give to what is a call of its own in the Segment spec. */
function eventName(event: CleanEvent): string {
  switch (event.call) {
    case 'page':
      return '$mp_web_page_view';
    case 'screen':
      return 'Loaded a Screen';
    case 'alias':
      return '$create_alias';
    case 'identify':
      return '$identify';
    case 'track':
    case 'group':
      return event.name;
  }
}

function named(event: CleanEvent): JsonObject {
  return event.name === '' ? event.properties : { name: event.name, ...event.properties };
}

/** The person, else the device, else nobody: the empty text, which Mixpanel counts without inventing a user. */
function distinctIdOf({ userId, anonymousId }: CleanEvent): string {
  return userId ?? (anonymousId === null ? '' : `${DEVICE_PREFIX}${anonymousId}`);
}

/** Re-keyed ids are base64url; its underscore has no place in an insert id, and a hyphen for it keeps them as unique. */
function insertIdOf(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, INSERT_ID_LENGTH_MAX);
}

function change(event: CleanEvent): JsonObject {
  const isPerson = event.call === 'identify';
  const properties = traitWords(event.properties);
  switch (event.operation) {
    case 'set':
    case 'set_once':
      return {
        [`$${event.operation}`]: isPerson ? { ...profileWords(event.context), ...properties } : properties,
      };
    case 'add':
    case 'append':
    case 'union':
    case 'remove':
      return { [`$${event.operation}`]: properties };
    case 'unset':
      return { $unset: Object.keys(event.properties).map(traitWord) };
    case 'delete':
      return { $delete: '' };
  }
}

/** Both `/engage` and `/groups` say in the body of a 200 whether they took the whole request. */
function readProfileAnswer(answer: VendorAnswer, now: number): VendorReading {
  const reading = readStatus(answer, now);
  if (reading.kind !== 'delivered') return reading;
  const body = parse(answer.body);
  const status = isJsonObject(body) ? body['status'] : body;
  return status === 0 ? { kind: 'refused' } : reading;
}

/**
 * With `strict=1` a 400 names the records that failed; the others are in. A list that does not account for the whole
 * request is not believed: everything is refused then, and the insert ids make it safe to try the parts again.
 */
function readFailedRecords(answer: VendorAnswer, request: VendorRequest): VendorReading {
  const body = parse(answer.body);
  const failed = isJsonObject(body) ? body['failed_records'] : undefined;
  if (!isJsonObject(body) || !isJsonArray(failed)) return { kind: 'refused' };
  const indexes = new Set<number>();
  for (const record of failed) {
    const index = isJsonObject(record) ? record['index'] : undefined;
    if (typeof index !== 'number' || !(index in request.carries)) return { kind: 'refused' };
    indexes.add(index);
  }
  const imported = body['num_records_imported'];
  const isWhole = typeof imported !== 'number' || imported + indexes.size === request.carries.length;
  if (indexes.size === 0 || !isWhole) return { kind: 'refused' };
  return { kind: 'partial', refused: [...indexes].toSorted((left, right) => left - right) };
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
