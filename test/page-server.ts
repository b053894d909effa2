/** Serves the SDKs' own browser builds, as published, and a page that is all but empty: an origin other than the gateway's. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');

const SCRIPTS: Readonly<Record<string, string>> = {
  '/segment.js': '@segment/analytics-next/dist/umd/index.js',
  '/mixpanel.js': 'mixpanel-browser/dist/mixpanel.umd.js',
};

const HEAD = '<script src="/segment.js"></script><script src="/mixpanel.js"></script>';

function pageOf(head: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bread</title>
<link rel="icon" href="data:,">
${head}</head><body>Bread</body></html>`;
}

/** Files of packages lie below it, under their paths in `node_modules`. */
export const MODULES_PATH = '/modules/';

export interface PageServer {
  /** `http://localhost:port`: the gateway stands at `127.0.0.1`, which is another site to a browser. */
  readonly origin: string;
  close(): Promise<void>;
}

/** `head` loads the SDKs; by default those of Segment and Mixpanel. */
export async function startPageServer(head: string = HEAD): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = scriptAt(pathname);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script === undefined ? pageOf(head) : readFileSync(join(modules, script)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Where in `node_modules` a script lies; undefined for a page. */
function scriptAt(pathname: string): string | undefined {
  const isModule = pathname.startsWith(MODULES_PATH) && /\.m?js$/.test(pathname);
  return isModule ? pathname.slice(MODULES_PATH.length) : SCRIPTS[pathname];
}
