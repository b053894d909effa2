import type { z } from 'zod';
import { epochFor } from '../protect/epoch.ts';
import type { Epoch } from '../protect/epoch.ts';
import { IDENTITY_DOMAINS } from '../protect/pseudonymiser.ts';
import type { Normaliser } from '../protect/normalise.ts';
import { SEAL_PARAMS } from '../protect/transforms/seal.ts';
import { PSEUDONYM_PARAMS } from '../protect/transforms/pseudonymise.ts';
import type { Issue } from '../issue.ts';
import { allFields } from './plan-rules.ts';
import type { FieldSpec, Plan } from './plan.ts';
import { issue, suggest } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';

/** One kind of pseudonym that a vendor may get. */
export interface PseudonymUse {
  readonly vendor: string;
  readonly domain: string;
  readonly normaliser: Normaliser;
  readonly epoch: Epoch;
}

/** Every kind of pseudonym that the plan gives any vendor: of the event's own identifiers, and of its fields. Sorted. */
export function pseudonymUses(plan: Plan): readonly PseudonymUse[] {
  const fields = [
    ...plan.events.map((event) => event.fields),
    ...(plan.context === null ? [] : [plan.context.fields]),
  ];
  const bound = fields.flatMap((root) => allFields(root)).flatMap(boundIn);
  const uses = [...plan.vendors.values()].flatMap(({ name: vendor, pseudonyms }) => {
    const own = bound.filter(({ vendor: named }) => named === vendor || named === '*');
    const ids = Object.values(IDENTITY_DOMAINS).map((domain) => ({ domain, normaliser: 'exact' as const }));
    return [...ids, ...own].map(({ domain, normaliser }): PseudonymUse => ({
      vendor,
      domain,
      normaliser,
      epoch: epochFor(pseudonyms, domain),
    }));
  });
  const single = new Map(uses.map((use) => [`${use.vendor} ${use.domain} ${use.normaliser}`, use]));
  return [...single].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, use]) => use);
}

/** An epoch for a domain that no pseudonym of the plan has would leave the one that is meant as it was. */
export function domainIssues(plan: Plan, file: Pick<YamlFile<unknown>, 'file' | 'locate'>): Issue[] {
  const known = new Set(pseudonymUses(plan).map(({ domain }) => domain));
  return [...plan.vendors.values()].flatMap(({ name, pseudonyms }) =>
    [...pseudonyms.domains.keys()]
      .filter((domain) => !known.has(domain))
      .map((domain) => {
        const mend = suggest(domain, known, 'Use user, anonymous, group, or the domain of a pseudonymise.');
        const message = `No pseudonym of the plan has the domain "${domain}".`;
        const place = file.locate(['vendors', name, 'pseudonyms', 'domains', domain]);
        return { ...issue(file.file, 'unknown-domain', message, mend), ...place };
      }),
  );
}

interface Bound {
  /** Vendor name or `*`. */
  readonly vendor: string;
  readonly domain: string;
  readonly normaliser: Normaliser;
}

function boundIn({ transforms }: FieldSpec): readonly Bound[] {
  return [...transforms].flatMap(([vendor, { name, params }]) => {
    const given = pseudonymIn(name, params);
    return given === undefined ? [] : [{ vendor, domain: given.domain, normaliser: given.normalise }];
  });
}

function pseudonymIn(name: string, params: unknown): z.output<typeof PSEUDONYM_PARAMS> | undefined {
  if (name === 'pseudonymise') return PSEUDONYM_PARAMS.safeParse(params).data;
  return name === 'seal' ? SEAL_PARAMS.safeParse(params).data?.pseudonym : undefined;
}
