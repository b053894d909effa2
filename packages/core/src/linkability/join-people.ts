/**
 * The join of whole people: everything that one vendor saw of a token against everything that the other saw of each of its own.
 * Rare things in common weigh more, as in Narayanan and Shmatikov, "Robust De-anonymization of Large Sparse Datasets" (2008,
 * https://arxiv.org/abs/cs/0610105); a match is claimed only where the best stands out from the second best.
 */

/** Token → what was seen of it, and who it really is. */
export type Profiles = ReadonlyMap<string, { readonly seen: ReadonlySet<string>; readonly person: string }>;

/** How far the best must lead the second best. */
const LEAD = 1.1;
/** What more tokens than this have in common tells too little to look at each of them. */
const COMMON_MAX = 500;

/** Claimed pairs and how many are right; `people` are those rightly found. */
export function joinPeople(
  left: Profiles,
  right: Profiles,
): { readonly claimed: number; readonly people: ReadonlySet<string> } {
  const holders = new Map<string, string[]>();
  for (const [token, { seen }] of right) {
    for (const each of seen) holders.set(each, [...(holders.get(each) ?? []), token]);
  }
  const weigh = (each: string): number =>
    Math.log2(1 + right.size / Math.max(1, holders.get(each)?.length ?? 0));
  const sums = new Map([...right].map(([token, { seen }]) => [token, sumOf(seen, weigh)]));
  const people = new Set<string>();
  let claimed = 0;
  for (const { seen, person } of left.values()) {
    const best = bestOf(scores(seen, holders, weigh), sumOf(seen, weigh), sums);
    if (best === null) continue;
    claimed += 1;
    if (right.get(best)?.person === person) people.add(person);
  }
  return { claimed, people };
}

function sumOf(seen: ReadonlySet<string>, weigh: (each: string) => number): number {
  let sum = 0;
  for (const each of seen) sum += weigh(each);
  return sum;
}

function scores(
  seen: ReadonlySet<string>,
  holders: ReadonlyMap<string, readonly string[]>,
  weigh: (each: string) => number,
): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const each of seen) {
    const tokens = holders.get(each) ?? [];
    if (tokens.length > COMMON_MAX) continue;
    for (const token of tokens) shared.set(token, (shared.get(token) ?? 0) + weigh(each));
  }
  return shared;
}

/** The token with the largest share of what either side has (weighted Jaccard); null where none leads. */
function bestOf(
  shared: ReadonlyMap<string, number>,
  own: number,
  sums: ReadonlyMap<string, number>,
): string | null {
  let best: string | null = null;
  let [first, second] = [0, 0];
  for (const [token, weight] of shared) {
    const score = weight / (own + (sums.get(token) ?? 0) - weight);
    if (score > first) [best, first, second] = [token, score, first];
    else if (score > second) second = score;
  }
  return first >= LEAD * second ? best : null;
}
