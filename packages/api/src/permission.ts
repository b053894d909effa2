/** What a caller of the control plane may do. A new permission is a row here. */
export const PERMISSIONS = {
  read: { meaning: 'Ask for states, counts, exposure and masked events. Changes nothing.' },
  infer: { meaning: 'Learn names, types and sizes of what apps send, planned or not; never a value.' },
  operate: {
    meaning:
      'Cut and resume vendors, burn their pseudonym epochs, reload the plan, and set and abort a canary.',
  },
  'read-sealed': { meaning: 'Read sealed values and headers as they are stored: still sealed.' },
  quarantine: {
    meaning:
      'Fetch quarantined events, still sealed, bring back those that somebody opened, and discard them.',
  },
} as const satisfies Readonly<Record<string, { meaning: string }>>;

export type Permission = keyof typeof PERMISSIONS;
