/** The SDK of this repository: packages/sdk. It has no screens. */
import { call } from './sdk.ts';
import type { TypeScriptSdk } from './sdk.ts';

export const HEADGATE_BROWSER: TypeScriptSdk = {
  imports: ['import type { Headgate } from "@headgate/sdk";'],
  declarations: [],
  taken: ['Headgate'],
  real: 'Headgate',
  methods: {
    track: 'track(event: string, properties: object): void;',
    page: 'page(name: string | undefined, properties: object): void;',
    identify: 'identify(userId: string, traits: object): void;',
    group: 'group(groupId: string, traits: object): void;',
  },
  calls: {
    track: call('track', (name, fields) => [`sdk.track(${name}, ${fields});`]),
    page: call('page', (name, fields) => [`sdk.page(${name ?? 'undefined'}, ${fields});`]),
    identify: call('identify', (_, fields) => [`sdk.identify(userId, ${fields});`], ['userId: string']),
    group: call('group', (_, fields) => [`sdk.group(groupId, ${fields});`], ['groupId: string']),
  },
};

const WHO = ['who: Who'];

export const HEADGATE_NODE: TypeScriptSdk = {
  imports: ['import type { Headgate, Who } from "@headgate/sdk/node";'],
  declarations: [],
  taken: ['Headgate', 'Who'],
  real: 'Headgate',
  methods: {
    track: 'track(who: Who, event: string, properties: object): void;',
    page: 'page(who: Who, name: string | undefined, properties: object): void;',
    identify: 'identify(who: Who, traits: object): void;',
    group: 'group(who: Who, groupId: string, traits: object): void;',
  },
  calls: {
    track: call('track', (name, fields) => [`sdk.track(who, ${name}, ${fields});`], WHO),
    page: call('page', (name, fields) => [`sdk.page(who, ${name ?? 'undefined'}, ${fields});`], WHO),
    identify: call('identify', (_, fields) => [`sdk.identify(who, ${fields});`], WHO),
    group: call('group', (_, fields) => [`sdk.group(who, groupId, ${fields});`], [...WHO, 'groupId: string']),
  },
};
