/** How long each class of data is kept, in days, as `headgate.yaml` may change it. */

export const RETENTION_DAYS = {
  queue: 7,
  deadLetters: 30,
  journal: 7,
  ledger: 1096,
  ledgerMargin: 90,
  warehouse: 761,
  recent: 1,
  quarantine: 30,
  sealed: 396,
} as const;

export type RetentionDays = { readonly [K in keyof typeof RETENTION_DAYS]: number };

export const RETENTION_DOCS: Readonly<Record<keyof RetentionDays, string>> = {
  queue: 'Days that an event may wait for a vendor; older ones end as `waited-too-long`.',
  deadLetters: 'Days that dead letters are kept.',
  journal: 'Days within which counts must have gone from the queue into the ledger; nothing is deleted.',
  ledger:
    'Days that deliveries stay in the ledger, where the plan does not say how long the vendor keeps them.',
  ledgerMargin: 'Days that deliveries stay beyond what the plan says the vendor keeps them.',
  warehouse: 'Days that files of a warehouse are kept, where the plan has no retention for it.',
  recent: 'Days that `explain` remembers events, in memory and without values.',
  quarantine: 'Days that quarantined events are kept, where the plan does not say.',
  sealed: 'Days that sealed records are kept, by the store that holds them.',
};
