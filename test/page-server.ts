/** Serves the SDKs' own browser builds, as published, and an empty page: an origin other than the gateway's. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');

const SCRIPTS: Readonly<Record<string, string>> = {
  '/segment.js': '@segment/analytics-next/dist/umd/index.js',
  '/mixpanel.js': 'mixpanel-browser/dist/mixpanel.umd.js',
};

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bread</title>
<link rel="icon" href="data:,">
<script src="/segment.js"></script><script src="/mixpanel.js"></script></head><body>Bread</body></html>`;

export interface PageServer {
  /** `http://localhost:port`: the gateway stands at `127.0.0.1`, which is another site to a browser. */
  readonly origin: string;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = SCRIPTS[pathname];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script === undefined ? PAGE : readFileSync(join(modules, script)));
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
