/** What a bench gives back, and how it measures: CPU time, because wall time on a shared machine says little. */

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The least it should be, or the most where `atMost` is set. */
  readonly target?: number;
  readonly atMost?: boolean;
}

export function cpuSeconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function isMet(row: Row): boolean | null {
  if (row.target === undefined) return null;
  return row.atMost === true ? row.value <= row.target : row.value >= row.target;
}
