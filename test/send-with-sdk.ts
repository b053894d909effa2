/** A server's script that sends with this repository's own SDK and ends: neither flushes nor closes. Prints how its events ended. */
import { createHeadgate } from '@headgate/sdk/node';

const [host = '', writeKey = '', start = '0', count = '0'] = process.argv.slice(2);
const sdk = createHeadgate({ host, writeKey, closeMs: 1_500, retryMs: 50 });
for (let at = 0; at < Number(count); at += 1) {
  const who = { userId: `person-${at % 3}`, consent: ['analytics'] };
  sdk.track(who, 'Order Completed', { sequence: Number(start) + at, total: 3 });
}
process.on('exit', () => process.stdout.write(JSON.stringify(sdk.counts())));
