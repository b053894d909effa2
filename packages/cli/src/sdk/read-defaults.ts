/** A package or a bundle → the defaults of its SDK. */
import type { SdkDefault, SdkDefaults } from './defaults.ts';
import { EXTRACTORS } from './extractors/index.ts';
import type { Extractor, Sources } from './extractors/extractor.ts';
import type { PackageFiles } from './package-files.ts';
import { parseModule } from './syntax.ts';
import type { Module } from './syntax.ts';

/** Null where no extractor knows the package. */
export function readDefaults(files: PackageFiles): SdkDefaults | null {
  const extractor = EXTRACTORS.find((each) => each.package === files.name);
  if (extractor === undefined) return null;
  return { package: files.name, version: files.version, ...readParts(extractor, sourcesOf(files)) };
}

/** The defaults of one SDK as they stand in a bundle, which may hold other code as well. */
export function readBundle(name: string, module: Module): Pick<SdkDefaults, 'defaults' | 'unread'> {
  const extractor = EXTRACTORS.find((each) => each.package === name);
  if (extractor === undefined) return { defaults: [], unread: [] };
  return readParts(extractor, { first: () => module, firstOf: () => module });
}

function readParts({ parts }: Extractor, sources: Sources): Pick<SdkDefaults, 'defaults' | 'unread'> {
  const defaults = new Map<string, SdkDefault>();
  const unread: string[] = [];
  for (const { options, read } of parts) {
    const found = read(sources);
    if (found.length === 0) unread.push(options);
    for (const each of found) if (!defaults.has(each.option)) defaults.set(each.option, each);
  }
  return { defaults: [...defaults.values()], unread };
}

function sourcesOf(files: PackageFiles): Sources {
  const parsed = new Map<string, Module | null>();
  const one = (from: PackageFiles, path: string): Module | null => {
    const shown = from === files ? path : `${from.name}/${path}`;
    const known = parsed.get(shown);
    if (known !== undefined) return known;
    const text = from.read(path);
    const module = text === null ? null : parseModule(shown, text);
    parsed.set(shown, module);
    return module;
  };
  const first = (from: PackageFiles | null, paths: readonly string[]): Module | null => {
    if (from === null) return null;
    for (const path of paths) {
      const module = one(from, path);
      if (module !== null) return module;
    }
    return null;
  };
  return {
    first: (paths) => first(files, paths),
    firstOf: (name, paths) => first(files.sibling(name), paths),
  };
}
