/** The `detectors` of `plan.yaml`: none runs before its pattern is known to be bounded, none is kept whose examples fail. */
import { STEPS_MAX, bindDetectors } from '../detect/custom/custom-detector.ts';
import type { CustomDetector } from '../detect/custom/custom-detector.ts';
import { lengthMinOf, stepsMaxOf } from '../detect/custom/pattern-cost.ts';
import { readPattern } from '../detect/custom/pattern.ts';
import { DETECTORS } from '../detect/detectors/index.ts';
import type { Issue } from '../issue.ts';
import { issue } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';
import type { WrittenDetector, WrittenPlan } from './written.ts';

type Example = WrittenDetector['examples']['found'][number];

interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly mend: string;
  /** Where within the detector. */
  readonly at: readonly PropertyKey[];
}

/** The plan's own detectors. What is wrong with one is added to the issues, and that one is left out. */
export function readDetectors(
  plan: WrittenPlan,
  file: YamlFile<WrittenPlan>,
  issues: Issue[],
): CustomDetector[] {
  const ids = new Set(DETECTORS.map(({ id }) => id));
  return plan.detectors.flatMap((written, index) => {
    const detector: CustomDetector = { ...written, context: written.context ?? [] };
    const faults = [...idFaults(detector, ids), ...faultsOf(detector, written)];
    ids.add(detector.id);
    for (const { rule, message, mend, at } of faults) {
      const place = file.locate(['detectors', index, ...at]);
      issues.push({ ...issue(file.file, rule, message, mend), ...place });
    }
    return faults.length === 0 ? [detector] : [];
  });
}

function idFaults({ id }: CustomDetector, ids: ReadonlySet<string>): Fault[] {
  if (!ids.has(id)) return [];
  const message = `There is another detector "${id}", of the plan or built in.`;
  return [{ rule: 'duplicate-detector', message, mend: 'Give it an id of its own.', at: ['id'] }];
}

/** Syntax first, then cost, then what it matches: each is only asked once the one before is known to be in order. */
function faultsOf(detector: CustomDetector, written: WrittenDetector): Fault[] {
  if (!isPattern(detector.pattern)) {
    const message = 'The pattern is not a valid regular expression (ECMA-262, unicode).';
    return [{ rule: 'bad-detector-pattern', message, mend: 'Correct the pattern.', at: ['pattern'] }];
  }
  const costly = costFaults(detector);
  return costly.length > 0 ? costly : exampleFaults(detector, written);
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function costFaults(detector: CustomDetector): Fault[] {
  const pattern = readPattern(detector.pattern);
  const at = ['pattern'];
  if (lengthMinOf(pattern) === 0) {
    const message = 'The pattern can match an empty text.';
    return [{ rule: 'empty-match', message, mend: 'Make at least one character necessary.', at }];
  }
  const steps = stepsMaxOf(pattern);
  if (steps <= STEPS_MAX) return [];
  const most = Number.isFinite(steps) ? `got ${steps}` : 'found no bound';
  const message = `Expected a pattern of at most ${STEPS_MAX} steps from any place in a text, ${most}.`;
  const mend =
    'Bound every repeat ({1,20} for + and *), start what follows a repeat with a character that cannot be in it, and use no back-reference.';
  return [{ rule: 'slow-pattern', message, mend, at }];
}

function exampleFaults(detector: CustomDetector, { examples }: WrittenDetector): Fault[] {
  const found = examples.found.flatMap((example, index): Fault[] => {
    const at = ['examples', 'found', index];
    if (hasMatchWithoutLiteral(detector, textOf(example))) {
      const message = `The pattern has a match without the literal in example ${index + 1}.`;
      const mend = 'Name a literal that is part of every match.';
      return [{ rule: 'literal-not-matched', message, mend, at: ['literal'] }];
    }
    if (matchesIn(detector, example).length > 0) return [];
    const message = `Nothing is found in example ${index + 1}, with literal and context as they are.`;
    return [{ rule: 'detector-example', message, mend: 'Correct the example or the detector.', at }];
  });
  const wrong = examples.not_found.flatMap((example, index): Fault[] => {
    if (matchesIn(detector, example).length === 0) return [];
    const message = `Something is found in example ${index + 1}, where nothing should be.`;
    const at = ['examples', 'not_found', index];
    return [{ rule: 'detector-example', message, mend: 'Correct the example or the detector.', at }];
  });
  return [...found, ...wrong];
}

function textOf(example: Example): string {
  return typeof example === 'string' ? example : example.text;
}

function matchesIn(detector: CustomDetector, example: Example): readonly unknown[] {
  const text = textOf(example);
  const name = typeof example === 'string' ? '' : example.name;
  return bindDetectors([detector], name, text.length)(text, []);
}

function hasMatchWithoutLiteral({ pattern, literal }: CustomDetector, text: string): boolean {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].some(([match]) => !match.includes(literal));
}
