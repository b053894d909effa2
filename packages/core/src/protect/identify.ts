/** The identifiers of one event as every vendor may have them, made once for all vendors together. */
import type { ReceivedEvent } from '../event.ts';
import { IDENTITY_DOMAINS, NO_SUBJECT } from './pseudonymiser.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';
import { remember } from './remember.ts';

/** One token for each vendor, by the vendor's position. */
export type Tokens = readonly string[];

export interface Identified {
  /** Internal index of the user, else of the device, else nobody. */
  readonly subject: string;
  readonly message: Tokens;
  readonly user: Tokens | null;
  readonly anonymous: Tokens | null;
  readonly group: Tokens | null;
  readonly previous: Tokens | null;
}

/** People, devices and groups whose tokens are remembered. */
const IDENTITIES_MAX = 20_000;

interface Known {
  readonly tokens: Tokens;
  readonly subject: string;
}

/** Binds the tokens of all vendors. Message ids are new every time and are not remembered. */
export function compileIdentify(
  pseudonymiser: Pseudonymiser,
  vendors: readonly string[],
): (event: ReceivedEvent) => Identified {
  const tokensOf = (domain: string): ((raw: string) => Known) => {
    const functions = vendors.map((vendor) => pseudonymiser.token(vendor, domain, 'exact'));
    const compute = (raw: string): Known => ({
      tokens: functions.map((token) => token(raw)),
      subject: pseudonymiser.subject(raw),
    });
    return remember(compute, IDENTITIES_MAX);
  };
  const users = tokensOf(IDENTITY_DOMAINS.user_id);
  const anonymous = tokensOf(IDENTITY_DOMAINS.anonymous_id);
  const groups = tokensOf(IDENTITY_DOMAINS.group_id);
  const messages = pseudonymiser.messages(vendors);
  return (event) => {
    const user = isPresent(event.userId) ? users(event.userId) : null;
    const device = isPresent(event.anonymousId) ? anonymous(event.anonymousId) : null;
    return {
      subject: (user ?? device)?.subject ?? NO_SUBJECT,
      message: messages(event.id),
      user: user?.tokens ?? null,
      anonymous: device?.tokens ?? null,
      group: isPresent(event.groupId) ? groups(event.groupId).tokens : null,
      // A previous id is an anonymous id that gave way to a user id.
      previous: isPresent(event.previousId) ? anonymous(event.previousId).tokens : null,
    };
  };
}

function isPresent(id: string | null): id is string {
  return id !== null && id !== '';
}
