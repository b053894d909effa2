/** What is asked of those who open fields. */
import { z } from 'zod';

const WORD_MAX = 512;
/** The longest text of a sealed field is some 175,000 digits. */
const TEXT_MAX = 200_000;
const HEADER_DIGITS_MAX = 256;

const word = z.string().min(1).max(WORD_MAX);

const itemShape = z.strictObject({
  /** `hg1.…` or `hg1h.…` */
  text: z.string().min(1).max(TEXT_MAX),
  /** Where the field was sealed; the tenant is that of the key ring. */
  place: z.strictObject({
    source: word,
    eventName: word,
    eventId: word,
    jsonPath: word,
    recipientGroup: word,
    destination: word.optional(),
  }),
});

export const openBody = z.strictObject({
  purpose: word,
  ticket: word,
  items: z.array(itemShape).min(1),
  /** Header id → header record in base64url, for texts that do not carry theirs. */
  headers: z.record(z.string().regex(/^[0-9a-f]{32}$/), z.string().max(HEADER_DIGITS_MAX)).default({}),
});

export type OpenItem = z.output<typeof itemShape>;
export type OpenRequest = z.output<typeof openBody>;

/** One line of `headgate open`: an item, with its headers beside it where the text carries none. */
export const lineShape = itemShape.extend({ headers: openBody.shape.headers });
