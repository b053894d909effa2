/**
 * Which of an event's purposes are allowed. The rules, in order:
 * 1. Global Privacy Control denies the uses that the plan lists for it, whatever they rest on.
 * 2. Every signal that a purpose looks at and that is there must grant it. One that cannot be read or has expired grants nothing.
 * 3. A purpose that rests on consent needs a grant besides: of all signals that the plan names for it, or, under `require: any`,
 *    of one of them. Where none of them is there, nobody was asked, and `unasked` holds.
 * A purpose on consent looks at all signals; any other at those that the plan names for it, and at opt-outs of sale, sharing and
 * targeted advertising, which ask for no basis. `fixtures/consent/truth-table.json` has a row for every case.
 */
import type { ReceivedEvent } from '../event.ts';
import type { ConsentRemark, Consented } from '../plan/compiled-plan.ts';
import type { ConsentRules, Purpose } from '../plan/plan.ts';
import type { ConsentSignal, Denial } from './reading.ts';
import { signalReaders } from './signal-readers.ts';
import type { SignalReader } from './signal-readers.ts';
import { readSentConsent } from './sent-consent.ts';
import type { SentConsent } from './sent-consent.ts';
import { parseTcString as parseTcStringAnew } from './tcf.ts';
import type { ParseTcString } from './tcf.ts';
import { isWithin } from './uses.ts';

const NO_REMARKS: readonly ConsentRemark[] = Object.freeze([]);

interface Judged {
  readonly purpose: Purpose;
  readonly deniedByGpc: boolean;
  readonly readers: readonly SignalReader[];
}

/**
 * Compiles the purposes of one event. Where no signal can deny any of them, nothing is read at all. `parseTcString` may
 * remember what it parsed, since a person's string comes with every event of his.
 */
export function compileConsent(
  purposes: readonly Purpose[],
  rules: ConsentRules,
  parseTcString: ParseTcString = parseTcStringAnew,
): (event: ReceivedEvent) => Consented {
  const judged = purposes.map((purpose): Judged => ({
    purpose,
    deniedByGpc: rules.gpcDeniedUses.some((denied) => isWithin(purpose.use, denied)),
    readers: signalReaders(purpose),
  }));
  const all: Consented = { uses: purposes.map(({ use }) => use), remarks: NO_REMARKS };
  if (judged.every(({ deniedByGpc, readers }) => !deniedByGpc && readers.length === 0)) return () => all;
  const reading = { ageMaxMs: rules.tcfAgeMaxMs, parseTcString };
  return (event) => {
    const sent = readSentConsent(event, reading);
    const remarks: ConsentRemark[] = [];
    for (const each of judged) {
      const denial = judge(each, sent);
      if (denial !== null) remarks.push(denial);
    }
    if (remarks.length === 0) return all;
    return { uses: all.uses.filter((use) => !remarks.some(({ path }) => path === use)), remarks };
  };
}

/** Null where the purpose is allowed. */
function judge({ purpose, deniedByGpc, readers }: Judged, sent: SentConsent): ConsentRemark | null {
  if (deniedByGpc && sent.gpc) return remark(purpose, 'gpc', 'denied');
  let granted = 0;
  let missing: SignalReader['signal'] | null = null;
  for (const { signal, isNamed, read } of readers) {
    const reading = read(sent);
    if (reading !== 'granted' && reading !== 'absent') return remark(purpose, signal, reading);
    if (!isNamed) continue;
    if (reading === 'granted') granted += 1;
    else missing ??= signal;
  }
  return isAsked(purpose, granted, missing) ? null : remark(purpose, missing ?? 'category', 'absent');
}

/** Whether a purpose that nothing denies was asked for as far as its basis wants it. */
function isAsked({ basis, signals }: Purpose, granted: number, missing: ConsentSignal | null): boolean {
  if (basis !== 'Consent') return true;
  if (granted === 0) return signals.unasked === 'granted';
  return missing === null || signals.require === 'any';
}

function remark({ use }: Purpose, signal: ConsentSignal, reading: Denial): ConsentRemark {
  return { rule: 'consent', path: use, action: 'withheld', signal, reading };
}
