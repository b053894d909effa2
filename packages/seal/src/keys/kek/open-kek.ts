import type { Kek, KekSecrets } from './kek.ts';
import { openAwsKek } from './aws-kek.ts';
import { openAzureKek } from './azure-kek.ts';
import { openGcpKek } from './gcp-kek.ts';
import { loadSdk } from './load-sdk.ts';
import type { LoadSdk } from './load-sdk.ts';
import { openPassphraseKek, openSecretKek } from './local-kek.ts';
import type { KekSettings } from './settings.ts';
import { openVaultKek } from './vault-kek.ts';

/** Opens the KEK that the settings name. Rejects with `KeysUnusable` where a secret or an SDK is missing. */
export async function openKek(
  settings: KekSettings,
  secrets: KekSecrets,
  load: LoadSdk = loadSdk,
): Promise<Kek> {
  switch (settings.provider) {
    case 'passphrase':
      return openPassphraseKek(settings, secrets);
    case 'secret':
      return openSecretKek(settings, secrets);
    case 'vault':
      return openVaultKek(settings, secrets);
    case 'aws':
      return openAwsKek(settings, load);
    case 'gcp':
      return openGcpKek(settings, load);
    case 'azure':
      return openAzureKek(settings, load);
  }
}
