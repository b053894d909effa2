/** Events apart by their UTC day, and what names a company of them: for files and objects that are partitioned by day. */
import type { CleanEvent } from '../event.ts';

/** 0001-01-01 and the end of 9999-12-31: the days that `YYYY-MM-DD` can name. */
const TIME_MIN = -62_135_596_800_000;
const TIME_MAX = 253_402_300_799_999;

/** Hive's name for a partition without a value (`hive.exec.default.partition.name`), which readers of its layout know. */
const NO_DAY = '__HIVE_DEFAULT_PARTITION__';

/** False for times whose day no partition can name, also for those that are no number. */
export function hasDay(time: number): boolean {
  return time >= TIME_MIN && time <= TIME_MAX;
}

/** Positions of the events by day (`YYYY-MM-DD`), in their order. */
export function positionsByDay(
  events: readonly Pick<CleanEvent, 'time'>[],
): ReadonlyMap<string, readonly number[]> {
  const days = new Map<string, number[]>();
  events.forEach(({ time }, position) => {
    const day = hasDay(time) ? new Date(time).toISOString().slice(0, 10) : NO_DAY;
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [position]);
    else ofDay.push(position);
  });
  return days;
}

/** A text that is the same for the same events in whatever order they come; its digest names their file. */
export function companyText(events: readonly Pick<CleanEvent, 'id'>[]): string {
  return events
    .map(({ id }) => id)
    .toSorted()
    .map((id) => JSON.stringify(id))
    .join('');
}
