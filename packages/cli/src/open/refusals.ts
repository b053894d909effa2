/** Why a request to open fields is not done at all. Closed; the names are stable. */
export const REQUEST_REFUSALS = {
  unauthorised: { status: 401, meaning: 'The bearer token is missing, or no caller of the policy has it.' },
  'bad-request': { status: 400, meaning: 'The body does not have the shape of this route.' },
  'too-large': { status: 413, meaning: 'The body is larger than the limit.' },
  'too-many-fields': { status: 413, meaning: 'The request has more fields than the limit.' },
  'wrong-media-type': { status: 415, meaning: 'The body is not sent as application/json.' },
  'unknown-route': { status: 404, meaning: 'There is no route with this method and path.' },
  'purpose-not-allowed': { status: 403, meaning: 'The caller may not open fields for this purpose.' },
  'bad-ticket': { status: 403, meaning: 'The ticket is not of the form that the policy asks for.' },
  'needs-approval': {
    status: 403,
    meaning: 'So many fields at once need a second person: ask with a bulk request.',
  },
  'rate-limited': {
    status: 429,
    meaning: 'The caller has opened as many fields as the policy allows for this time.',
  },
  'too-many-requests': { status: 503, meaning: 'As many bulk requests wait as the limit allows.' },
  'unknown-request': {
    status: 404,
    meaning: 'No bulk request of this id waits: it never did, is over, or was collected.',
  },
  'own-request': {
    status: 403,
    meaning: 'A bulk request is approved by another person than the one who asked.',
  },
  'may-not-approve': { status: 403, meaning: 'The caller may not approve bulk requests.' },
  'not-approved': { status: 409, meaning: 'The bulk request is not approved yet.' },
  'not-yours': { status: 403, meaning: 'A bulk request is collected by the one who asked.' },
  internal: {
    status: 500,
    meaning: 'The service failed, and nothing was opened. A bug, or the audit trail cannot be written.',
  },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

export type RequestRefusal = keyof typeof REQUEST_REFUSALS;

/** Why one field of a request was not even tried. Beside these there are the reasons of the opener. */
export const FIELD_REFUSALS = {
  'group-not-allowed': 'The caller may not open fields that are sealed to this group.',
  'field-not-allowed': 'The caller may not open this field.',
} as const satisfies Readonly<Record<string, string>>;

export type FieldRefusal = keyof typeof FIELD_REFUSALS;
