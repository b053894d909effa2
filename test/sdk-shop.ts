/** The test shop's gateway, on a plan in which every use asks for consent to `analytics`, and Global Privacy Control denies it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';

const PLAN = fileURLToPath(new URL('../fixtures/shop/plan', import.meta.url));
const BASIS = 'purposes:\n  analytics: { basis: Legitimate interests }\n';
const ASKS =
  'purposes:\n  analytics: { basis: Consent, category: analytics }\n\ngpc: { deny_uses: [analytics] }\n';

/** `origins` are those of the pages that may use the web key; default any. */
export function startAskingShop(origins?: readonly string[]): Promise<ShopGateway> {
  return startShopGateway({ ...(origins && { origins }), other: { writePlan, sources: {} } });
}

function writePlan(directory: string): string {
  cpSync(PLAN, directory, { recursive: true });
  const file = join(directory, 'plan.yaml');
  const text = readFileSync(file, 'utf8');
  if (!text.includes(BASIS)) throw new Error('The plan of fixtures/shop has other purposes now.');
  writeFileSync(file, text.replace(BASIS, ASKS));
  return file;
}
