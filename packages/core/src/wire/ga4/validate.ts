/**
 * What the validation server says of a request (https://developers.google.com/analytics/devguides/collection/protocol/ga4/validating-events):
 * its answer's form and codes, computed from the documented limits. Positions and rules are named, values never.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import {
  EVENTS_MAX,
  isReservedEvent,
  isReservedParameter,
  isReservedUserProperty,
  LONG_VALUES,
  NAME_LENGTH_MAX,
  NAME_SHAPE,
  PARAMETERS_MAX,
  USER_PROPERTIES_MAX,
  USER_PROPERTY_NAME_LENGTH_MAX,
  USER_PROPERTY_VALUE_LENGTH_MAX,
  VALUE_LENGTH_MAX,
} from './limits.ts';
import { CONSENT_KINDS, CONSENT_VALUES } from './words.ts';

type Code =
  | 'VALUE_INVALID'
  | 'VALUE_REQUIRED'
  | 'NAME_INVALID'
  | 'NAME_RESERVED'
  | 'VALUE_OUT_OF_BOUNDS'
  | 'EXCEEDED_MAX_ENTITIES';

export interface ValidationMessage {
  readonly fieldPath: string;
  readonly description: string;
  readonly validationCode: Code;
}

/** More would help nobody, and the answer must not grow with what strangers send. */
const MESSAGES_MAX = 50;

/** What is wrong with a body, the first fifty things. */
export function validateBody(body: Json): readonly ValidationMessage[] {
  if (!isJsonObject(body)) return [message('', 'The body must be a JSON object.', 'VALUE_INVALID')];
  const events = body['events'];
  const found = [
    ...validateClient(body),
    ...(isJsonArray(events)
      ? validateEvents(events)
      : [message('events', 'There must be an array of events.', 'VALUE_REQUIRED')]),
    ...validateUserProperties(body['user_properties']),
    ...validateConsent(body['consent']),
  ];
  return found.slice(0, MESSAGES_MAX);
}

function validateClient(body: JsonObject): readonly ValidationMessage[] {
  const { client_id: client, app_instance_id: instance, timestamp_micros: micros } = body;
  const found: ValidationMessage[] = [];
  if (typeof client !== 'string' && typeof instance !== 'string') {
    const description = 'A web stream needs client_id and an app stream app_instance_id, as text.';
    found.push(message('client_id', description, 'VALUE_REQUIRED'));
  }
  if (micros !== undefined && !isWhole(micros)) {
    found.push(
      message('timestamp_micros', 'The time must be a whole number of microseconds.', 'VALUE_INVALID'),
    );
  }
  return found;
}

function isWhole(value: Json): boolean {
  return typeof value === 'string' ? /^\d+$/.test(value) : Number.isSafeInteger(value);
}

function validateEvents(events: readonly Json[]): readonly ValidationMessage[] {
  const found: ValidationMessage[] = [];
  if (events.length === 0) found.push(message('events', 'There must be an event.', 'VALUE_REQUIRED'));
  if (events.length > EVENTS_MAX) {
    found.push(message('events', `There may be at most ${EVENTS_MAX} events.`, 'EXCEEDED_MAX_ENTITIES'));
  }
  for (const [place, event] of events.entries()) {
    if (found.length >= MESSAGES_MAX) break;
    found.push(...validateEvent(event, place));
  }
  return found;
}

function validateEvent(event: Json, place: number): readonly ValidationMessage[] {
  const path = `events[${place}]`;
  const where = `Event at index: [${place}]`;
  if (!isJsonObject(event)) return [message(path, `${where} must be an object.`, 'VALUE_INVALID')];
  const { name, params = {} } = event;
  if (typeof name !== 'string' || name === '') {
    return [message(path, `${where} has no name.`, 'VALUE_REQUIRED')];
  }
  const ofName = validateName(name, { path: 'events', where, lengthMax: NAME_LENGTH_MAX });
  const reserved = isReservedEvent(name) && ofName.length === 0;
  return [
    ...ofName,
    ...(reserved ? [message('events', `${where} has a name that is reserved.`, 'NAME_RESERVED')] : []),
    ...(isJsonObject(params)
      ? validateParameters(params, `${path}.params`, where)
      : [message(`${path}.params`, `${where} has params that are no object.`, 'VALUE_INVALID')]),
  ];
}

function validateParameters(params: JsonObject, path: string, where: string): readonly ValidationMessage[] {
  const found: ValidationMessage[] = [];
  const entries = Object.entries(params);
  if (entries.length > PARAMETERS_MAX) {
    const description = `${where} has more than ${PARAMETERS_MAX} parameters.`;
    found.push(message(path, description, 'EXCEEDED_MAX_ENTITIES'));
  }
  for (const [place, [name, value]] of entries.entries()) {
    if (found.length >= MESSAGES_MAX) break;
    const which = `${where}: parameter ${place + 1}`;
    const ofName = validateName(name, { path, where: which, lengthMax: NAME_LENGTH_MAX });
    found.push(...ofName);
    if (ofName.length === 0 && isReservedParameter(name)) {
      found.push(message(path, `${which} has a name that is reserved.`, 'NAME_RESERVED'));
    }
    const lengthMax = LONG_VALUES.get(name) ?? VALUE_LENGTH_MAX;
    if (name !== 'items') found.push(...validateValue(value, { path, where: which, lengthMax }));
  }
  return found;
}

function validateUserProperties(given: Json | undefined): readonly ValidationMessage[] {
  const path = 'user_properties';
  if (given === undefined || given === null) return [];
  if (!isJsonObject(given)) return [message(path, 'The user properties must be an object.', 'VALUE_INVALID')];
  const found: ValidationMessage[] = [];
  const entries = Object.entries(given);
  if (entries.length > USER_PROPERTIES_MAX) {
    const description = `There may be at most ${USER_PROPERTIES_MAX} user properties.`;
    found.push(message(path, description, 'EXCEEDED_MAX_ENTITIES'));
  }
  for (const [place, [name, property]] of entries.entries()) {
    if (found.length >= MESSAGES_MAX) break;
    const where = `User property ${place + 1}`;
    found.push(...validateName(name, { path, where, lengthMax: USER_PROPERTY_NAME_LENGTH_MAX }));
    if (isReservedUserProperty(name)) {
      found.push(message(path, `${where} has a name that is reserved.`, 'NAME_RESERVED'));
    }
    const value = isJsonObject(property) ? property['value'] : undefined;
    found.push(
      ...(value === undefined
        ? [message(path, `${where} has no value.`, 'VALUE_REQUIRED')]
        : validateValue(value, { path, where, lengthMax: USER_PROPERTY_VALUE_LENGTH_MAX })),
    );
  }
  return found;
}

function validateConsent(consent: Json | undefined): readonly ValidationMessage[] {
  if (consent === undefined) return [];
  if (!isJsonObject(consent)) return [message('consent', 'The consent must be an object.', 'VALUE_INVALID')];
  return CONSENT_KINDS.flatMap((kind) => {
    const value = consent[kind];
    const isKnown = value === undefined || (typeof value === 'string' && CONSENT_VALUES.has(value));
    return isKnown ? [] : [message(`consent.${kind}`, 'Consent is GRANTED or DENIED.', 'VALUE_INVALID')];
  });
}

interface Rule {
  readonly path: string;
  readonly where: string;
  readonly lengthMax: number;
}

function validateName(name: string, { path, where, lengthMax }: Rule): readonly ValidationMessage[] {
  if (!NAME_SHAPE.test(name)) {
    const description = `${where} has an invalid name. Names must start with an alphabetic character and hold letters, digits and underscores.`;
    return [message(path, description, 'NAME_INVALID')];
  }
  if (name.length <= lengthMax) return [];
  return [message(path, `${where} has a name of more than ${lengthMax} characters.`, 'NAME_INVALID')];
}

function validateValue(value: Json, { path, where, lengthMax }: Rule): readonly ValidationMessage[] {
  if (typeof value === 'object' && value !== null) {
    return [message(path, `${where} has a value that is neither text nor number.`, 'VALUE_INVALID')];
  }
  if (typeof value !== 'string' || value.length <= lengthMax) return [];
  return [message(path, `${where} has a value of more than ${lengthMax} characters.`, 'VALUE_OUT_OF_BOUNDS')];
}

function message(fieldPath: string, description: string, validationCode: Code): ValidationMessage {
  return { fieldPath, description, validationCode };
}
