import type { SdkDefault } from '../defaults.ts';
import { AMPLITUDE_RISKS } from './amplitude-analytics-browser.ts';
import { MIXPANEL_RISKS } from './mixpanel-browser.ts';
import { POSTHOG_RISKS } from './posthog-js.ts';
import { matches } from './risk.ts';
import type { RiskRule } from './risk.ts';
import { SEGMENT_RISKS } from './segment-analytics-next.ts';
import { SENTRY_RISKS } from './sentry-browser.ts';

/** The rules of each SDK, by its package. */
const RISKS: Readonly<Record<string, readonly RiskRule[]>> = {
  'mixpanel-browser': MIXPANEL_RISKS,
  'posthog-js': POSTHOG_RISKS,
  '@amplitude/analytics-browser': AMPLITUDE_RISKS,
  '@segment/analytics-next': SEGMENT_RISKS,
  '@sentry/browser': SENTRY_RISKS,
};

export interface Risk {
  readonly rule: RiskRule;
  readonly default: SdkDefault;
}

/** Rules whose option has a risky default. A rule with the channel of one before it is not told again. */
export function risksOf(name: string, defaults: readonly SdkDefault[]): readonly Risk[] {
  const byOption = new Map(defaults.map((each) => [each.option, each]));
  const risks = rulesOf(name).flatMap((rule): readonly Risk[] => {
    const found = byOption.get(rule.option);
    if (found?.isLiteral !== true || !matches(found.value, rule.isRisky)) return [];
    return [{ rule, default: found }];
  });
  return risks.filter(
    ({ rule }, at) =>
      !risks.slice(0, at).some((each) => each.rule.risk === rule.risk && each.rule.why === rule.why),
  );
}

export function rulesOf(name: string): readonly RiskRule[] {
  return RISKS[name] ?? [];
}
