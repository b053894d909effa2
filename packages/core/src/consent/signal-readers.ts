/** What one purpose looks at in each signal: what the plan names for it, or else what the signal's own table says of its use. */
import type { Purpose } from '../plan/plan.ts';
import { readCategory, readStatus } from './categories.ts';
import { consentModeTypesOf } from './consent-mode.ts';
import type { ConsentMode, ConsentModeType } from './consent-mode.ts';
import { OPT_OUTS, optOutsOf } from './gpp-sections.ts';
import type { GppSectionName, OptOut } from './gpp-sections.ts';
import { and, readingOfAll } from './reading.ts';
import type { ConsentSignal, Reading } from './reading.ts';
import type { OptOutSection, SentConsent } from './sent-consent.ts';
import { readingOfPurposes } from './tcf.ts';
import type { TcfPurposes } from './tcf.ts';
import { tcfPurposesOf } from './tcf-uses.ts';

export interface SignalReader {
  readonly signal: ConsentSignal;
  /** Whether the plan names the signal for this purpose, so that its grant counts and not only its denial. */
  readonly isNamed: boolean;
  readonly read: (sent: SentConsent) => Reading;
}

/** The readers of one purpose, in the order in which a denial is told. */
export function signalReaders(purpose: Purpose): readonly SignalReader[] {
  const { tcf, gpp, gcm } = purpose.signals;
  const isOnConsent = purpose.basis === 'Consent';
  const optOuts = optOutsOf(purpose.use);
  const readers: SignalReader[] = [];
  const add = (signal: ConsentSignal, isNamed: boolean, read: SignalReader['read']): void => {
    readers.push({ signal, isNamed, read });
  };
  if (isOnConsent || purpose.category !== null)
    add('category', purpose.category !== null, categories(purpose));
  if (isOnConsent || tcf !== null) add('tcf', tcf !== null, purposes(purpose));
  if (isOnConsent || gpp !== null || optOuts.length > 0) add('gpp', gpp !== null, sections(gpp, optOuts));
  if (isOnConsent || gcm !== null) add('gcm', gcm !== null, types(gcm ?? consentModeTypesOf(purpose.use)));
  return readers;
}

/** Without a category of its own a purpose still falls with all the others, and with preferences that nobody can read. */
function categories({ category }: Purpose): SignalReader['read'] {
  return ({ consent }) => (category === null ? readStatus(consent) : readCategory(consent, category));
}

/** A legitimate interest is another row of bits than consent, and is lost by objection. */
function purposes(purpose: Purpose): SignalReader['read'] {
  const asked = purpose.signals.tcf ?? tcfPurposesOf(purpose.use);
  const row = purpose.basis === 'Legitimate interests' ? 'interests' : 'consents';
  const ask = (of: TcfPurposes): Reading => readingOfPurposes(of[row], asked);
  return ({ tcf }) => readingOfAll(tcf, ask);
}

/** Sections that the plan names are asked about every opt-out where the use has none of its own. */
function sections(named: readonly GppSectionName[] | null, own: readonly OptOut[]): SignalReader['read'] {
  const optOuts = named !== null && own.length === 0 ? OPT_OUTS : own;
  const ask = (section: OptOutSection): Reading => {
    if (named !== null && !named.includes(section.name)) return 'absent';
    const said = optOuts.flatMap((each) => section.optOuts[each] ?? []);
    if (said.includes(true)) return 'denied';
    return said.length > 0 && section.applies ? 'granted' : 'absent';
  };
  return ({ gpp }) => readingOfAll(gpp, ask);
}

function types(asked: readonly ConsentModeType[]): SignalReader['read'] {
  const ask = (mode: ConsentMode): Reading => {
    const said = asked.map((type): Reading => mode[type] ?? 'absent');
    const all = said.reduce(and, 'absent');
    // A type of several that nobody spoke of is none that was granted.
    return all === 'granted' && said.includes('absent') ? 'absent' : all;
  };
  return ({ gcm }) => readingOfAll(gcm, ask);
}
