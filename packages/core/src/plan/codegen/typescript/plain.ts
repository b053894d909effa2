/** No vendor. */
import { call } from './sdk.ts';
import type { TypeScriptSdk } from './sdk.ts';

/** No vendor's SDK: an interface that the app implements. */
export const PLAIN: TypeScriptSdk = {
  imports: [],
  declarations: [],
  taken: [],
  real: null,
  methods: {
    track: 'track(event: string, properties: object): void;',
    page: 'page(name: string | undefined, properties: object): void;',
    screen: 'screen(name: string | undefined, properties: object): void;',
    identify: 'identify(userId: string, traits: object): void;',
    group: 'group(groupId: string, traits: object): void;',
  },
  calls: {
    track: call('track', (name, fields) => [`sdk.track(${name}, ${fields});`]),
    page: call('page', (name, fields) => [`sdk.page(${name ?? 'undefined'}, ${fields});`]),
    screen: call('screen', (name, fields) => [`sdk.screen(${name ?? 'undefined'}, ${fields});`]),
    identify: call('identify', (_, fields) => [`sdk.identify(userId, ${fields});`], ['userId: string']),
    group: call('group', (_, fields) => [`sdk.group(groupId, ${fields});`], ['groupId: string']),
  },
};
