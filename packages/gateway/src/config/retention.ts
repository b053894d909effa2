/** The section `retention` of `headgate.yaml`: days for each class of data. */
import { z } from 'zod';
import { RETENTION_DAYS, RETENTION_DOCS } from '../retention/limits.ts';
import type { RetentionDays } from '../retention/limits.ts';

/** A hundred years. */
const DAYS_MAX = 36_525;

const days = (key: keyof RetentionDays): z.ZodDefault<z.ZodNumber> =>
  z.int().min(1).max(DAYS_MAX).default(RETENTION_DAYS[key]).describe(RETENTION_DOCS[key]);

export const writtenRetention = z
  .strictObject({
    queue_days: days('queue'),
    dead_letters_days: days('deadLetters'),
    journal_days: days('journal'),
    ledger_days: days('ledger'),
    ledger_margin_days: days('ledgerMargin'),
    warehouse_days: days('warehouse'),
    recent_days: days('recent'),
    quarantine_days: days('quarantine'),
    sealed_days: days('sealed'),
  })
  .prefault({});

/** From the written names to those of the parts. */
export function readRetention(written: z.output<typeof writtenRetention>): RetentionDays {
  return {
    queue: written.queue_days,
    deadLetters: written.dead_letters_days,
    journal: written.journal_days,
    ledger: written.ledger_days,
    ledgerMargin: written.ledger_margin_days,
    warehouse: written.warehouse_days,
    recent: written.recent_days,
    quarantine: written.quarantine_days,
    sealed: written.sealed_days,
  };
}
