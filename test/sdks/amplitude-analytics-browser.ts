import type { RunningSdk, SdkTask } from './sdk.ts';

interface Tracked {
  readonly promise: Promise<{ readonly code: number; readonly message: string }>;
}
interface Identify {
  set(name: string, value: unknown): Identify;
  setOnce(name: string, value: unknown): Identify;
  add(name: string, value: number): Identify;
}
interface Revenue {
  setProductId(id: string): Revenue;
  setPrice(price: number): Revenue;
}
interface Globals {
  readonly amplitude: {
    init(key: string, userId: string | undefined, options: object): { readonly promise: Promise<void> };
    track(name: string, properties: object): Tracked;
    identify(change: Identify): Tracked;
    setGroup(type: string, name: string): Tracked;
    groupIdentify(type: string, name: string, change: Identify): Tracked;
    revenue(revenue: Revenue): Tracked;
    setUserId(id: string): void;
    readonly Identify: new () => Identify;
    readonly Revenue: new () => Revenue;
  };
}

/** Runs in a page, with the options that keep the SDK from asking Amplitude's own hosts. */
export async function startAmplitudeBrowser({ gateway, key }: SdkTask): Promise<RunningSdk> {
  const { amplitude } = globalThis as unknown as Globals;
  const failures: string[] = [];
  const open: Promise<void>[] = [];
  await amplitude.init(key, undefined, {
    serverUrl: `${gateway}/2/httpapi`,
    fetchRemoteConfig: false,
    remoteConfig: { fetchRemoteConfig: false },
    enableDiagnostics: false,
    flushIntervalMillis: 500,
  }).promise;
  /** A call's promise is kept when its event was delivered or given up. */
  const call = ({ promise }: Tracked): void => {
    const tell = async (): Promise<void> => {
      const { code, message } = await promise;
      if (code !== 200) failures.push(`${code} ${message}`);
    };
    open.push(tell());
  };
  return {
    act: ({ userId, groupId, text }) => {
      const properties = { text, nested: { list: [text] } };
      const change = new amplitude.Identify().set('text', text).setOnce('first', text).add('visits', 7331);
      amplitude.setUserId(userId);
      call(amplitude.track('Order Completed', properties));
      call(amplitude.track('Unplanned Event', properties));
      call(amplitude.identify(change));
      call(amplitude.setGroup('company', groupId));
      call(amplitude.groupIdentify('company', groupId, new amplitude.Identify().set('text', text)));
      call(amplitude.revenue(new amplitude.Revenue().setProductId(text).setPrice(7331)));
    },
    track: (events) => {
      for (const { name, number, padding } of events)
        call(amplitude.track(name, { sequence: number, ...(padding && { padding }) }));
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}
