import { describeAgeing } from './ageing.contract.ts';
import { createMemoryQueue } from './memory-queue.ts';
import { describeQuarantine } from './quarantine.contract.ts';
import { describeQueue } from './queue.contract.ts';

describeAgeing('the memory queue', async (options) => createMemoryQueue(options));

describeQueue('the memory queue', async (options) => createMemoryQueue(options));

describeQuarantine('the memory queue', async (options) => createMemoryQueue(options));
