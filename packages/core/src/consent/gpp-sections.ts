/**
 * The sections of IAB's Global Privacy Platform that can hold an opt-out
 * (https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, `Sections/`), and where in them it lies.
 */
import type { Use } from '../plan/taxonomy/uses.ts';
import { overlaps } from './uses.ts';

export const OPT_OUTS = ['sale', 'sharing', 'targeted'] as const;
export type OptOut = (typeof OPT_OUTS)[number];

/** What each opt-out denies, with all below it. "Sharing" is California's word for handing on for advertising (CCPA §1798.140(ah)). */
export const OPT_OUT_USES: Readonly<Record<OptOut, readonly Use[]>> = {
  sale: ['third_party_sharing', 'marketing.advertising.third_party'],
  sharing: ['third_party_sharing', 'marketing.advertising.third_party', 'marketing.advertising.profiling'],
  targeted: [
    'marketing.advertising.third_party',
    'marketing.advertising.first_party.targeted',
    'marketing.advertising.profiling',
  ],
};

/** The opt-outs that deny a use or a part of it. */
export function optOutsOf(use: Use): readonly OptOut[] {
  return OPT_OUTS.filter((optOut) => OPT_OUT_USES[optOut].some((each) => overlaps(each, use)));
}

/** Offsets in bits into the core segment; `bits` is its least length. */
export interface UsSection {
  readonly id: number;
  readonly versions: readonly number[];
  readonly offsets: Readonly<Partial<Record<OptOut, number>>>;
  readonly bits: number;
}

const us = (id: number, sale: number, bits: number): UsSection => ({
  id,
  versions: [1],
  offsets: { sale, targeted: sale + 2 },
  bits,
});

/** The sections of the United States that are bit fields, by the names that plans use. */
export const US_SECTIONS = {
  usnat: { id: 7, versions: [1, 2], offsets: { sale: 18, sharing: 20, targeted: 22 }, bits: 60 },
  usca: { id: 8, versions: [1], offsets: { sale: 12, sharing: 14 }, bits: 46 },
  usva: us(9, 12, 40),
  usco: us(10, 12, 38),
  usut: us(11, 14, 42),
  usct: us(12, 12, 44),
  usfl: us(13, 12, 46),
  usmt: us(14, 12, 46),
  usor: us(15, 12, 52),
  ustx: us(16, 12, 42),
  usde: us(17, 12, 52),
  usia: us(18, 14, 42),
  usne: us(19, 12, 42),
  usnh: us(20, 12, 46),
  usnj: us(21, 12, 54),
  ustn: us(22, 12, 42),
  usmn: us(23, 12, 42),
  usmd: us(24, 16, 22),
  usin: us(25, 16, 24),
  usky: us(26, 16, 24),
  usri: us(27, 16, 24),
} as const satisfies Readonly<Record<string, UsSection>>;

/** Section 6 is the text of the older US Privacy framework. */
export const GPP_IDS = { tcfeuv2: 2, uspv1: 6 } as const;

/** Sections that a plan can name. Section 2 is a TC string and counts as one. */
export const GPP_SECTION_NAMES = [
  'uspv1',
  'usnat',
  'usca',
  'usva',
  'usco',
  'usut',
  'usct',
  'usfl',
  'usmt',
  'usor',
  'ustx',
  'usde',
  'usia',
  'usne',
  'usnh',
  'usnj',
  'ustn',
  'usmn',
  'usmd',
  'usin',
  'usky',
  'usri',
] as const;
export type GppSectionName = (typeof GPP_SECTION_NAMES)[number];
