/**
 * The recommended events of Google Analytics 4 and their parameters, as facts of
 * https://developers.google.com/analytics/devguides/collection/ga4/reference/events (read 2026-11); descriptions are ours. No
 * text of that page is here.
 */

/** What a parameter holds. `items` are those of `GA4_ITEM`. */
export type Ga4Type = 'string' | 'number' | 'boolean' | 'items';

export const GA4_PARAMETERS = {
  achievement_id: 'string',
  affiliation: 'string',
  character: 'string',
  content_id: 'string',
  content_type: 'string',
  coupon: 'string',
  creative_name: 'string',
  creative_slot: 'string',
  currency: 'string',
  customer_type: 'string',
  disqualified_lead_reason: 'string',
  group_id: 'string',
  item_id: 'string',
  item_list_id: 'string',
  item_list_name: 'string',
  item_name: 'string',
  items: 'items',
  lead_source: 'string',
  lead_status: 'string',
  level: 'number',
  level_name: 'string',
  method: 'string',
  payment_type: 'string',
  promotion_id: 'string',
  promotion_name: 'string',
  score: 'number',
  search_term: 'string',
  shipping: 'number',
  shipping_tier: 'string',
  success: 'boolean',
  tax: 'number',
  transaction_id: 'string',
  unconvert_lead_reason: 'string',
  value: 'number',
  virtual_currency_name: 'string',
} as const satisfies Readonly<Record<string, Ga4Type>>;

type Parameter = keyof typeof GA4_PARAMETERS;

export interface Ga4Event {
  readonly about: string;
  readonly parameters: readonly Parameter[];
  /** Those without which the event means nothing. */
  readonly required?: readonly Parameter[];
}

const SALE = ['currency', 'value', 'items'] as const;

export const GA4_EVENTS = {
  add_payment_info: {
    about: 'A way of paying was given at checkout.',
    parameters: [...SALE, 'coupon', 'payment_type'],
    required: ['items'],
  },
  add_shipping_info: {
    about: 'A way of delivery was chosen at checkout.',
    parameters: [...SALE, 'coupon', 'shipping_tier'],
    required: ['items'],
  },
  add_to_cart: { about: 'Items were put into the cart.', parameters: SALE, required: ['items'] },
  add_to_wishlist: { about: 'Items were put on a wish list.', parameters: SALE, required: ['items'] },
  begin_checkout: { about: 'A checkout was begun.', parameters: [...SALE, 'coupon'], required: ['items'] },
  close_convert_lead: { about: 'A lead became a customer.', parameters: ['currency', 'value'] },
  close_unconvert_lead: {
    about: 'A lead was given up.',
    parameters: ['currency', 'value', 'unconvert_lead_reason'],
  },
  disqualify_lead: {
    about: 'A lead was judged not to fit.',
    parameters: ['currency', 'value', 'disqualified_lead_reason'],
  },
  earn_virtual_currency: {
    about: 'Currency of a game was earned.',
    parameters: ['virtual_currency_name', 'value'],
  },
  generate_lead: { about: 'Someone showed interest.', parameters: ['currency', 'value', 'lead_source'] },
  join_group: { about: 'A group was joined.', parameters: ['group_id'] },
  level_end: { about: 'A level of a game ended.', parameters: ['level_name', 'success'] },
  level_start: { about: 'A level of a game began.', parameters: ['level_name'] },
  level_up: { about: 'A higher level was reached.', parameters: ['level', 'character'] },
  login: { about: 'Someone logged in.', parameters: ['method'] },
  post_score: {
    about: 'A score was posted.',
    parameters: ['score', 'level', 'character'],
    required: ['score'],
  },
  purchase: {
    about: 'Something was bought.',
    parameters: [...SALE, 'transaction_id', 'coupon', 'shipping', 'tax', 'customer_type'],
    required: ['transaction_id', 'items'],
  },
  qualify_lead: { about: 'A lead was judged to fit.', parameters: ['currency', 'value'] },
  refund: {
    about: 'Money was paid back.',
    parameters: [...SALE, 'transaction_id', 'coupon', 'shipping', 'tax'],
    required: ['transaction_id'],
  },
  remove_from_cart: { about: 'Items were taken out of the cart.', parameters: SALE, required: ['items'] },
  search: { about: 'Someone searched.', parameters: ['search_term'], required: ['search_term'] },
  select_content: { about: 'Content was chosen.', parameters: ['content_type', 'content_id'] },
  select_item: {
    about: 'An item of a list was chosen.',
    parameters: ['item_list_id', 'item_list_name', 'items'],
    required: ['items'],
  },
  select_promotion: {
    about: 'A promotion was chosen.',
    parameters: ['creative_name', 'creative_slot', 'promotion_id', 'promotion_name', 'items'],
  },
  share: { about: 'Content was shared.', parameters: ['method', 'content_type', 'item_id'] },
  sign_up: { about: 'An account was opened.', parameters: ['method'] },
  spend_virtual_currency: {
    about: 'Currency of a game was spent.',
    parameters: ['value', 'virtual_currency_name', 'item_name'],
    required: ['value', 'virtual_currency_name'],
  },
  tutorial_begin: { about: 'A tutorial was begun.', parameters: [] },
  tutorial_complete: { about: 'A tutorial was finished.', parameters: [] },
  unlock_achievement: {
    about: 'An achievement was unlocked.',
    parameters: ['achievement_id'],
    required: ['achievement_id'],
  },
  view_cart: { about: 'The cart was looked at.', parameters: SALE, required: ['items'] },
  view_item: { about: 'An item was looked at.', parameters: SALE, required: ['items'] },
  view_item_list: {
    about: 'A list of items was looked at.',
    parameters: [...SALE, 'item_list_id', 'item_list_name'],
    required: ['items'],
  },
  view_promotion: {
    about: 'A promotion was shown.',
    parameters: ['creative_name', 'creative_slot', 'promotion_id', 'promotion_name', 'items'],
    required: ['items'],
  },
  working_lead: { about: 'A lead is being followed up.', parameters: ['currency', 'value', 'lead_status'] },
} as const satisfies Readonly<Record<string, Ga4Event>>;

export const GA4_ITEM = {
  item_id: 'string',
  item_name: 'string',
  affiliation: 'string',
  coupon: 'string',
  creative_name: 'string',
  creative_slot: 'string',
  discount: 'number',
  index: 'number',
  item_brand: 'string',
  item_category: 'string',
  item_category2: 'string',
  item_category3: 'string',
  item_category4: 'string',
  item_category5: 'string',
  item_list_id: 'string',
  item_list_name: 'string',
  item_variant: 'string',
  location_id: 'string',
  price: 'number',
  promotion_id: 'string',
  promotion_name: 'string',
  quantity: 'number',
} as const satisfies Readonly<Record<string, Exclude<Ga4Type, 'items'>>>;
