/** A few kills in every test run; `test/servers/kill.test.ts` does many. */
import { describeCrashes } from './crash.contract.ts';

describeCrashes({ seed: Date.now() % 2 ** 31, rounds: 3 });
