/** Who agreed to what. Asks `navigator.globalPrivacyControl` every time, as a person can turn it on at any moment. */
import type { Consent, Message } from '../event.ts';

export interface Permission {
  readonly grant: (categories: readonly string[]) => void;
  /** All where none are named. */
  readonly withdraw: (categories?: readonly string[]) => void;
  /** What may be done now: granted, and not denied by Global Privacy Control. */
  readonly granted: () => readonly string[];
  readonly isDecided: () => boolean;
  readonly consent: () => Consent;
  /** The message with the consent that was given when it happened and still holds; null where none is left. */
  readonly narrow: (message: Message) => Message | null;
}

export function createPermission(gpcAllows: readonly string[]): Permission {
  const categories = new Set<string>();
  let isDecided = false;
  const granted = (): readonly string[] => {
    const gpc = hasGpc();
    return [...categories].filter((each) => !gpc || gpcAllows.includes(each));
  };
  return {
    grant: (more) => {
      isDecided = true;
      for (const each of more) categories.add(each);
    },
    withdraw: (fewer = [...categories]) => {
      isDecided = true;
      for (const each of fewer) categories.delete(each);
    },
    granted,
    isDecided: () => isDecided,
    consent: () => consentOf(granted()),
    narrow: (message) => {
      const then = Object.keys(message.context.consent.categoryPreferences);
      const now = granted();
      const left = then.filter((each) => now.includes(each));
      if (left.length === 0) return null;
      const { gpc } = message.context.consent;
      return {
        ...message,
        context: { ...message.context, consent: { ...consentOf(left), ...(gpc && { gpc }) } },
      };
    },
  };
}

function consentOf(categories: readonly string[]): Consent {
  const allowed = categories.map((each) => [each, true] as const);
  return { categoryPreferences: Object.fromEntries(allowed), ...(hasGpc() && { gpc: true }) };
}

/** https://www.w3.org/TR/gpc/ §4. Not yet in TypeScript's DOM. */
function hasGpc(): boolean {
  return 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true;
}
