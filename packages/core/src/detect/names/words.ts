/** Words around and inside the names of people, in lower case, and words that no name has. */

/** The words of a list that is parted by white space. */
function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/u));
}

/** Nobiliary and patronymic particles inside names, which are written small. */
export const PARTICLES = wordSet(`
  de da do dos das di del della dello degli du des der den dem van von vom vander zu zur zum af av al el la le las los
  lo bin bint ben ibn abu ter ten te het y e und i san st ap mac o op
`);

/** Whole values that say that there is none. */
export const NO_VALUES = wordSet(`
  unknown none null nil undefined nan na true false yes no empty redacted removed deleted hidden masked filtered anonymous
  required optional invalid valid missing default name first last firstname lastname
`);

/** Whole values that say that there is no name, or that stand for somebody. */
export const NOBODY = wordSet(`
  unknown anonymous anon none null nil undefined nan na true false yes no on off ok test tester testing demo example
  sample dummy foo bar baz admin administrator root system guest user users username member customer client visitor
  nobody default redacted removed deleted hidden masked filtered name firstname lastname fullname first last empty other
  all any me self owner bot service anonym
  required optional invalid valid missing success successful failed failure error pending active inactive enabled disabled
  accepted rejected denied sort asc desc new old api localhost docker-desktop service-account serviceaccount automation
  text html json xml csv junit console verbose spec dot
  scheduler pipeline cron daemon nologin sso oauth saml web app mobile hover focus inconnu unbekannt desconocido sconosciuto gast invitado
  unassigned noreply no-reply await async yield div span not too taken already must cannot
  ascending descending aufsteigend absteigend croissant décroissant ascendente descendente crescente decrescente rosnąco
  malejąco artan azalan a-z z-a pflichtfeld requis requise obligatoire obligatorio obrigatório wymagane zorunlu
`);

/** Words of products, pages, companies and code: a text with one of them is not the name of a person. */
export const NO_NAME_WORDS = wordSet(`
  about access account accounts action active add address admin agent alert all analytics and annual answer any api app
  application are article asset auth authentication author back bad bank basic beta billing block blog board body box
  build business button buy callback campaign cancel card cart case category center centre change chat check checkout
  child class click client close cloud club code comment community companies company complete component config
  configuration confirm connection console contact content context continue controller cookie copy corp corporation
  count coupon create created credit css current custom customer customers daily dashboard data database date day deal
  debug default delete deleted demo department design desktop details developer device dialog director discount
  discovery document domain done download draft duplicate edit editor element email empty engine engineer enterprise
  entity entry error errors event events every everybody everyone exception experience export external failed failure
  false family feature features feed feedback field file files filter first folder folks footer for form found free
  friend friends from function game gateway general get gift global gmbh google group groups guest guys handler head
  header hello help here hi home host how html http https icon id ids image import inc index info input instance
  integration interface internal internet invalid invite invoice is issue item items job json key keys label lab ladies
  landing language last launch layer lead learn level library license limit limited line link list live llc load loading
  local location log login logout ltd machine mail main manage management manager map marketing master media member
  members menu message messages method missing mobile modal mode model module monthly more my name native navigation
  network new news newsletter next no node none not note notification null number object offer office ok online open
  operation option options order orders organization other output overview owner package page pages panel partner
  password patient payment payments permission phone plan plans platform play please plugin plus policy pool popup portal
  post posts premium press preview price pricing privacy pro product production products profile program project
  prompt property provider public purchase push query question queue quick read record refund register registration
  release remove report request reset resource response result results retry return reviewer rights role root route row
  rule sale sales save schedule schema screen search secret section security select send server service services session
  settings setup share ship shipping shop show sign signup single sir site size solutions source space standard start
  starter state statement status step stop storage store stories story stream student style subject submit subscription
  success summary support survey sync syntax system systems tab table tag task team teams technologies template tenant
  terms test testing text thank thanks that the their theme there this ticket time timeout title today token tool top
  total tracker training transaction trial true type undefined unexpected unhandled unknown unsubscribe update upgrade
  upload url user username users valued value verify version video view visitor visitors warning we web webhook website
  week weekly welcome what when widget window with worker workflow workspace world year yearly yes you your zone
  tier topic backlog thread threads bytes people times rows units points pixels seconds minutes hours days weeks months years chapter volume
  phase round players goals steps lines room port requests files users views clicks edition model series episode season
  dudes madam ma'am colleague colleagues reader subscriber mom dad mum hiring gentlemen lords doctor assistant chatgpt
  string strings boolean void integer int str bool float double uuid datetime timestamp regexp regex promise buffer byte bytes
  too taken
  claude siri alexa santa god lord jesus kitty world's again guys y'all both folks babe dear
`);

/** Words that only the names of programs' things are made of, besides those, where hyphens or dots join them. */
export const SLUG_WORDS = wordSet(`
  credentials org db sdk ui svc prod dev staging preprod pod cluster proxy cache sup bot browser primary replica
`);
