/** Mixpanel: read in the declarations of mixpanel-browser 2.83.0 and mixpanel 0.24.0. */
import { call, nameless, object, spread } from './sdk.ts';
import type { TypeScriptSdk } from './sdk.ts';

export const MIXPANEL_BROWSER: TypeScriptSdk = {
  imports: ['import type { Mixpanel } from "mixpanel-browser";'],
  declarations: [],
  taken: ['Mixpanel'],
  real: 'Mixpanel',
  methods: {
    track: 'track(event: string, properties: object): unknown;',
    track_pageview: 'track_pageview(properties: object): unknown;',
    identify: 'identify(userId: string): unknown;',
    people: 'readonly people: { set(traits: object): unknown };',
    set_group: 'set_group(groupKey: string, groupId: string): unknown;',
    get_group: `get_group(
    groupKey: string,
    groupId: string,
  ): { set(traits: object): unknown };`,
  },
  calls: {
    track: call('track', (name, fields) => [`sdk.track(${name}, ${fields});`]),
    page: call(
      'track_pageview',
      nameless((fields) => [`sdk.track_pageview(${fields});`]),
    ),
    identify: call(
      'identify people',
      (_, fields) => ['sdk.identify(userId);', `sdk.people.set(${fields});`],
      ['userId: string'],
    ),
    group: call(
      'set_group get_group',
      (_, fields) => [
        'sdk.set_group(groupKey, groupId);',
        `sdk.get_group(groupKey, groupId).set(${fields});`,
      ],
      ['groupKey: string', 'groupId: string'],
    ),
  },
};

const DISTINCT_ID = ['distinctId: string'];
export const MIXPANEL_NODE: TypeScriptSdk = {
  imports: ['import type { Mixpanel } from "mixpanel";'],
  declarations: [],
  taken: ['Mixpanel'],
  real: 'Mixpanel',
  methods: {
    track: 'track(event: string, properties: object): void;',
    people: 'readonly people: { set(distinctId: string, traits: object): void };',
    groups: 'readonly groups: {\n    set(groupKey: string, groupId: string, traits: object): void;\n  };',
  },
  calls: {
    track: call(
      'track',
      (name, fields) => object(`sdk.track(${name}, `, spread(fields, 'distinct_id: distinctId'), ');'),
      DISTINCT_ID,
    ),
    page: call(
      'track',
      nameless((fields) =>
        object('sdk.track("$mp_web_page_view", ', spread(fields, 'distinct_id: distinctId'), ');'),
      ),
      DISTINCT_ID,
    ),
    identify: call('people', (_, fields) => [`sdk.people.set(distinctId, ${fields});`], DISTINCT_ID),
    group: call('groups', (_, fields) => [`sdk.groups.set(groupKey, groupId, ${fields});`], [
      'groupKey: string',
      'groupId: string',
    ]),
  },
};
