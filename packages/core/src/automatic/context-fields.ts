/**
 * The fields that SDKs put around events by themselves, under the paths of `context` that every decoder uses and every
 * vendor reads back. Names: the Segment spec's common fields (https://segment.com/docs/connections/spec/common/#context),
 * where it has none RudderStack's extension of it (`page.initial_referrer`, `screen.innerWidth`, `sessionId`;
 * https://www.rudderstack.com/docs/event-spec/standard-events/common-fields/#contextual-fields), else ours.
 *
 * `minimal` is what the profile of that name (profile.ts) does with the field: `keep`, `drop`, or a transform of the plan
 * language. What one protocol alone has a word for lies in `context.<protocol>` and is no part of the profile.
 */
import type { CATEGORIES } from '../plan/taxonomy/categories.ts';

export type Category = keyof typeof CATEGORIES;

/** A transform as the plan language writes it: its name, or its name with parameters. */
type WrittenTransform = string | Readonly<Record<string, unknown>>;

export interface ContextField {
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  readonly category: Category;
  readonly minimal: 'keep' | 'drop' | { readonly transform: WrittenTransform };
  /** UTF-16 units; longer values are left out. For strings. Default 64. */
  readonly lengthMax?: number;
}

const drop = (category: Category, type: ContextField['type'] = 'string'): ContextField => ({
  type,
  category,
  minimal: 'drop',
});
const keep = (category: Category, type: ContextField['type'] = 'string'): ContextField => ({
  type,
  category,
  minimal: 'keep',
});
const coarse = (
  category: Category,
  transform: WrittenTransform,
  shape: Pick<ContextField, 'type' | 'lengthMax'>,
): ContextField => ({ ...shape, category, minimal: { transform } });

const URL_SHAPE = { type: 'string', lengthMax: 2048 } as const;
const WIDTHS = { bucket: { bounds: [0, 600, 960, 1280, 1920] } };

/** Path in `context` → what it is. */
export const CONTEXT_FIELDS = {
  active: drop('user.telemetry', 'boolean'),
  ip: drop('user.device.ip_address'),
  userAgent: coarse('user.device', 'ua-family', { type: 'string', lengthMax: 512 }),
  locale: keep('user.demographic.language'),
  timezone: drop('user.location.imprecise'),
  channel: keep('system.operations'),
  sessionId: drop('user.unique_id.pseudonymous'),
  sessionStart: drop('user.telemetry', 'boolean'),
  groupId: drop('user.unique_id'),
  'app.name': keep('system.operations'),
  'app.version': keep('system.operations'),
  'app.build': drop('system.operations'),
  'app.namespace': keep('system.operations'),
  'browser.name': keep('user.device'),
  'browser.version': drop('user.device'),
  'campaign.name': keep('user.behavior'),
  'campaign.source': keep('user.behavior'),
  'campaign.medium': keep('user.behavior'),
  'campaign.content': drop('user.behavior'),
  'campaign.term': drop('user.behavior.search_history'),
  'campaign.id': drop('user.behavior'),
  'campaign.source_platform': drop('user.behavior'),
  'campaign.campaign_id': drop('user.behavior'),
  'campaign.creative_format': drop('user.behavior'),
  'campaign.marketing_tactic': drop('user.behavior'),
  'device.id': drop('user.device.device_id'),
  'device.advertisingId': drop('user.device.device_id'),
  'device.adTrackingEnabled': drop('user.privacy_preferences', 'boolean'),
  'device.name': drop('user.device'),
  'device.model': drop('user.device'),
  'device.manufacturer': drop('user.device'),
  'device.type': keep('user.device'),
  'device.token': drop('user.device.device_id'),
  'library.name': keep('system.operations'),
  'library.version': keep('system.operations'),
  'location.city': drop('user.location.imprecise'),
  'location.region': drop('user.location.imprecise'),
  'location.country': keep('user.location.imprecise'),
  'location.postalCode': drop('user.location.imprecise'),
  'location.latitude': drop('user.location.precise', 'number'),
  'location.longitude': drop('user.location.precise', 'number'),
  'network.carrier': drop('user.device'),
  'network.wifi': drop('user.device', 'boolean'),
  'network.cellular': drop('user.device', 'boolean'),
  'network.bluetooth': drop('user.device', 'boolean'),
  'network.type': drop('user.device'),
  'os.name': keep('user.device'),
  'os.version': drop('user.device'),
  'page.url': coarse('user.behavior.browsing_history', 'url-strip', URL_SHAPE),
  'page.path': drop('user.behavior.browsing_history'),
  'page.search': drop('user.behavior.browsing_history'),
  'page.title': drop('user.behavior.browsing_history'),
  'page.domain': keep('system.operations'),
  'page.referrer': coarse('user.behavior.browsing_history', 'domain-only', URL_SHAPE),
  'page.referring_domain': drop('user.behavior.browsing_history'),
  'page.initial_referrer': drop('user.behavior.browsing_history'),
  'page.initial_referring_domain': drop('user.behavior.browsing_history'),
  'page.initial_url': drop('user.behavior.browsing_history'),
  'page.tab_url': drop('user.behavior.browsing_history'),
  'page.view_id': drop('user.unique_id.pseudonymous'),
  'referrer.id': drop('user.behavior'),
  'referrer.type': drop('user.behavior'),
  'screen.width': coarse('user.device', WIDTHS, { type: 'number' }),
  'screen.height': drop('user.device', 'number'),
  'screen.density': drop('user.device', 'number'),
  'screen.innerWidth': drop('user.device', 'number'),
  'screen.innerHeight': drop('user.device', 'number'),
  'screen.colorDepth': drop('user.device', 'number'),
  'server.host': drop('system.operations'),
  'server.runtime': keep('system.operations'),
  'server.runtimeVersion': keep('system.operations'),
  'trace.traceId': drop('user.unique_id.pseudonymous'),
  'trace.spanId': drop('user.unique_id.pseudonymous'),
} as const satisfies Readonly<Record<string, ContextField>>;

export type ContextPath = keyof typeof CONTEXT_FIELDS;

/** What is known of the field at this path, or undefined. */
export function contextField(path: string): ContextField | undefined {
  const fields: Readonly<Record<string, ContextField>> = CONTEXT_FIELDS;
  return Object.hasOwn(fields, path) ? fields[path] : undefined;
}
