/** Kinds I of a vendor itself: where it is, what it may have, how it is reached. */
import { EPOCHS } from '../../../protect/epoch.ts';
import { TIME_STEPS } from '../../written.ts';
import type { WrittenPlan } from '../../written.ts';
import type { Change } from '../change.ts';
import { diffKeys, namesOf } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import { own, without } from '../same.ts';
import type { Scope } from '../scope.ts';
import { onKGate } from './k-gate.ts';
import { useChanges } from './purpose.ts';
import { onRetention } from './retention.ts';

type Vendor = WrittenPlan['vendors'][string];
type Transport = NonNullable<Vendor['transport']>;
type On<K extends keyof Vendor> = Handler<Vendor[K], Scope>;

export const onVendors: Handler<WrittenPlan['vendors'], Scope> = (pair, place, scope) =>
  namesOf(pair).flatMap((name): Change[] => {
    const at = below(place, name);
    const [before, after] = [own(pair.before, name), own(pair.after, name)];
    if (before === undefined) return [makeChange('I01', at, `Vendor ${name} is added.`)];
    if (after === undefined) return [makeChange('I04', at, `Vendor ${name} is gone.`)];
    return diffKeys({ before, after }, HANDLERS, at, scope);
  });

const onRole: On<'role'> = ({ before, after }, at) => {
  if (after !== 'processor') return [makeChange('I11', at, `The vendor becomes ${after}; it was ${before}.`)];
  return [makeChange('H02', at, 'The vendor acts on instructions only.')];
};

/** No list means any use, which is the widest. */
const onUses: On<'uses'> = ({ before, after }, at) => {
  if (after === undefined) return [makeChange('H01', at, 'The vendor serves any use.')];
  if (before === undefined) return [makeChange('H02', at, `The vendor serves only ${after.join(', ')}.`)];
  const trains = after.includes('train_ai_system') && !before.includes('train_ai_system');
  if (!trains) return useChanges({ before, after }, at);
  const rest = useChanges({ before, after: after.filter((use) => use !== 'train_ai_system') }, at) ?? [];
  return [makeChange('I11', at, 'The vendor may train models on it.'), ...rest];
};

const onTime: On<'time'> = ({ before, after }, at) => {
  const isFiner = TIME_STEPS[after] < TIME_STEPS[before];
  return [makeChange(isFiner ? 'D19' : 'D20', at, `Times are told to ${after}; before, to ${before}.`)];
};

const onSampleRate: On<'sample_rate_as'> = ({ before, after }, at) => {
  if (after === undefined) return [makeChange('I04', at, 'The sampling rate is no longer told.')];
  if (before === undefined) return [makeChange('I03', at, `Events tell their sampling rate as ${after}.`)];
  return [makeChange('I12', at, `The sampling rate is told as ${after}; before, as ${before}.`)];
};

/** What counts is the epoch that each domain ends up with, wherever it is written. */
const onPseudonyms: On<'pseudonyms'> = ({ before, after }, at) => {
  const domains = namesOf({ before: before?.domains, after: after?.domains });
  const found = [null, ...domains].flatMap((domain): Change[] => {
    const [was, is] = [epochIn(before, domain), epochIn(after, domain)];
    if (was === is) return [];
    const place = domain === null ? below(at, 'epoch') : below(below(at, 'domains'), domain);
    const of = domain === null ? 'Pseudonyms last' : `Pseudonyms of the domain ${domain} last`;
    const isLonger = EPOCHS.indexOf(is) > EPOCHS.indexOf(was);
    return [makeChange(isLonger ? 'G03' : 'G06', place, `${of}: ${is}; before, ${was}.`)];
  });
  return found.length === 0 ? null : found;
};

function epochIn(written: Vendor['pseudonyms'], domain: string | null): (typeof EPOCHS)[number] {
  const named = domain === null ? undefined : written?.domains?.[domain];
  return named ?? written?.epoch ?? 'contract';
}

const onPlace: Handler<string | undefined, Scope> = ({ before, after }, at) => [
  makeChange('I07', at, `${after ?? 'Nothing'} is written where ${before ?? 'nothing'} was.`),
];

const onAddress: Handler<string | undefined, Scope> = (_, at) => [
  makeChange('I08', at, 'The events go to another address, account or credential.'),
];

const onTransport: On<'transport'> = ({ before = {}, after = {} }, at, scope) => {
  const found = diffKeys({ before, after }, TRANSPORT_HANDLERS, at, scope);
  return found.length === 0 ? null : found;
};

function onGuard<K extends keyof Transport>(
  strength: (value: Transport[K]) => number,
): Handler<Transport[K], Scope> {
  return ({ before, after }, at) => {
    const [was, is] = [strength(before), strength(after)];
    if (was === is) return null;
    return [
      is < was
        ? makeChange('I13', at, 'The transport is less guarded.')
        : makeChange('I14', at, 'The transport is better guarded.'),
    ];
  };
}

const TRANSPORT_HANDLERS: Handlers<Transport, Scope> = {
  tls_min: onGuard<'tls_min'>((floor) => Number(floor ?? 0)),
  pinned: onGuard<'pinned'>((is) => (is === true ? 1 : 0)),
  authenticated: onGuard<'authenticated'>((is) => (is === true ? 1 : 0)),
  egress: ({ before, after }, at) => {
    const isOpen = after === undefined || (before !== undefined && without(after, before).length > 0);
    return [
      isOpen
        ? makeChange('I13', at, 'More hosts may be spoken to.')
        : makeChange('I14', at, 'Fewer hosts may be spoken to.'),
    ];
  },
};

const HANDLERS: Handlers<Vendor, Scope> = {
  // Another kind of vendor is another vendor.
  kind: ({ before, after }, at) => [
    makeChange('I01', at, `Vendor ${after} stands where ${before} stood.`),
    makeChange('I04', at, `Vendor ${before} is gone.`),
  ],
  role: onRole,
  region: onPlace,
  transfer: onPlace,
  max_tier: ({ before, after }, at) => {
    const words = `The ceiling becomes ${after}; it was ${before}.`;
    return [makeChange(after > before ? 'I05' : 'I06', at, words)];
  },
  retention: onRetention,
  k_gate: onKGate,
  uses: onUses,
  time: onTime,
  sample_rate_as: onSampleRate,
  pseudonyms: onPseudonyms,
  endpoint: onAddress,
  account: onAddress,
  credential: onAddress,
  delivery: ({ before = 'server', after = 'server' }, at) =>
    before === after
      ? null
      : [
          after === 'device'
            ? makeChange('I09', at, 'Devices send to it themselves, past the gateway.')
            : makeChange('I10', at, 'The gateway sends to it.'),
        ],
  sells: ({ before = false, after = false }, at) =>
    before === after
      ? null
      : [
          after
            ? makeChange('I11', at, 'Handing over counts as sale or sharing.')
            : makeChange('H02', at, 'Handing over no longer counts as sale or sharing.'),
        ],
  names: (_, at) => [makeChange('I12', at, 'Names of fields at the vendor are others.')],
  transport: onTransport,
};

export const onArchives: Handler<WrittenPlan['archives'], Scope> = (pair, place) =>
  namesOf(pair).flatMap((name): Change[] => {
    const at = below(place, name);
    const [before, after] = [own(pair.before, name), own(pair.after, name)];
    if (after === undefined) return [makeChange('I17', at, `Archive or tap ${name} is gone.`)];
    // A tap that becomes another is a new one.
    return before?.kind === after.kind ? [] : [makeChange('I16', at, `Archive or tap ${name} is added.`)];
  });
