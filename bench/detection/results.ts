/** What of the last run is kept for the documents: the figures of Headgate by kind of finding. */
import type { FindingKind } from '@headgate/core';
import type { Score } from './score.ts';

export interface KindResult {
  /** Labelled values of the kind, and how many of them were found. */
  readonly found: number;
  readonly of: number;
  /** Leaves without label that were altered as this kind. */
  readonly vain: number;
}

export interface Results {
  /** Leaves that carry no label, look-alikes included. */
  readonly unlabelled: number;
  readonly kinds: Readonly<Partial<Record<FindingKind, KindResult>>>;
}

/** The labels of the data for each kind that it has labels for. */
const LABELS: Readonly<Partial<Record<FindingKind, readonly string[]>>> = {
  email: ['EMAIL'],
  phone: ['PHONE'],
  card: ['CREDIT_CARD'],
  iban: ['IBAN'],
  ip: ['IP'],
  ssn: ['US_SSN'],
  national_id: ['NATIONAL_ID'],
  birth_date: ['DOB'],
  address: ['ADDRESS'],
  name: ['PERSON_NAME'],
  os_user: ['USER_PATH'],
  jwt: ['SECRET_JWT'],
  bearer: ['AUTH_HEADER'],
  api_key: [
    'SECRET_APIKEY',
    'SECRET_AWS_KEY',
    'SECRET_GITHUB',
    'SECRET_GOOGLE',
    'SECRET_SLACK',
    'SECRET_STRIPE',
  ],
  password: ['PASSWORD'],
  session: ['SESSION_ID'],
  token: ['URL_TOKEN'],
  credentials: ['URL_CREDENTIALS'],
};

/** Reads the results off the scores of the telemetry events. */
export function toResults(scores: readonly Score[]): Results {
  const vain = scores.filter(({ by }) => by === 'leaves altered in vain');
  const altered = scores.filter(({ name }) => name === 'clean leaves altered' || name === 'traps altered');
  const kinds = Object.entries(LABELS).map(([kind, labels]): [string, KindResult] => {
    const own = scores.filter(({ by, name }) => by === 'type' && labels.includes(name));
    return [
      kind,
      {
        found: own.reduce((sum, { count }) => sum + count, 0),
        of: own.reduce((sum, { of }) => sum + of, 0),
        vain: vain.find(({ name }) => name === kind)?.count ?? 0,
      },
    ];
  });
  const unlabelled = altered.reduce((sum, { of }) => sum + of, 0);
  return { unlabelled, kinds: Object.fromEntries(kinds) };
}
