import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/** First match wins: browsers built on others name those too, so the more special stands first. */
const FAMILIES = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d{1,4})/],
  ['Opera', /\b(?:OPR|Opera)\/(\d{1,4})/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d{1,4})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,4})/],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\/(\d{1,4})/],
  ['Safari', /\bVersion\/(\d{1,4})[.\d]* (?:Mobile\/\w{1,12} )?Safari\//],
  ['Dalvik', /\bDalvik\/(\d{1,4})/],
  ['CFNetwork', /\bCFNetwork\/(\d{1,5})/],
  ['okhttp', /\bokhttp\/(\d{1,4})/],
  ['Node', /\b(?:node|undici)\b\/?(\d{0,4})/i],
  ['curl', /\bcurl\/(\d{1,4})/],
] as const satisfies readonly (readonly [string, RegExp])[];

const LENGTH_MAX = 512;

/** Turns a user agent into family and major version: `Firefox 128`; `Other` where none is known. */
export const uaFamily = defineTransform({
  name: 'ua-family',
  params: z.strictObject({}),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: () => (value) => {
    if (typeof value !== 'string') return undefined;
    const agent = value.slice(0, LENGTH_MAX);
    for (const [family, pattern] of FAMILIES) {
      const major = pattern.exec(agent)?.[1];
      if (major !== undefined) return major === '' ? family : `${family} ${major}`;
    }
    return 'Other';
  },
});
