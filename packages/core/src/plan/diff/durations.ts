/** Days of an ISO 8601 duration such as P1Y6M or PT12H, a year as 365.25 days and a month as a twelfth of it; Infinity for none. */
export function daysOf(duration: string | undefined): number {
  if (duration === undefined) return Infinity;
  let days = 0;
  for (const [, count = '', unit = ''] of duration.matchAll(/(\d+)([YMWDH])/g)) {
    days += Number(count) * (UNIT_DAYS[unit] ?? Infinity);
  }
  return days;
}

const YEAR_DAYS = 365.25;
const UNIT_DAYS: Readonly<Record<string, number>> = {
  Y: YEAR_DAYS,
  M: YEAR_DAYS / 12,
  W: 7,
  D: 1,
  H: 1 / 24,
};

/** Days from one day to another, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
