/** Every transform, once. To add one: a file here, a line below, a directory in fixtures/transform/. */
import type { Transform } from '../transform.ts';
import { bucket } from './bucket.ts';
import { constant } from './constant.ts';
import { domainOnly } from './domain-only.ts';
import { drop } from './drop.ts';
import { generalise } from './generalise.ts';
import { ipPrefix } from './ip-prefix.ts';
import { mask } from './mask.ts';
import { pseudonymise } from './pseudonymise.ts';
import { seal } from './seal.ts';
import { roundTime } from './round-time.ts';
import { truncate } from './truncate.ts';
import { uaFamily } from './ua-family.ts';
import { urlStrip } from './url-strip.ts';

export const TRANSFORMS: ReadonlyMap<string, Transform> = new Map(
  [
    drop,
    constant,
    mask,
    bucket,
    truncate,
    generalise,
    roundTime,
    ipPrefix,
    uaFamily,
    urlStrip,
    domainOnly,
    pseudonymise,
    seal,
  ].map((transform) => [transform.name, transform]),
);
