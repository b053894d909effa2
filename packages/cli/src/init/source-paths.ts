/** Which files of a repository people wrote for the app itself. */
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const GENERATED = /\.min\.[cm]?js$|\.d\.[cm]?ts$|\.map$/;
/** What is sent in tests is sent to nobody. */
const OF_TESTS =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|cypress|fixtures|node_modules)\/|\.(?:test|spec|stories)\.[a-z]+$/;
const OF_TOOLS = /(?:^|\/)(?:node_modules|dist|build|out|coverage|vendor|\.next|\.nuxt|\.output)\//;

/** Source of the app, tests left out. */
export function isAppSource(path: string): boolean {
  return SOURCE.test(path) && !GENERATED.test(path) && !OF_TESTS.test(path);
}

/** In a directory of what was installed or built. */
export function isMadeByTools(path: string): boolean {
  return OF_TOOLS.test(path);
}
