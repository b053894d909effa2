/** The shop's customers: made up, under documentation domains and addresses (RFC 2606, RFC 5737). */
import type { Chance } from './chance.ts';

export interface Person {
  readonly userId: string;
  readonly anonymousId: string;
  readonly name: string;
  readonly email: string;
  readonly birthday: string;
  readonly city: string;
  readonly plan: 'guest' | 'regular' | 'subscriber';
  readonly address: string;
  readonly userAgent: string;
  readonly locale: string;
  readonly app: 'web' | 'ios';
  readonly wantsMarketing: boolean;
  /** Set for those who order for a company; each company has one. */
  readonly company: string | null;
}

const GIVEN = [
  'Anneli',
  'Bosse',
  'Carmela',
  'Dusan',
  'Elif',
  'Fabio',
  'Greta',
  'Hamid',
  'Ilse',
  'Jorun',
] as const;
const FAMILY = ['Aschen', 'Birkdal', 'Corvino', 'Dregal', 'Estmark', 'Fallowby', 'Grindal', 'Holtz'] as const;
const CITIES = ['Bern', 'Basel', 'Graz', 'Wien', 'Bonn', 'Kiel', 'Lille', 'Lyon', 'Ghent'] as const;
const LOCALES = ['de-DE', 'de-AT', 'fr-FR', 'en-GB', 'de-CH'] as const;
const PLANS = ['guest', 'regular', 'regular', 'subscriber'] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
] as const;
const NETWORKS = ['203.0.113', '198.51.100'] as const;
/** Every so many people one orders for a company. */
const COMPANY_EVERY = 12;

/** As many people as asked for, at least one. */
export function makePeople(count: number, chance: Chance): readonly [Person, ...Person[]] {
  const first = makePerson(0, chance);
  return [first, ...Array.from({ length: Math.max(0, count - 1) }, (_, at) => makePerson(at + 1, chance))];
}

function makePerson(at: number, chance: Chance): Person {
  const given = chance.pick(GIVEN);
  const family = chance.pick(FAMILY);
  const year = 1950 + chance.whole(55);
  const month = String(1 + chance.whole(12)).padStart(2, '0');
  const day = String(1 + chance.whole(28)).padStart(2, '0');
  return {
    userId: `customer-${1000 + at}`,
    anonymousId: `visitor-${(0x10_0000 + at * 7919).toString(16)}`,
    name: `${given} ${family}`,
    email: `${given}.${family}.${at}@mail.example`.toLowerCase(),
    birthday: `${year}-${month}-${day}`,
    city: chance.pick(CITIES),
    plan: chance.pick(PLANS),
    address: `${chance.pick(NETWORKS)}.${1 + chance.whole(254)}`,
    userAgent: chance.pick(AGENTS),
    locale: chance.pick(LOCALES),
    app: chance.isHit(0.4) ? 'ios' : 'web',
    wantsMarketing: chance.isHit(0.5),
    company: at % COMPANY_EVERY === 0 ? `company-${100 + at / COMPANY_EVERY}` : null,
  };
}
