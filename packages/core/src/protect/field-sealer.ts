/** The functions that seal, handed in so that core holds no key and no crypto. Types alone. */
import type { Environment, Json } from '../event.ts';

/** To whom a field is sealed. */
export interface SealRule {
  /** Name of the recipient group. */
  readonly group: string;
  /** Whether reading takes the private key of the event's subject too. */
  readonly subject: boolean;
}

/** Why a plan cannot seal by a rule. Closed; the names are stable. */
export type SealRuleFault = 'seal-without-recipients' | 'unknown-recipient-group' | 'seal-without-subjects';

/** Where sealed fields of one event belong; authentic in each of them. */
export interface SealedEventPlace {
  readonly environment: Environment;
  /** Name of the source. */
  readonly source: string;
  /** Id of the planned event. */
  readonly eventName: string;
  readonly eventId: string;
  /** The one vendor whom the texts are for; null where they stay inside. */
  readonly vendor: string | null;
  /** Internal index of the subject, or `NO_SUBJECT`. */
  readonly subject: string;
}

/** What must be durable before a text that needs it is let out. */
export type SealRecord =
  | {
      readonly kind: 'header';
      /** 32 hex digits. */
      readonly id: string;
      readonly bytes: Uint8Array;
      /** The last moment at which anything is sealed under it, milliseconds since 1970. */
      readonly until: number;
    }
  | {
      /** Which key a subject has. */
      readonly kind: 'subject-key';
      readonly subject: string;
      /** 32 bytes in base64url. */
      readonly publicKey: string;
    };

export interface SealedText {
  readonly text: string;
  readonly records: readonly SealRecord[];
}

/** Seals the fields of one event for one place. Null, and counted by the sealer, where a value cannot be sealed. */
export type SealField = (rule: SealRule, path: string, value: Json) => SealedText | null;

export interface FieldSealer {
  /** Null where fields can be sealed by the rule. Asked when a plan is compiled. */
  readonly faultOf: (rule: SealRule) => SealRuleFault | null;
  readonly begin: (place: SealedEventPlace) => SealField;
}

/** One value that stays inside. */
export interface SealedField {
  /** With positions in arrays: `properties.items[2].note`. */
  readonly path: string;
  readonly group: string;
  readonly text: string;
}

/** What was sealed of one event. */
export interface SealedEvent {
  readonly environment: Environment;
  readonly source: string;
  readonly eventName: string;
  /** Internal id of the event; empty where nothing stays inside. */
  readonly eventId: string;
  /** What stays inside, whoever else gets what. */
  readonly fields: readonly SealedField[];
  /** What all texts need, those in clean events included. */
  readonly records: readonly SealRecord[];
}
