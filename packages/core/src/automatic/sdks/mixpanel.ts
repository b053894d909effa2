import type { SdkEntry } from '../catalogue.ts';

/** Read in mixpanel 0.24.0: lib/mixpanel-node.js, lib/profile_helpers.js, lib/flags. */
export const mixpanelNode: SdkEntry = {
  package: 'mixpanel',
  versions: '^0.24.0',
  runtime: 'node',
  protocol: 'mixpanel',
  automatic: [
    { wire: 'properties.token', becomes: 'key', category: 'system.operations' },
    {
      wire: 'event',
      becomes: 'call',
      category: 'system.operations',
      readAs: '`$create_alias` is the call `alias`',
    },
    { wire: 'properties.mp_lib', becomes: 'context.library.name' },
    { wire: 'properties.$lib_version', becomes: 'context.library.version' },
    { wire: '$token', becomes: 'key', category: 'system.operations' },
  ],
  sideChannels: [
    {
      asks: 'https://api.mixpanel.com/flags',
      what: 'flags',
      treatment: 'elsewhere',
      option: 'remote_flags_config.api_host',
    },
    {
      asks: 'https://api.mixpanel.com/flags/definitions',
      what: 'flags',
      treatment: 'elsewhere',
      option: 'local_flags_config.api_host',
    },
  ],
  snippet: (gateway) => {
    const { host, protocol } = partsOf(gateway);
    return `Mixpanel.init(token, { host: '${host}', protocol: '${protocol}' });`;
  },
  notes: [
    'It sends single events as GET requests with the event in the query: no proxy in front may log queries.',
    'It never tries again, and takes any other body than `1` for an error.',
    'Feature flags are asked only where the app configures them, and then of an address of their own.',
    'A batch has neither library name nor version: it carries what the app wrote.',
  ],
};

function partsOf(gateway: string): { readonly host: string; readonly protocol: string } {
  const [protocol = 'https', host = gateway] = gateway.split('://');
  return { host, protocol };
}
