/** Scripts as a web app's build makes them: minified, with nothing that is not used. */
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export interface Bundle {
  readonly code: string;
  /** With gzip at its best, as a server has it on its disk. */
  readonly gzipBytes: number;
  /** Modules that are in it, besides the entry. */
  readonly modules: readonly string[];
}

/** `entry` is a path from the repository's root. As `iife` its exports are members of a global of this `name`. */
export async function bundle(entry: string, format: 'esm' | 'iife', name = 'HeadgateSdk'): Promise<Bundle> {
  const build = await rolldown({
    input: fileURLToPath(new URL(`../${entry}`, import.meta.url)),
    resolve: { conditionNames: ['source'] },
    treeshake: true,
  });
  const { output } = await build.generate({ format, name, minify: true });
  await build.close();
  const [chunk, ...more] = output;
  if (more.length > 0) throw new Error('A bundle is one script.');
  const { code, moduleIds } = chunk;
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length, modules: moduleIds };
}
