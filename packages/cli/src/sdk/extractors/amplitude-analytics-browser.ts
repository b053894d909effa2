import type { AnyNode, AssignmentExpression } from 'acorn';
import type { SdkDefault } from '../defaults.ts';
import { declaredIn, fold } from '../fold.ts';
import { defaultOf } from '../option-defaults.ts';
import { nameOf, nodesOf, parametersAround } from '../syntax.ts';
import type { Module } from '../syntax.ts';
import type { Extractor, Sources } from './extractor.ts';
import { objectIn } from './extractor.ts';
import { lastReturns } from './last-returns.ts';

const CONFIG = ['lib/esm/config.js', 'lib/cjs/config.js'];
const TRACKING = ['lib/esm/default-tracking.js', 'lib/cjs/default-tracking.js'];

/** Functions that tell whether something is captured by itself → the member of `autocapture` that they ask. */
const SWITCHES: Readonly<Record<string, string>> = {
  isAttributionTrackingEnabled: 'attribution',
  isPageViewTrackingEnabled: 'pageViews',
  isSessionTrackingEnabled: 'sessions',
  isFormInteractionTrackingEnabled: 'formInteractions',
  isFileDownloadTrackingEnabled: 'fileDownloads',
  isPageUrlEnrichmentEnabled: 'pageUrlEnrichment',
  isElementInteractionsEnabled: 'elementInteractions',
  isFrustrationInteractionsEnabled: 'frustrationInteractions',
  isNetworkTrackingEnabled: 'networkTracking',
  isWebVitalsEnabled: 'webVitals',
};

/**
 * The defaults of the configuration's constructor (2.x) or of its object (1.x), and what the functions that switch capturing
 * on answer where nothing is given. Read in 1.13.10 to 2.48.1; of 2.0 to 2.2x those functions are in another package, which
 * a tarball does not hold.
 */
export const amplitudeAnalyticsBrowser: Extractor = {
  package: '@amplitude/analytics-browser',
  parts: [
    { options: '*', read: readConfig },
    { options: 'autocapture.*', read: readAutocapture },
  ],
};

function readConfig({ first }: Sources): readonly SdkDefault[] {
  const module = first(CONFIG);
  if (module === null) return [];
  const constants = first(['lib/esm/constants.js', 'lib/cjs/constants.js']);
  const declared = declaredIn(constants === null ? [module] : [module, constants]);
  const ofConstructor = parametersIn(module).flatMap(({ name, value }) =>
    defaultOf(name, value, { module, names: { declared, notGiven: new Set() } }),
  );
  if (ofConstructor.length > 0) return ofConstructor;
  return objectIn(module, ['trackingOptions', 'cookieExpiration'], { declared });
}

/** `if (name === void 0) { name = value; }` in the constructor, which is how its parameters get their defaults. */
function parametersIn({ program }: Module): readonly { readonly name: string; readonly value: AnyNode }[] {
  return [...nodesOf(program)].flatMap(({ node, above }) => {
    if (node.type !== 'IfStatement' || !parametersAround(above).has('trackingOptions')) return [];
    const set = soleAssignment(node.consequent);
    const name = nameOf(set?.left);
    const isGuard =
      node.test.type === 'BinaryExpression' &&
      node.test.operator === '===' &&
      nameOf(node.test.left) === name;
    return set === null || name === null || !isGuard ? [] : [{ name, value: set.right }];
  });
}

function soleAssignment(body: AnyNode): AssignmentExpression | null {
  const [only] = body.type === 'BlockStatement' ? body.body : [body];
  const isOne = only?.type === 'ExpressionStatement' && only.expression.type === 'AssignmentExpression';
  return isOne && only.expression.type === 'AssignmentExpression' ? only.expression : null;
}

function readAutocapture({ first, firstOf }: Sources): readonly SdkDefault[] {
  const module = first(TRACKING) ?? firstOf('@amplitude/analytics-client-common', TRACKING);
  if (module === null) return [];
  const group = first(CONFIG)?.text.includes('autocapture') === true ? 'autocapture' : 'defaultTracking';
  const returns = lastReturns(module.program);
  return Object.entries(SWITCHES).flatMap(([name, member]): SdkDefault[] => {
    const returned = returns.get(name);
    const answer =
      returned?.type === 'CallExpression' ? returns.get(nameOf(returned.callee) ?? '') : returned;
    const value = answer === undefined ? null : fold(answer, { declared: new Map(), notGiven: new Set() });
    if (typeof value?.value !== 'boolean') return [];
    return [{ option: `${group}.${member}`, value: String(value.value), isLiteral: true, file: module.path }];
  });
}
