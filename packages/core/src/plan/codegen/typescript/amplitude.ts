/** Amplitude: read in the declarations of @amplitude/analytics-browser 2.48.1 and @amplitude/analytics-node 1.5.73. */
import { call, nameless, object, spread } from './sdk.ts';
import type { SdkCall, TypeScriptSdk } from './sdk.ts';

/** The names by which Amplitude's SDKs call pages and screens; the decoder of `wire/amplitude` knows the same. */
const PAGE = '[Amplitude] Page Viewed';
const SCREEN = '[Amplitude] Screen Viewed';
const SCREEN_NAME = '[Amplitude] Screen Name';

const FILL = [
  '/** The SDK’s `Identify`, as far as it is called. */',
  'interface Profile {',
  '  set(key: string, value: unknown): unknown;',
  '}',
  '',
  'function fill(profile: Profile, traits: object): Profile {',
  '  for (const [key, value] of Object.entries(traits)) {',
  '    if (value !== undefined) profile.set(key, value);',
  '  }',
  '  return profile;',
  '}',
];
const GROUP = ['groupType: string', 'groupName: string'];
const METHODS = {
  track: 'track(event: string, properties: object, options?: object): unknown;',
  Identify: 'readonly Identify: new () => Profile;',
  identify: 'identify(profile: Profile, options?: object): unknown;',
  setUserId: 'setUserId(userId: string): void;',
  setGroup: 'setGroup(groupType: string, groupName: string): unknown;',
  groupIdentify: [
    'groupIdentify(',
    '    groupType: string,',
    '    groupName: string,',
    '    profile: Profile,',
    '    options?: object,',
    '  ): unknown;',
  ].join('\n'),
};

/** Events of both packages: they differ in what goes behind the properties. */
function events(last: string, before: readonly string[], after: readonly string[]): TypeScriptSdk['calls'] {
  const event = (write: SdkCall['write']): SdkCall => call('track', write, before, after);
  return {
    track: event((name, fields) => [`sdk.track(${name}, ${fields}, ${last});`]),
    page: event(nameless((fields) => [`sdk.track("${PAGE}", ${fields}, ${last});`])),
    screen: event((name, fields) => {
      if (name === null) return [`sdk.track("${SCREEN}", ${fields}, ${last});`];
      const named = object('const named = ', spread(fields, `"${SCREEN_NAME}": ${name}`), ';');
      return [...named, `sdk.track("${SCREEN}", named, ${last});`];
    }),
  };
}

export const AMPLITUDE_BROWSER: TypeScriptSdk = {
  imports: ['import type * as amplitude from "@amplitude/analytics-browser";'],
  declarations: FILL,
  taken: ['amplitude', 'Profile', 'fill'],
  real: 'typeof amplitude',
  methods: METHODS,
  calls: {
    ...events('options', [], ['options?: amplitude.Types.EventOptions']),
    identify: call(
      'Identify identify setUserId',
      (_, fields) => ['sdk.setUserId(userId);', `sdk.identify(fill(new sdk.Identify(), ${fields}));`],
      ['userId: string'],
    ),
    group: call(
      'Identify setGroup groupIdentify',
      (_, fields) => [
        'sdk.setGroup(groupType, groupName);',
        `const profile = fill(new sdk.Identify(), ${fields});`,
        'sdk.groupIdentify(groupType, groupName, profile);',
      ],
      GROUP,
    ),
  },
};

export const AMPLITUDE_NODE: TypeScriptSdk = {
  imports: ['import type * as amplitude from "@amplitude/analytics-node";'],
  declarations: [
    '/** Who it is about, and what else a message may carry. */',
    'export type Who = amplitude.Types.EventOptions &',
    '  ({ user_id: string } | { device_id: string });',
    '',
    ...FILL,
  ],
  taken: ['amplitude', 'Profile', 'Who', 'fill'],
  real: 'typeof amplitude',
  methods: METHODS,
  calls: {
    ...events('who', ['who: Who'], []),
    identify: call(
      'Identify identify',
      (_, fields) => [`sdk.identify(fill(new sdk.Identify(), ${fields}), who);`],
      ['who: Who'],
    ),
    group: call(
      'Identify groupIdentify',
      (_, fields) => [
        `const profile = fill(new sdk.Identify(), ${fields});`,
        'sdk.groupIdentify(groupType, groupName, profile, who);',
      ],
      ['who: Who', ...GROUP],
    ),
  },
};
