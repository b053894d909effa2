/** What stands before and behind names in running text. All words in lower case. */

/** How a cue wants the name behind it to go on. */
export type NameCue =
  'introduction' | 'salutation' | 'title' | 'closing' | 'by' | 'label' | 'person' | 'self' | 'directory';

function rows(cue: NameCue, words: string): readonly (readonly [string, NameCue])[] {
  return words
    .trim()
    .split(/\s+/u)
    .map((word) => [word, cue]);
}

/** The word right before a name. English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish. */
export const NAME_CUES: ReadonlyMap<string, NameCue> = new Map([
  ...rows(
    'introduction',
    "is ist es é er är on heiße heisse llamo chiamo chamo m'appelle heet heter hedder heiti się to",
  ),
  ...rows(
    'salutation',
    `dear hi hello hey bonjour salut cher chère lieber liebe liebster hallo servus hola querido querida estimado estimada
     ciao caro cara gentile olá prezado prezada beste geachte kære hej hei kjære drogi droga cześć welcome`,
  ),
  ...rows(
    'title',
    'mr mrs ms dr prof professor herr frau señor señora sr sra srta dott dra monsieur madame mme mlle signor signora sig.ra pan pani',
  ),
  ...rows(
    'closing',
    'regards sincerely thanks thx cheers best danke merci gracias grazie obrigado obrigada dzięki yours truly faithfully grüßen grüße gruß grüßt saludos cordialement salutations atentamente saluti abraço atenciosamente groeten hilsen hälsningar signed unterzeichnet pozdrawiam',
  ),
  ...rows('by', 'by'),
  ...rows('self', 'am bin suis soy sou sono ben jestem jsem olen vagyok sunt'),
  ...rows('directory', 'cn'),
  ...rows(
    'label',
    'name fn nombre nom nome naam navn namn vorname nachname apellido apellidos cognome prénom imię nazwisko',
  ),
  ...rows(
    'person',
    `user customer client patient member employee passenger student recipient subscriber driver cardholder tenant
     guest visitor applicant candidate teacher nurse doctor colleague kunde kundin benutzer nutzer mitarbeiter cliente
     usuario utilisateur paciente klant kund klient`,
  ),
]);

/** Of the verbs with which people say who they are, those that need no word for `I` before them. */
export const SELVES: ReadonlySet<string> = new Set('soy sou jestem jsem olen vagyok'.split(' '));

/** The words for `I` before the others, and for whoever is here in letters and calls: `hier ist`. */
export const PRONOUNS: ReadonlySet<string> = new Set('i ich je io ik eu'.split(' '));

/** What goes on behind the name of somebody who says who they are. */
export const CONJUNCTIONS: ReadonlySet<string> = new Set(
  'and from with i und aus von mit ich et de du y con e da com en uit met oraz z a ze'.split(' '),
);

/** The words that make `is` and the like an introduction, and those before them: `my name is`. */
export const NAME_NOUNS: ReadonlySet<string> = new Set([
  'name',
  'nombre',
  'nome',
  'nom',
  'naam',
  'navn',
  'namn',
  'nimi',
  'imię',
  'nazywam',
]);

export const NAME_POSSESSIVES: ReadonlySet<string> = new Set(
  `my mein mi meu mio mijn mon mitt mit min moje his her their your full first last user customer patient user's
   customer's patient's`.split(/\s+/u),
);

/** Before `name:`, what it is the name of; without one of these it must begin the line. */
export const NAME_OWNERS: ReadonlySet<string> = new Set(
  `full first last given family middle my your his her customer client user patient contact employee member guest
   recipient cardholder holder billing shipping account sender passenger student legal surname real display`.split(
    /\s+/u,
  ),
);

/** Before `by`, what only people do. */
export const BY_VERBS: ReadonlySet<string> = new Set(
  `signed written sent reported approved invited requested reviewed assigned uploaded submitted cancelled canceled
   booked ordered paid authored reassigned rejected edited posted commented claimed`.split(/\s+/u),
);

/** Before `to`, what is done to people and things of theirs. */
export const TO_VERBS: ReadonlySet<string> = new Set('assigned reassigned addressed issued'.split(' '));

/** Behind a single name, what only people do: `Customer Zoe lives`. */
export const HUMAN_VERBS: ReadonlySet<string> = new Set(
  `lives lived wants wanted asked asks complained complains says said wrote writes bought ordered orders paid pays
   registered requested requests booked visited joined joins left called calls phoned contacted contacts signed logged
   cancelled canceled reported reports resides moved works reached lebt wohnt möchte vive habite wants'`.split(
    /\s+/u,
  ),
);

/** Behind a name of two or more words, besides those. */
export const OTHER_VERBS: ReadonlySet<string> = new Set(
  `has have had is was will could can cannot did does not with from at on and who whose already tried failed created
   updated deleted added removed changed uploaded submitted opened closed clicked searched purchased returned accepted
   declined approved rejected received invited sent reset verified entered selected started completed needs
   hat ist wurde est a ha`.split(/\s+/u),
);
