/** Numbers and times as people read them. */

/** `4,812`, whatever the locale of the machine, so that output can be compared. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 event`, `4,812 events`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-24 03:51:29 UTC`; `–` for a time that is not there. */
export function formatTime(time: number | null): string {
  return time === null ? '–' : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `12 people`, `1 person`. */
export function formatPeople(people: number): string {
  return `${formatCount(people)} ${people === 1 ? 'person' : 'people'}`;
}
