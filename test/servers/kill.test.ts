/** Many kills; the seed is in the name of the suite. */
import { describeCrashes } from '../crash.contract.ts';

const ROUNDS = 50;

describeCrashes({ seed: Date.now() % 2 ** 31, rounds: ROUNDS });
