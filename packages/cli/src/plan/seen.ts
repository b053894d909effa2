/** What a draft rests on, from wherever it came. */
import type { FieldSheet } from '@headgate/core';

export interface Seen {
  readonly sheet: FieldSheet;
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  /** What is to be said where the sheet is empty. */
  readonly nothing: { readonly message: string; readonly mend: string };
  /** For whom it interests. */
  readonly notes: readonly string[];
  /** What is not in the sheet because it has no name that can be planned; null where there is nothing, or the notes tell it. */
  readonly unnamed: string | null;
  /** What is not in the sheet and should be; null where there is nothing. */
  readonly lacking: string | null;
  /** How many events it is, and how many it leaves out, by why; null for files, which have a report of their own. */
  readonly counts: Readonly<Record<string, number>> | null;
}
