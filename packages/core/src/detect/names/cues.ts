/** What stands before and behind names in running text. All words in lower case. */

/** How a cue wants the name behind it to go on. */
export type NameCue =
  | 'introduction'
  | 'called'
  | 'salutation'
  | 'title'
  | 'closing'
  | 'by'
  | 'label'
  | 'person'
  | 'self'
  | 'directory';

function rows(cue: NameCue, words: string): readonly (readonly [string, NameCue])[] {
  return words
    .trim()
    .split(/\s+/u)
    .map((word) => [word, cue]);
}

/** The word right before a name. English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Slavic and others. */
export const NAME_CUES: ReadonlyMap<string, NameCue> = new Map([
  ...rows(
    'introduction',
    "is ist es é er är on heiße heisse llamo chiamo chamo m'appelle heet heter hedder heiti to numesc nevem adım ismim naitwa",
  ),
  ...rows('called', 'się se sa saya là langu λένε звати зовут казвам се vardas sauc on este ni'),
  ...rows(
    'salutation',
    `dear hi hello hey bonjour salut cher chère lieber liebe liebster hallo servus hola querido querida estimado estimada
     ciao caro cara gentile olá prezado prezada beste geachte kære hej hei kjære drogi droga cześć welcome
     szanowny szanowna vážený vážená milý milá poštovani poštovana dragi draga spoštovani spoštovana dragă stimate
     stimată kedves tisztelt sayın sevgili kepada yth hyvä bästa kära lugupeetud
     gerbiamas gerbiama cienījamais cienījamā kæri kæra sæll ndugu mpendwa benvolgut benvolguda
     уважаемый уважаемая дорогой дорогая шановний шановна дорогий дорога уважаеми уважаема
     скъпи скъпа поштовани поштована αγαπητέ αγαπητή αξιότιμε αξιότιμη`,
  ),
  ...rows(
    'title',
    'mr mrs ms dr prof professor herr frau señor señora sr sra srta dott dra monsieur madame mme mlle signor signora sig.ra pan pani paní pán slečna doamna doamnă domnul domnule gospodin gospodine gospođa gospođo gospod gospa ' +
      'ông anh chị bapak ibu bwana hra rouva härra proua ponas ponia herra frú fru fröken úr ' +
      'пан пане пані господин госпожа г-н г-жа κύριος κυρία κύριε κ',
  ),
  ...rows(
    'closing',
    'regards sincerely thanks thx cheers best danke merci gracias grazie obrigado obrigada dzięki yours truly faithfully grüßen grüße gruß grüßt saludos cordialement salutations atentamente saluti abraço atenciosamente groeten hilsen hälsningar signed unterzeichnet pozdrawiam ' +
      'pozdravem pozdravom pozdrav poštovanjem spoštovanjem hvala děkuji ďakujem úctou üdvözlettel tisztelettel köszönöm stimă ' +
      'mulțumesc trọng ơn kasih salam saygılarımla sevgiler teşekkürler terveisin kiitos hälsning mvh tack takk ' +
      'lugupidamisega tervitades aitäh pagarbiai ačiū cieņu paldies kveðjur kveðja atentament asante mihi ' +
      'уважением уважение повагою поштовањем спасибо дякую благодаря хвала εκτίμηση χαιρετισμούς ευχαριστώ',
  ),
  ...rows('by', 'by'),
  ...rows('self', 'am bin suis soy sou sono ben jestem jsem olen vagyok sunt я'),
  ...rows('directory', 'cn'),
  ...rows(
    'label',
    'name fn nombre nom nome naam navn namn vorname nachname apellido apellidos cognome prénom imię nazwisko soyad prezime ime jméno meno příjmení nama tên nafn nimi nume onoma όνομα ονοματεπώνυμο імя прізвище имя фамилия фио піб',
  ),
  ...rows(
    'person',
    `user customer client patient member employee passenger student recipient subscriber driver cardholder tenant
     guest visitor applicant candidate teacher nurse doctor colleague kunde kundin benutzer nutzer mitarbeiter cliente
     usuario utilisateur paciente klant kund klient kunden bruker brukeren användare användaren asiakas zákazník zákazníka uživatel
     uživatele korisnik korisnika kupac kupca klijent klijenta pelanggan müşteri kullanıcı ügyfél felhasználó utente
     корисувач користувача клієнт клієнта клиент клиента пользователь пользователя`,
  ),
]);

/** Of the verbs with which people say who they are, those that need no word for `I` before them. */
export const SELVES: ReadonlySet<string> = new Set('soy sou jestem jsem olen vagyok я'.split(' '));

/** Words that say who somebody is called with one before them: `jmenuji se`, `nama saya`, `мене звати`. */
export const CALLED_BEFORE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['się', 'nazywam zwę'],
    ['se', 'jmenuji jmenuju zovem imenujem'],
    ['sa', 'volám'],
    ['saya', 'nama'],
    ['là', 'tôi tên em anh chị'],
    ['langu', 'jina'],
    ['ni', 'langu'],
    ['λένε', 'με'],
    ['звати', 'мене'],
    ['зовут', 'меня'],
    ['казвам', 'се'],
    ['се', 'казвам'],
    ['vardas', 'mano'],
    ['sauc', 'mani'],
    ['on', 'nimeni nimi'],
    ['este', 'meu'],
  ].map(([word = '', before = '']) => [word, new Set(before.split(' '))]),
);

/** Words before that of somebody, behind which only a name ends the sentence: `for user Zoe Jones.` */
export const BEFORE_PERSONS: ReadonlySet<string> = new Set(
  'for by from of für von pour du para del per za od pro för för av af til till dla voor van untuk для від от'.split(
    ' ',
  ),
);

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
  'nama',
]);

export const NAME_POSSESSIVES: ReadonlySet<string> = new Set(
  `my mein mi meu mio mijn mon mitt mit min moje his her their your full first last user customer patient user's
   customer's patient's`.split(/\s+/u),
);

/** Before `name:`, what it is the name of; without one of these it must begin the line. */
export const NAME_OWNERS: ReadonlySet<string> = new Set(
  `full first last given family middle my your his her customer client user patient contact employee member guest
   recipient cardholder holder billing shipping account sender passenger student legal surname real display ad adı i и та`.split(
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
   cancelled canceled reported reports resides moved works reached lebt wohnt möchte vive habite wants'
     ringte ringde ringede ringer skrev skriver bestilte beställde bestilt klaget volal volala zvao zvala zvonio menelepon
     просит хочет жалуется заказал заказала купил купила просить хоче istiyor aradı yazdı kéri menghubungi meminta
     дзвонив дзвонила звонил звонила написав написала`.split(/\s+/u),
);

/** Behind a name of two or more words, besides those. */
export const OTHER_VERBS: ReadonlySet<string> = new Set(
  `has have had is was will could can cannot did does not with from at on and who whose already tried failed created
   updated deleted added removed changed uploaded submitted opened closed clicked searched purchased returned accepted
   declined approved rejected received invited sent reset verified entered selected started completed needs
   hat ist wurde est a ha`.split(/\s+/u),
);
