/** Words by which a street is known, in lower case and without full stops. */

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/u));
}

/** Behind the name of a street, after a number: `12 Baker Street` (USPS Publication 28, appendix C1, those in use). */
export const TYPES_BEHIND = wordSet(`
  street st avenue ave av road rd lane ln boulevard blvd parkway pkwy highway hwy terrace crescent cres mews gardens
  gdns grove drive dr court ct turnpike expressway freeway causeway esplanade
`);

/** As those, but also words of pages and code: only before a comma, a unit or the end. */
export const WEAK_TYPES_BEHIND = wordSet(`
  way place pl square sq close circle cir trail trl row walk loop plaza alley view hill green rise parade quay wharf
  path run ridge heights park crossing commons
`);

/** Before the name of a street, in Romance and Slavic languages and others: `Via Roma 5`, `12 rue de la Paix`. */
export const TYPES_BEFORE = wordSet(`
  via viale corso piazza piazzale vicolo rua avenida avda avd praça travessa estrada alameda calle c/ carrer paseo
  passeig camino carretera ronda callejón rue avenue boulevard bd bld allée allee allées chemin impasse quai ul ulica
  aleja aleje plac strada calea bulevardul bulevar ulice třída náměstí ulitsa улица ул проспект пр-т пер переулок бул
  бульвар вул вулиця jalan jl jln đường phố ngõ hẻm calçada rúa cra carrera diagonal transversal str straße strasse
  prospekt prospect просп площадь площа шоссе набережная наб провулок пров λεωφόρος λεωφ οδός leoforos odos
  avinguda plaça pasaje psje jirón malecón șoseaua aleea splaiul piața lorong lebuh persiaran soi
`);

/** As those, but of one or two letters or words of prose: only before a post code and a town. */
export const WEAK_TYPES_BEFORE = wordSet('r al os pl av place square route cours largo rte jr');

/**
 * Behind the name of a street and before its number, in Hungarian, Estonian, Turkish, Baltic and Slavic languages: `Váci utca
 * 15`, `Narva mnt 10`.
 */
export const TYPES_BETWEEN = wordSet(`
  utca útja körút krt sétány rakpart mnt tänav puiestee maantee caddesi sokağı sokak bulvarı iela gatvė prospektas
  prospekts ulica ulice třída gata gatan vägen улица вулиця
`);

/** Ends of the compound names of streets: German, Dutch, Nordic, Finnish, Hungarian. */
export const ENDINGS: readonly string[] = [
  'straße',
  'strasse',
  'str.',
  'gasse',
  'weg',
  'platz',
  'allee',
  'damm',
  'ufer',
  'chaussee',
  'straat',
  'laan',
  'plein',
  'kade',
  'gracht',
  'dijk',
  'singel',
  'steenweg',
  'gatan',
  'vägen',
  'gata',
  'gränd',
  'vej',
  'gade',
  'stræde',
  'veien',
  'vegen',
  'gaten',
  'katu',
  'kuja',
  'utca',
  // The way, behind the genitive.
  'antie',
  'entie',
  'intie',
  'ontie',
  'vegur',
  'stræti',
];

/** Words for a box at a post office, before its number. */
export const BOXES = wordSet(`
  box postfach apartado casilla postboks postbus postbox postlåda
`);
/** Before `box`: `P.O. Box`, `Post Office Box`, `PO Box`. */
export const BOX_OWNERS = wordSet('po office pmb');

/** Words inside the name of a street that are written small, and ordinals' endings. */
export const STREET_PARTICLES = wordSet(`
  de da do dos das di del della dello dei degli du des der den dem van von vom zum zur am an im la le las los les l d e
  y i à au aux of the bis ter quater al el san st und op ten te het en
`);

/** Words before a number that is a date: months, written out and short. */
export const MONTHS = wordSet(`
  jan feb mar apr may jun jul aug sep sept oct nov dec okt dez january february march april june july august september
  october november december januar februar märz mai juni juli oktober dezember
`);
