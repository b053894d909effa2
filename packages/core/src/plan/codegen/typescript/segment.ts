/** Segment: read in the declarations of @segment/analytics-next 1.84.3 and @segment/analytics-node 3.1.0. */
import { call, object, property } from './sdk.ts';
import type { SdkCall, TypeScriptSdk } from './sdk.ts';

const OPTIONS = ['options?: object'];

export const SEGMENT_BROWSER: TypeScriptSdk = {
  imports: ['import type { AnalyticsBrowser } from "@segment/analytics-next";'],
  declarations: [],
  taken: ['AnalyticsBrowser'],
  real: 'AnalyticsBrowser',
  methods: {
    track: 'track(event: string, properties: object, options?: object): unknown;',
    page: 'page(category: undefined, name: string | undefined, properties: object, options?: object): unknown;',
    screen:
      'screen(category: undefined, name: string | undefined, properties: object, options?: object): unknown;',
    identify: 'identify(userId: string | null, traits: object, options?: object): unknown;',
    group: 'group(groupId: string, traits: object, options?: object): unknown;',
  },
  calls: {
    track: call('track', (name, fields) => [`sdk.track(${name}, ${fields}, options);`], [], OPTIONS),
    page: call(
      'page',
      (name, fields) => [`sdk.page(undefined, ${name ?? 'undefined'}, ${fields}, options);`],
      [],
      OPTIONS,
    ),
    screen: call(
      'screen',
      (name, fields) => [`sdk.screen(undefined, ${name ?? 'undefined'}, ${fields}, options);`],
      [],
      OPTIONS,
    ),
    identify: call(
      'identify',
      (_, fields) => [`sdk.identify(userId, ${fields}, options);`],
      ['userId: string | null'],
      OPTIONS,
    ),
    group: call(
      'group',
      (_, fields) => [`sdk.group(groupId, ${fields}, options);`],
      ['groupId: string'],
      OPTIONS,
    ),
  },
};

function segmentNode(method: string, key: 'properties' | 'traits', nameKey: string | null): SdkCall {
  const isGroup = method === 'group';
  return call(
    method,
    (name, fields) =>
      object(
        `sdk.${method}(`,
        [
          '...who',
          ...(isGroup ? ['groupId'] : []),
          ...(name === null || nameKey === null ? [] : [property(nameKey, name)]),
          property(key, fields),
        ],
        ');',
      ),
    ['who: Who', ...(isGroup ? ['groupId: string'] : [])],
  );
}

export const SEGMENT_NODE: TypeScriptSdk = {
  imports: ['import type { Analytics, IdentifyParams } from "@segment/analytics-node";'],
  declarations: [
    '/** Who it is about, and what else a message may carry. */',
    'export type Who = Pick<',
    '  IdentifyParams,',
    '  "context" | "timestamp" | "integrations" | "messageId"',
    '> &',
    '  (',
    '    | { userId: string; anonymousId?: string }',
    '    | { userId?: undefined; anonymousId: string }',
    '  );',
  ],
  taken: ['Analytics', 'IdentifyParams', 'Who'],
  real: 'Analytics',
  methods: {
    track: 'track(message: Who & { event: string; properties: object }): void;',
    page: 'page(message: Who & { name?: string; properties: object }): void;',
    screen: 'screen(message: Who & { name?: string; properties: object }): void;',
    identify: 'identify(message: Who & { traits: object }): void;',
    group: 'group(message: Who & { groupId: string; traits: object }): void;',
  },
  calls: {
    track: segmentNode('track', 'properties', 'event'),
    page: segmentNode('page', 'properties', 'name'),
    screen: segmentNode('screen', 'properties', 'name'),
    identify: segmentNode('identify', 'traits', null),
    group: segmentNode('group', 'traits', null),
  },
};
