import type { SdkEntry } from '../catalogue.ts';

/** Read in cloudevents 10.0.0: event/cloudevent.js, message/http/index.js and headers.js, transport/http/index.js. */
export const cloudeventsNode: SdkEntry = {
  package: 'cloudevents',
  versions: '^10.0.0',
  runtime: 'node',
  protocol: 'cloudevents',
  automatic: [
    { wire: 'id', becomes: 'id', category: 'system.operations', readAs: 'the id and the source' },
    { wire: 'time', becomes: 'time', category: 'system.operations' },
    {
      wire: 'datacontenttype',
      becomes: 'context.cloudevents.datacontenttype',
      category: 'system.operations',
    },
    { wire: 'specversion', becomes: null, category: 'system.operations' },
  ],
  sideChannels: [],
  snippet: (gateway) =>
    [
      `const emit = emitterFor(httpTransport('${gateway}/cloudevents'));`,
      'await emit(event, { headers: { authorization: `Bearer ${writeKey}` } });',
    ].join('\n'),
  notes: [
    'It never looks at the status of an answer and never tries again.',
    'The names that the gateway knows the ids by are the extensions `userid`, `anonymousid` and `groupid`.',
    'It writes headers as they are; a text with letters beyond Latin-1 goes through its structured mode alone.',
  ],
};
