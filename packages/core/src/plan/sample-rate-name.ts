/** Where a vendor is told the sampling rate of an event. */
import type { Call } from '../event.ts';
import type { Issue } from '../issue.ts';
import type { EventSpec, Plan, VendorSpec } from './plan.ts';
import { issue } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';

/** What happened is counted and so weighed; the others change a profile, where a rate would be a trait of a person. */
const COUNTED: ReadonlySet<Call> = new Set(['track', 'page', 'screen']);

/** The property that tells this vendor the rate of this event; null for none. */
export function sampleRateNameFor({ call }: Pick<EventSpec, 'call'>, vendor: VendorSpec): string | null {
  return COUNTED.has(call) ? vendor.sampleRateAs : null;
}

/** A planned field of the same name would be overwritten. */
export function sampleRateIssues(plan: Plan, file: Pick<YamlFile<unknown>, 'file' | 'locate'>): Issue[] {
  return [...plan.vendors.values()].flatMap((vendor) => {
    const taken = plan.events.filter(
      (spec) =>
        spec.vendors.has(vendor.name) &&
        spec.fields.children.some(({ key }) => key === sampleRateNameFor(spec, vendor)),
    );
    return taken.map((spec) => {
      const message = `"${vendor.sampleRateAs}" is to tell the sampling rate, and ${spec.id} plans a field of this name.`;
      const mend = 'Choose a name that no event of this vendor plans.';
      const place = file.locate(['vendors', vendor.name, 'sample_rate_as']);
      return { ...issue(file.file, 'sample-rate-name-taken', message, mend), ...place };
    });
  });
}
