/** Limits of the k-gate's memory. */
export interface KGateLimits {
  readonly entriesMax: number;
  readonly saveIntervalMs: number;
}

export const K_GATE_LIMITS: KGateLimits = { entriesMax: 500_000, saveIntervalMs: 300_000 };
