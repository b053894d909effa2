import type { LintRule, LintedEvent } from '../rule.ts';

const DAY_MS = 86_400_000;
/** Farthest day ahead without a remark, as Glean has it (glean_parser, EXPIRATION_DATE_TOO_FAR: 730 days). */
const EXPIRY_DAYS_MAX = 730;

export const expiredEvent: LintRule = {
  id: 'expired-event',
  level: 'violation',
  kind: 'governance',
  what: 'The last day of an event is past.',
  find: ({ events, now }) =>
    running(events).flatMap(({ file, spec }) => {
      if (spec.expiresAt === null || spec.expiresAt > now) return [];
      return [
        {
          file,
          yamlPath: ['expires'],
          message: `The last day of "${spec.id}" was ${file.value.expires}.`,
          mend: 'Retire the event, or show that it is used and set a new day.',
        },
      ];
    }),
};

export const expiresTooFar: LintRule = {
  id: 'expires-too-far',
  level: 'improvement',
  kind: 'governance',
  what: `The last day of an event is more than ${EXPIRY_DAYS_MAX} days ahead.`,
  find: ({ events, now }) =>
    running(events).flatMap(({ file, spec }) => {
      if (spec.expiresAt === null) return [];
      // From the last day back to today, both in UTC.
      const days = Math.floor(spec.expiresAt / DAY_MS) - 1 - Math.floor(now / DAY_MS);
      if (days <= EXPIRY_DAYS_MAX) return [];
      return [
        {
          file,
          yamlPath: ['expires'],
          message: `"${spec.id}" expires in more than ${EXPIRY_DAYS_MAX} days.`,
          mend: 'Set an earlier day, so that somebody asks again whether it is needed.',
        },
      ];
    }),
};

export const expiresNever: LintRule = {
  id: 'expires-never',
  level: 'information',
  kind: 'governance',
  what: 'An event never expires.',
  find: ({ events }) =>
    running(events).flatMap(({ file, spec }) =>
      spec.expiresAt === null
        ? [
            {
              file,
              yamlPath: ['expires'],
              message: `"${spec.id}" never expires.`,
              mend: 'Set a last day, so that somebody asks whether it is still needed.',
            },
          ]
        : [],
    ),
};

function running(events: readonly LintedEvent[]): readonly LintedEvent[] {
  return events.filter(({ spec }) => spec.status !== 'retired');
}
