import { createMemoryQueue } from './memory-queue.ts';
import { describeQueue } from './queue.contract.ts';

describeQueue('the memory queue', async (options) => createMemoryQueue(options));
