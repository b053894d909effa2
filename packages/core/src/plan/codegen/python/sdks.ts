/**
 * The SDKs that Python is written for: which of their methods a planned call becomes. Read in segment-analytics-python
 * 2.4.0, mixpanel 5.4.1 and posthog 7.91.1.
 */
import type { TypedCall } from '../shape.ts';

export interface PythonCall {
  /** Method of the SDK; a key of `methods`. */
  readonly uses: string;
  /** Parameters before and behind the properties. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Arguments of the method, given the name and the properties as code. Null where a name has no place. */
  readonly write: (name: string | null, fields: string) => readonly string[] | null;
}

export interface PythonSdk {
  /** How the interface is told what to hand in. */
  readonly handIn: string;
  /** Parameters of the methods of the protocol `Sdk`, without `self`. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
  readonly calls: Readonly<Partial<Record<TypedCall, PythonCall>>>;
}

const FIELDS = 'dict[str, Any]';

function segmentCall(method: string, key: 'properties' | 'traits', more: readonly string[]): PythonCall {
  const isGroup = method === 'group';
  return {
    uses: method,
    before: ['user_id: str | None', ...(isGroup ? ['group_id: str'] : [])],
    after: ['*', 'anonymous_id: str | None = None', 'context: dict[str, Any] | None = None'],
    write: (name, fields) => [
      'user_id=user_id',
      'anonymous_id=anonymous_id',
      ...more.map((each) => `${each}=${each === 'group_id' ? each : (name ?? 'None')}`),
      `${key}=${fields}`,
      'context=context',
    ],
  };
}

function segmentMethod(key: string, more: readonly string[]): string[] {
  const ids = ['user_id: str | None', 'anonymous_id: str | None'];
  return ['*', ...ids, ...more, `${key}: ${FIELDS}`, 'context: dict[str, Any] | None'];
}

const SEGMENT: PythonSdk = {
  handIn: 'the module segment.analytics or a Client of it',
  methods: {
    track: segmentMethod('properties', ['event: str']),
    page: segmentMethod('properties', ['name: str | None']),
    screen: segmentMethod('properties', ['name: str | None']),
    identify: segmentMethod('traits', []),
    group: segmentMethod('traits', ['group_id: str']),
  },
  calls: {
    track: segmentCall('track', 'properties', ['event']),
    page: segmentCall('page', 'properties', ['name']),
    screen: segmentCall('screen', 'properties', ['name']),
    identify: segmentCall('identify', 'traits', []),
    group: segmentCall('group', 'traits', ['group_id']),
  },
};

const DISTINCT_ID = ['distinct_id: str'];

const MIXPANEL: PythonSdk = {
  handIn: 'a Mixpanel',
  methods: {
    track: ['distinct_id: str', 'event_name: str', `properties: ${FIELDS}`],
    people_set: ['distinct_id: str', `properties: ${FIELDS}`],
    group_set: ['group_key: str', 'group_id: str', `properties: ${FIELDS}`],
  },
  calls: {
    track: {
      uses: 'track',
      before: DISTINCT_ID,
      after: [],
      write: (name, fields) => ['distinct_id', name ?? '', fields],
    },
    page: {
      uses: 'track',
      before: DISTINCT_ID,
      after: [],
      write: (name, fields) => (name === null ? ['distinct_id', '"$mp_web_page_view"', fields] : null),
    },
    identify: {
      uses: 'people_set',
      before: DISTINCT_ID,
      after: [],
      write: (_, fields) => ['distinct_id', fields],
    },
    group: {
      uses: 'group_set',
      before: ['group_key: str', 'group_id: str'],
      after: [],
      write: (_, fields) => ['group_key', 'group_id', fields],
    },
  },
};

function posthogEvent(write: (name: string | null, fields: string) => [string, string] | null): PythonCall {
  return {
    uses: 'capture',
    before: DISTINCT_ID,
    after: ['*', 'groups: dict[str, str] | None = None'],
    write: (name, fields) => {
      const written = write(name, fields);
      if (written === null) return null;
      return [written[0], 'distinct_id=distinct_id', `properties=${written[1]}`, 'groups=groups'];
    },
  };
}

const POSTHOG: PythonSdk = {
  handIn: 'the module posthog or a Posthog',
  methods: {
    capture: [
      'event: str',
      '*',
      'distinct_id: str',
      `properties: ${FIELDS}`,
      'groups: dict[str, str] | None',
    ],
    set: ['*', 'distinct_id: str', `properties: ${FIELDS}`],
    group_identify: ['group_type: str', 'group_key: str', `properties: ${FIELDS}`],
  },
  calls: {
    track: posthogEvent((name, fields) => [name ?? '', fields]),
    page: posthogEvent((name, fields) => (name === null ? ['"$pageview"', fields] : null)),
    screen: posthogEvent((name, fields) => {
      const own = fields === '{}' ? '' : `**properties, `;
      return ['"$screen"', name === null ? fields : `{${own}"$screen_name": ${name}}`];
    }),
    identify: {
      uses: 'set',
      before: DISTINCT_ID,
      after: [],
      write: (_, fields) => ['distinct_id=distinct_id', `properties=${fields}`],
    },
    group: {
      uses: 'group_identify',
      before: ['group_type: str', 'group_key: str'],
      after: [],
      write: (_, fields) => ['group_type', 'group_key', fields],
    },
  },
};

const NAMED = ['name: str | None', `properties: ${FIELDS}`];
const ABOUT_USER = ['user_id: str'];

const PLAIN: PythonSdk = {
  handIn: 'an implementation of it',
  methods: {
    track: [...ABOUT_USER, 'event: str', `properties: ${FIELDS}`],
    page: [...ABOUT_USER, ...NAMED],
    screen: [...ABOUT_USER, ...NAMED],
    identify: [...ABOUT_USER, `traits: ${FIELDS}`],
    group: [...ABOUT_USER, 'group_id: str', `traits: ${FIELDS}`],
  },
  calls: {
    track: plainCall('track', true),
    page: plainCall('page', true),
    screen: plainCall('screen', true),
    identify: plainCall('identify', false),
    group: {
      uses: 'group',
      before: [...ABOUT_USER, 'group_id: str'],
      after: [],
      write: (_, fields) => ['user_id', 'group_id', fields],
    },
  },
};

function plainCall(method: string, isNamed: boolean): PythonCall {
  return {
    uses: method,
    before: ABOUT_USER,
    after: [],
    write: (name, fields) => ['user_id', ...(isNamed ? [name ?? 'None'] : []), fields],
  };
}

/** By the name of their package. */
export const PYTHON_SDKS = {
  'segment-analytics-python': SEGMENT,
  mixpanel: MIXPANEL,
  posthog: POSTHOG,
  plain: PLAIN,
} as const satisfies Readonly<Record<string, PythonSdk>>;
