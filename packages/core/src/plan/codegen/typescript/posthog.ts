/** PostHog: read in the declarations of posthog-js 1.449.2 and posthog-node 5.70.0. */
import { call, nameless, object, property, spread } from './sdk.ts';
import type { TypeScriptSdk } from './sdk.ts';

export const POSTHOG_BROWSER: TypeScriptSdk = {
  imports: ['import type { PostHog } from "posthog-js";'],
  declarations: [],
  taken: ['PostHog'],
  real: 'PostHog',
  methods: {
    capture: 'capture(event: string, properties: object): unknown;',
    identify: 'identify(userId: string, traits: object): void;',
    group: 'group(groupType: string, groupKey: string, traits: object): void;',
  },
  calls: {
    track: call('capture', (name, fields) => [`sdk.capture(${name}, ${fields});`]),
    page: call(
      'capture',
      nameless((fields) => [`sdk.capture("$pageview", ${fields});`]),
    ),
    screen: call('capture', (name, fields) =>
      name === null
        ? [`sdk.capture("$screen", ${fields});`]
        : object('sdk.capture("$screen", ', spread(fields, `$screen_name: ${name}`), ');'),
    ),
    identify: call('identify', (_, fields) => [`sdk.identify(userId, ${fields});`], ['userId: string']),
    group: call('group', (_, fields) => [`sdk.group(groupType, groupKey, ${fields});`], [
      'groupType: string',
      'groupKey: string',
    ]),
  },
};

function posthogCapture(event: string, fields: string): string[] {
  return object('sdk.capture(', ['...who', `event: ${event}`, property('properties', fields)], ');');
}

const DISTINCT_ID = ['distinctId: string'];
export const POSTHOG_NODE: TypeScriptSdk = {
  imports: ['import type { EventMessage, PostHog } from "posthog-node";'],
  declarations: [
    '/** Who it is about, and what else a message may carry. */',
    'export type Who = { distinctId: string } & Pick<',
    '  EventMessage,',
    '  "groups" | "timestamp" | "uuid" | "disableGeoip"',
    '>;',
  ],
  taken: ['EventMessage', 'PostHog', 'Who'],
  real: 'PostHog',
  methods: {
    capture: 'capture(message: Who & { event: string; properties: object }): void;',
    identify: 'identify(message: { distinctId: string; properties: object }): void;',
    groupIdentify:
      'groupIdentify(message: {\n    groupType: string;\n    groupKey: string;\n    properties: object;\n  }): void;',
  },
  calls: {
    track: call('capture', (name, fields) => posthogCapture(name ?? '', fields), ['who: Who']),
    page: call(
      'capture',
      nameless((fields) => posthogCapture('"$pageview"', fields)),
      ['who: Who'],
    ),
    screen: call(
      'capture',
      (name, fields) =>
        name === null
          ? posthogCapture('"$screen"', fields)
          : posthogCapture('"$screen"', `{ ${spread(fields, `$screen_name: ${name}`).join(', ')} }`),
      ['who: Who'],
    ),
    identify: call(
      'identify',
      (_, fields) => object('sdk.identify(', ['distinctId', `properties: ${fields}`], ');'),
      DISTINCT_ID,
    ),
    group: call(
      'groupIdentify',
      (_, fields) => object('sdk.groupIdentify(', ['groupType', 'groupKey', `properties: ${fields}`], ');'),
      ['groupType: string', 'groupKey: string'],
    ),
  },
};
