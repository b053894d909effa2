/**
 * The catalogue of SDKs: what each adds to its messages by itself, whom it talks to beside the ingest host, and how it is
 * pointed at the gateway. Types alone; the entries are `sdks/<package>.ts`, one for each npm package.
 */
import type { Category, ContextPath } from './context-fields.ts';

/** Places of an event outside `properties` and `context`. */
export type EnvelopePlace =
  'id' | 'time' | 'userId' | 'anonymousId' | 'groupId' | 'previousId' | 'name' | 'call' | 'key' | 'signals';

/** One thing that an SDK adds. */
export interface AutomaticField {
  /**
   * Where it stands in one message as the SDK sends it, containers undone: `properties.$browser`, `context.page.url`, `res`. Steps
   * are parted by dots, names with dots in them are left as they are, and array positions are `[]`.
   *
   * Containers are batches, encodings and the wrappings of single values. So an attribute of OTLP is `attributes.<name>`, with
   * `resource` and `scope` beside it; an item of Sentry is `<type>.<path>`, with what the envelope says of it as `envelope`;
   * an entity of Snowplow is `co[].<name>.<path>`. What an envelope says for all its messages stands in each of them where the protocol
   * reads it so (`sentAt` of Segment's batches); a key in an envelope is in none.
   *
   * A last step `*` stands for names that `namedBy` tells of, and for nothing else.
   */
  readonly wire: string;
  /** Who chose the names at the place of `*`, where the SDK copies them. */
  readonly namedBy?: string;
  /**
   * Where the decoder puts it: a path of `CONTEXT_FIELDS` after `context.`, a place of the envelope, a property, a word of the
   * protocol's own group (`context.posthog.$window_id`), or null where it is read by nobody. Ends in `*` where `wire` does.
   */
  readonly becomes:
    `context.${ContextPath}` | `context.${string}.${string}` | `properties.${string}` | EnvelopePlace | null;
  /** What the decoder makes of the value, where it is not the value itself, a part of it or the same instant. */
  readonly readAs?: string;
  /** Required where `becomes` is no path of `CONTEXT_FIELDS`; the tier follows from it. */
  readonly category?: Category;
  /** When the SDK adds it, where it does not always do so. A field without it shows in every run of all of the SDK's calls. */
  readonly when?: string;
}

/** A host or path that the SDK asks beside its events. */
export interface SideChannel {
  /** As in the SDK: `https://host/path`, or a path of the ingest host. */
  readonly asks: string;
  readonly what:
    'remote-config' | 'diagnostics' | 'flags' | 'replay' | 'surveys' | 'assets' | 'session' | 'identity';
  /**
   * `answered`: the gateway answers it quietly and lets nothing out. `refused`: taken and thrown away, counted as `opaque-content`.
   * `elsewhere`: it goes past the gateway unless the option below is set.
   */
  readonly treatment: 'answered' | 'refused' | 'elsewhere';
  /** The SDK's option that turns it off or points it at the gateway; null where the snippet needs none. */
  readonly option: string | null;
}

export interface SdkEntry {
  /** Name of the npm package, or of the entrance of one that is an SDK of its own: `@headgate/sdk/node`. */
  readonly package: string;
  /** SemVer range of the versions that this entry was read in. */
  readonly versions: string;
  readonly runtime: 'browser' | 'node';
  /** Id of the wire protocol it speaks. */
  readonly protocol: string;
  /** Everything it adds to a message that the app did not give, over all kinds of message. */
  readonly automatic: readonly AutomaticField[];
  readonly sideChannels: readonly SideChannel[];
  /** The code that points it at the gateway. `gateway` is an origin without trailing slash. Never carries a real key. */
  readonly snippet: (gateway: string) => string;
  /** What else its user should know; one sentence each. */
  readonly notes: readonly string[];
}
