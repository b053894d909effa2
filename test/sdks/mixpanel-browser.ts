import type { RunningSdk, SdkTask } from './sdk.ts';

/** Mixpanel's calls give back nothing to wait for. */
type Call = (...given: readonly unknown[]) => void;
interface Globals {
  readonly mixpanel: Readonly<
    Record<'init' | 'register' | 'track' | 'track_pageview' | 'identify' | 'alias', Call>
  > & {
    readonly people: Readonly<Record<'set' | 'set_once' | 'append' | 'increment' | 'union' | 'unset', Call>>;
    get_group(key: string, id: string): { readonly set: Call };
  };
  readonly localStorage: {
    readonly length: number;
    key(at: number): string | null;
    getItem(key: string): string | null;
  };
}

/** Runs in a page. What the SDK has not delivered lies in the page's storage. It cuts texts after 255 characters. */
export function startMixpanelBrowser({ gateway, key }: SdkTask): RunningSdk {
  const { mixpanel, localStorage } = globalThis as unknown as Globals;
  const POLL_MS = 200;
  mixpanel.init(key, { api_host: gateway, persistence: 'localStorage', batch_flush_interval_ms: 500 });
  const stored = (): boolean =>
    Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
      .filter((name) => name.startsWith('__mpq_'))
      .some((name) => !['', '[]', '{}', 'null'].includes(localStorage.getItem(name) ?? ''));
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      mixpanel.register({ super_property: text });
      mixpanel.track_pageview(properties);
      mixpanel.identify(userId);
      mixpanel.people.set({ ...properties, $email: text });
      mixpanel.people.set_once({ first: text });
      mixpanel.people.append({ list: text });
      mixpanel.people.union({ list: [text] });
      mixpanel.people.increment({ visits: 7331 });
      mixpanel.people.unset('gone');
      mixpanel.get_group('company', groupId).set({ text });
      mixpanel.track('Order Completed', properties);
      mixpanel.track('Unplanned Event', properties);
      mixpanel.alias(`${userId}-new`);
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        mixpanel.track(name, { sequence: number, padding: padding.match(/.{1,200}/g) ?? [] });
    },
    flush: async () => {
      // What was just tracked is stored a moment later.
      do await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      while (stored());
      return [];
    },
  };
}
