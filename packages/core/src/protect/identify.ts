/** The identifiers of one event as every vendor may have them, made once for all vendors together. */
import type { ReceivedEvent } from '../event.ts';
import { bindToken } from './bind-token.ts';
import { epochFor, isStable, momentOf, NO_MOMENT } from './epoch.ts';
import type { EpochPolicy, Moment } from './epoch.ts';
import { IDENTITY_DOMAINS, NO_SUBJECT } from './pseudonymiser.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';
import { remember } from './remember.ts';

/** One token for each vendor, by the vendor's position; null where the vendor gets none. */
export type Tokens = readonly (string | null)[];

export interface Identified {
  /** Internal index of the user, else of the device, else nobody. */
  readonly subject: string;
  readonly message: readonly string[];
  readonly user: Tokens | null;
  readonly anonymous: Tokens | null;
  readonly group: Tokens | null;
  readonly previous: Tokens | null;
  /** What the keys of passing pseudonyms depend on; the same for every vendor. */
  readonly moment: Moment;
}

/** A vendor as identification sees it. */
interface IdentifiedFor {
  readonly name: string;
  readonly pseudonyms: EpochPolicy;
}

/** People, devices and groups whose tokens are remembered. */
const IDENTITIES_MAX = 20_000;

interface Known {
  readonly tokens: Tokens;
  readonly subject: string;
}

type Know = (raw: string, moment: Moment) => Known;

/** Binds the tokens of all vendors. Message ids are new every time and are not remembered. */
export function compileIdentify(
  pseudonymiser: Pseudonymiser,
  vendors: readonly IdentifiedFor[],
): (event: ReceivedEvent) => Identified {
  const users = compileDomain(pseudonymiser, vendors, IDENTITY_DOMAINS.user_id);
  const anonymous = compileDomain(pseudonymiser, vendors, IDENTITY_DOMAINS.anonymous_id);
  const groups = compileDomain(pseudonymiser, vendors, IDENTITY_DOMAINS.group_id);
  const messages = pseudonymiser.messages(vendors.map(({ name }) => name));
  const hasPassing = !vendors.every(({ pseudonyms }) => isStable(pseudonyms));
  return (event) => {
    const moment = hasPassing ? momentOf(event) : NO_MOMENT;
    const user = isPresent(event.userId) ? users(event.userId, moment) : null;
    const device = isPresent(event.anonymousId) ? anonymous(event.anonymousId, moment) : null;
    return {
      subject: (user ?? device)?.subject ?? NO_SUBJECT,
      message: messages(event.id),
      user: user?.tokens ?? null,
      anonymous: device?.tokens ?? null,
      group: isPresent(event.groupId) ? groups(event.groupId, moment).tokens : null,
      // A previous id is an anonymous id that gave way to a user id.
      previous: isPresent(event.previousId) ? anonymous(event.previousId, moment).tokens : null,
      moment,
    };
  };
}

/** Stable tokens are remembered; those that pass are made for each event, so that no memory outlives their key. */
function compileDomain(
  pseudonymiser: Pseudonymiser,
  vendors: readonly IdentifiedFor[],
  domain: string,
): Know {
  const bound = vendors.map((vendor) => ({
    isPassing: epochFor(vendor.pseudonyms, domain) !== 'contract',
    token: bindToken(pseudonymiser, vendor, domain, 'exact'),
  }));
  const known = remember((raw: string): Known => {
    const tokens = bound.map(({ isPassing, token }) => (isPassing ? null : token(raw, NO_MOMENT)));
    return { tokens, subject: pseudonymiser.subject(raw) };
  }, IDENTITIES_MAX);
  if (!bound.some(({ isPassing }) => isPassing)) return known;
  return (raw, moment) => {
    const { tokens, subject } = known(raw);
    const all = bound.map(({ isPassing, token }, at) =>
      isPassing ? token(raw, moment) : (tokens[at] ?? null),
    );
    return { tokens: all, subject };
  };
}

function isPresent(id: string | null): id is string {
  return id !== null && id !== '';
}
