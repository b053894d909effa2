/** The shop's back end as a process of its own: sends to the address on its command line and prints what it sent. */
import { sendWithMixpanel, sendWithSegment } from './shop-senders.ts';

const [url = ''] = process.argv.slice(2);
const sendings = [await sendWithSegment(url), await sendWithMixpanel(url)];
process.stdout.write(JSON.stringify(sendings.map(({ events, failures }) => ({ events, failures }))));
