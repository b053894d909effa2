/** Official SDKs of cloud providers, which are installed by those who use them and loaded only when configured. */
import { KeysUnusable } from '../keys-unusable.ts';

/** The module of a package; its shape is checked by the one who asks. */
export type LoadSdk = (name: string) => Promise<unknown>;

/** Loads an SDK. Rejects with `KeysUnusable` where it is not installed. */
export const loadSdk: LoadSdk = async (name) => {
  try {
    const module: unknown = await import(name);
    return module;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    const message = `This KEK needs the package ${name}, which is not installed.`;
    throw new KeysUnusable('missing', message, `Install it beside Headgate: npm install ${name}.`);
  }
};

type Constructor = new (...args: never[]) => unknown;

/** Whether an export of a module is a function, as a class is. */
export function hasClass<N extends string>(module: unknown, name: N): module is Record<N, Constructor> {
  return typeof module === 'object' && module !== null && typeof Reflect.get(module, name) === 'function';
}

/** For a package that is there but not the one that this was written for. */
export function otherVersion(name: string, versions: string): KeysUnusable {
  const message = `The package ${name} has another shape than was expected.`;
  return new KeysUnusable('missing', message, `Install a version that Headgate knows: ${versions}.`);
}

/** A failure of an SDK, told by its class and status alone: its message may quote the request. */
export function sdkFailure(service: string, error: unknown): KeysUnusable {
  const name = error instanceof Error ? error.name : typeof error;
  if (isRefusal(error)) {
    const mend = 'Check the key, its policy, and the credentials that the SDK finds.';
    return new KeysUnusable('denied', `${service} refused (${name}).`, mend);
  }
  const mend = 'Check the network, the region, and the credentials that the SDK finds.';
  return new KeysUnusable('unreachable', `${service} does not answer (${name}).`, mend);
}

/** INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION, UNAUTHENTICATED: https://grpc.io/docs/guides/status-codes/ */
const GRPC_REFUSALS: readonly unknown[] = [3, 5, 7, 9, 16];

function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const metadata: unknown = Reflect.get(error, '$metadata');
  const inMetadata: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  const status = [inMetadata, Reflect.get(error, 'statusCode')].find((each) => typeof each === 'number');
  if (typeof status === 'number') return status >= 400 && status < 500;
  return GRPC_REFUSALS.includes(Reflect.get(error, 'code'));
}
