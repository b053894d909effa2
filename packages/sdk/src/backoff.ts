/** How long nothing is sent after failures. Nobody sends before `notBefore`, whoever asks. */
import type { Limits } from './limits.ts';
import { waitMs } from './retry.ts';
import type { Answer } from './retry.ts';

export class Backoff {
  readonly #limits: Limits;
  /** Failures in a row, silence included. */
  #failures = 0;
  /** Failures in a row that the gateway answered. */
  #attempts = 0;
  #isSilence = false;
  /** Milliseconds since 1970. */
  notBefore = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Whether the batch may be tried again. */
  failed({ status, retryAfter }: Answer): boolean {
    const now = Date.now();
    this.#isSilence = status === 0;
    this.#failures += 1;
    this.notBefore = now + waitMs(this.#failures, retryAfter, this.#limits, { now, random: Math.random() });
    if (!this.#isSilence) this.#attempts += 1;
    const mayRetry = this.#attempts < this.#limits.attemptsMax;
    if (!mayRetry) this.#attempts = 0;
    return mayRetry;
  }

  passed(): void {
    this.#failures = this.#attempts = 0;
  }

  /** The network is back: a wait that no answer asked for is over. */
  online(): void {
    if (this.#isSilence) this.notBefore = this.#failures = 0;
  }

  isOver(): boolean {
    return Date.now() >= this.notBefore;
  }
}
