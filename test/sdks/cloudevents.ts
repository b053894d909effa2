import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import type { RunningSdk, SdkTask } from './sdk.ts';

/** The package's own transport looks at no status, so a failure is a connection that was not made. */
export function startCloudEvents({ gateway, key }: SdkTask): RunningSdk {
  const transport = httpTransport(`${gateway}/cloudevents`);
  const binary = emitterFor(transport);
  const structured = emitterFor(transport, { mode: Mode.STRUCTURED });
  const failures: string[] = [];
  const open: Promise<void>[] = [];
  const send = (emit: typeof binary, event: CloudEvent<unknown>): void => {
    const sent = emit(event, { headers: { authorization: `Bearer ${key}` } });
    open.push(sent.then(ignore, (error: unknown) => void failures.push(String(error))));
  };
  return {
    act: ({ userId, anonymousId, groupId, text }) => {
      const ids = { userid: userId, anonymousid: anonymousId, groupid: groupId };
      const event = { source: text, data: { text, nested: { list: [text] } }, ...ids };
      send(binary, new CloudEvent({ ...event, type: 'Order Completed' }));
      send(structured, new CloudEvent({ ...event, type: 'Unplanned Event', subject: text }));
      send(structured, new CloudEvent({ ...event, type: 'Order Completed', data: text }));
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const data = { sequence: number, ...(padding && { padding }) };
        send(binary, new CloudEvent({ source: 'shop', type: name, userid: person, data }));
      }
    },
    flush: async () => {
      await Promise.all(open);
      return failures;
    },
  };
}

function ignore(): void {}
