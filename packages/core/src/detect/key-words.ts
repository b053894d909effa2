/**
 * The words of names and what they mean, in English and the larger languages of Europe. A phrase is written as its words
 * joined; the longest phrase of a name counts. Facts of usage: the reserved traits of Segment, OpenTelemetry's attributes,
 * schema.org's properties, and the names that forms and databases use.
 */
import { MEANING } from './meaning.ts';
import type { MeaningName } from './meaning.ts';
import { wordsOf } from './field-words.ts';
import { NATIONAL_IDS } from './national-ids/index.ts';
import { WORLD_NAMES, WORLD_PHRASES } from './world-words.ts';

const PHRASES: Readonly<Record<Exclude<MeaningName, 'parameter'>, string>> = {
  email: `email mail emailaddress mailaddress emailaddr usermail useremail contactemail workemail emails mailto replyto
    correo correoelectronico courriel emailadresse mailadresse adressemail indirizzoemail epost epostadress sahkoposti eposta
    adresemail emailadres emailadresa メール メールアドレス 이메일`,
  phone: `phone phn phonenumber phonenum phoneno telephone telephonenumber tel telnumber mobile mobilenumber mobilephone cell cellphone
    cellnumber msisdn whatsapp whatsappnumber fax faxnumber sms smsnumber handy handynummer telefon telefonnummer telefono
    telefone celular movil portable numerotelephone numerodetelephone rufnummer puhelin puhelinnumero phones contactnumber
    telefonnr telefoonnummer telefoon mobil mobilnummer mobilnr mobiltelefon mobiel cellulare tlf gsm celnumber callerid callernumber
    callednumber dialednumber callingparty calledparty callingpartynumber calledpartynumber phonenumbers telephones
    contactnumbers tonumber fromnumber numertelefonu numerotelefono numerocelular numerotelefone telefonszam puhelinnro
    matkapuhelin ceptelefonu telefonnumarasi 電話 電話番号 携帯 전화 전화번호 휴대폰`,
  personName: `firstname lastname middlename givenname familyname surname surnames forename maidenname fname lname mname
    vorname nachname familienname prenom nomdefamille nomfamille apellido apellidos apellidopaterno apellidomaterno
    primernombre segundonombre cognome sobrenome voornaam achternaam fornamn efternamn etunimi sukunimi imie nazwisko
    imienazwisko jmeno prijmeni soyad soyadi soyisim fornavn etternavn efternavn secondname fullname realname legalname nomcomplet nombrecompleto nomecompleto cardholdername
    nameoncard passengername patientname employeename studentname`,
  name: `displayname preferredname nickname customername contactname clientname recipientname sendername receivername
    cardholder cardname accountholder holdername beneficiary beneficiaryname payee payeename
    caseworker casemanager socialworker householdhead hhhead headofhousehold contactperson nextofkin accountmanager nametext nameinfull
    namefull initials signedby approvedby submittedby requestedby preparedby interviewedby referredby attendingphysician emergencycontact
    emergencycontactname primarycontact guestname membername ownername drivername buyername sellername
    authorname managername personname billingname shippingname firstandlastname yourname referrername spouse spousename salesrep salesperson
    nom nombre nome naam navn namn nimi isim adsoyad adisoyadi nombres
    nombeneficiaire nometitolare kundenname kontoinhaber karteninhaber inhaber ansprechpartner
    intestatario rekeninghouder kortinnehavare empfangername empfaengername naamrekeninghouder 氏名 名前 姓名 이름 성명`,
  username: `username userlogin login loginname loginid user uname handle benutzername usuario
    nomutilisateur identifiantconnexion brukernavn anvandarnamn gebruikersnaam kayttajatunnus kullaniciadi accountlogin loginhint owner reporter assignee
    skype skypeid twitter instagram`,
  address: `address streetaddress postaladdress mailingaddress homeaddress billingaddress shippingaddress deliveryaddress
    address1 address2 address3 addressline addressline1 addressline2 strtnm adrline addr addr1 addr2 street street1 street2 streetname
    streetline fulladdress formattedaddress residence adresse direccion indirizzo endereco anschrift strasse rue calle
    domicilio adres osoite adress adresa ulica placeofresidence shipto billto lieferadresse rechnungsadresse postadresse
    privatadresse wohnadresse lieferanschrift rechnungsanschrift strassehausnr strassenname hausnummer plzort straatnaam straat
    bezorgadres factuuradres gatuadress gata gatenavn katuosoite katu postiosoite rua logradouro cadde sokak adresi
    direccionenvio indirizzospedizione postadress postiadresse viacivico callenumero streetandnumber 住所 주소`,
  birthDate: `dob birthday birthdate dateofbirth birthdt bday borndate bornon dateborn geburtsdatum geburtstag datenaissance
    datedenaissance fechanacimiento fechadenacimiento datanascita datadinascita datanascimento datadenascimento geboortedatum
    fodelsedatum fodselsdato fechanac datenaiss datanasc gebdatum gebdat gebtag urodziny dataurodzenia datumnarozeni
    datumnarodenia syntymaaika syntymaika syntymapaiva dogumtarihi szuletesidatum datanasterii cumpleanos anniversaire aniversario
    compleanno birthdaydate dobdate 生年月日 birth bdate birthyear yearofbirth naissance nascita nascimento nacimiento geburt geboorte geboortedag
    geburtsjahr fodselsdag fodelse 생년월일`,
  coordinates: `latitude longitude lat lng lon long latlng latlong latlon lnglat coordinates coords coordinate geo geopoint
    geolocation gps gpscoordinates gpslocation geolat geolng geolon location latitud longitud breitengrad laengengrad position`,
  ip: `ip ipaddress ipaddr ipv4 ipv6 clientip remoteip userip peerip remoteaddr remoteaddress clientaddress xforwardedfor
    forwardedfor xrealip realip trueclientip cfconnectingip sourceip srcip hostip lastip loginip registrationip signupip`,
  mac: `mac macaddress macaddr hwaddr hardwareaddress ethernetaddress bssid wifimac bluetoothaddress bleaddress btaddress bleaddr btaddr hwaddress
    callingstationid calledstationid`,
  imei: `imei imei1 imei2 imeinumber imeisv meid`,
  vin: `vin vinnumber vehicleid vehicleidentificationnumber chassisnumber fahrgestellnummer`,
  plate: `licenseplate licenceplate numberplate platenumber plate registrationplate vehicleregistration kennzeichen matricula
    plaqueimmatriculation immatriculation targa vehicleplate carplate plateno`,
  card: `card cardnumber cardno cc ccnumber ccnum creditcard creditcardnumber creditcardno debitcard debitcardnumber pan cardpan
    paymentcard primaryaccountnumber kreditkarte kartennummer cartebancaire numerotarjeta tarjeta numerocarte numerodecarte numerocartao cartao numerocarta kartennr kortnummer numerkarty kaartnummer kartnumarasi`,
  bankAccount: `iban bankaccount bankaccountnumber accountnumber acctnumber accountno acctno acctnum accountnum routingnumber aba
    abarouting sortcode bic swift swiftcode clabe bban kontonummer kontonr cuentabancaria rekeningnummer kontonumber numerokonta numerkonta contocorrente numerocompte ribiban`,
  nationalId: `ssn socialsecurity socialsecuritynumber socialsecuritynum socialinsurancenumber sin nationalid nationalidnumber
    nationalidentifier nationalidentificationnumber nationalinsurancenumber nino nin taxid taxidnumber taxnumber taxpayerid tin itin
    ein vatnumber vatid vat identitynumber idnumber idcard identitycard personalid personalnumber personalidentitynumber
    identitycard nationalidentitycard residencepermit socialsecuritycard governmentid govid citizenid aadhaar aadhar pannumber cpf cnpj dni nie nif cif curp rfc rut run cedula cuit cuil pesel nip
    bsn sofinummer insz rijksregisternummer nir numerosecu personnummer fodselsnummer cprnumber cpr hetu henkilotunnus steuerid
    steuernummer steueridentifikationsnummer codicefiscale partitaiva rodnecislo egn cnp oib emso jmbg tckimlik tckn nric fin
    hkid mykad nik ktp rrn mynumber tfn abn medicarenumber nhsnumber nhs npi inn snils idnr svnr ahv avs resident
    residentid healthid insurancenumber patientid mrn medicalrecordnumber voterid idcardnumber identitycardnumber
    nationalregister nationalregisternumber davcnastevilka companyregistration birthnumber ninumber ninno secusociale securitesociale citizenservicenumber panno
    pancard pancardnumber tcno taxpan incometaxpan documentoidentidad numerodocumento documentoidentificacion kimlikno burgerservicenummer
    sozialversicherungsnummer juminno jumin jumindeungnokbeonho 주민등록번호 マイナンバー`,
  passport: `passport passportnumber passportno passportnum passportid reisepass reisepassnummer passeport pasaporte passaporto`,
  driverLicence: `driverlicense driverlicence driverslicense driverslicence drivinglicense drivinglicence driverlicensenumber
    driverslicensenumber drivinglicencenumber dlnumber licensenumber licencenumber fuhrerschein permisconduire carnetconducir`,
  password: `password passwd pwd pass passphrase passcode userpassword newpassword oldpassword currentpassword loginpassword
    dbpassword pin pincode passwort kennwort contrasena clave senha motdepasse mdp wachtwoord haslo losenord salasana
    heslo parola sifre contrasenia claveacceso jelszo passord adgangskode pswd pword parool lozinka 비밀번호 パスワード 密码`,
  secret: `apikey apisecret apitoken accesskey accesskeyid secretaccesskey secretkey privatekey clientsecret appsecret appkey
    authkey authtoken accesstoken refreshtoken idtoken bearertoken bearer usertoken securitytoken servicetoken githubtoken
    personalaccesstoken token jwt encryptionkey signingkey signingsecret webhooksecret masterkey licensekey subscriptionkey
    credential credentials xapikey xauthtoken xaccesstoken xamzsecuritytoken apikeyid keysecret devicetoken pushtoken fcmtoken
    apnstoken registrationtoken authorizationtoken oauthtoken consumersecret functionskey mastersecret serviceaccountkey servicekey sharedkey serverkey deploykey adminkey secretkeybase`,
  session: `sessionid sessid sid phpsessid jsessionid aspsessionid connectsid asid laravelsession sessionkey sessiontoken
    sessioncookie csrf csrftoken xsrftoken xcsrftoken csrfmiddlewaretoken authenticitytoken requestverificationtoken
    rememberme remembertoken remembermetoken wordpressloggedin sess xsrf authsession usersession websession httpsession
    securesession hostsession racksession loginsession adminsession serversession sidcookie sessioncookieid`,
  authorization: `authorization proxyauthorization xauthorization wwwauthenticate authheader authorizationheader basicauth`,
  cookies: `cookie cookies setcookie cookieheader documentcookie`,
  code: `authcode authorizationcode invitecode invitationcode resetcode
    activationcode confirmationcode resettoken resetpasswordtoken passwordresettoken resetpasswordkey logintoken magictoken
    magiclink invitetoken invitationtoken confirmationtoken verificationtoken verifytoken activationtoken unsubscribetoken
    devicecode usercode samlresponse samlrequest assertion clientassertion
    oauthverifier codeverifier xamzsignature xgoogsignature xamzcredential signature`,
  shortCode: `otp totp tan onetimepassword onetimecode onetimepin onetimepasscode mfacode twofactorcode twofacode 2facode totpcode
    otpcode mfatokencode cvvcode cvccode confirmcode emailcode verificationcode verifycode verificationpin smscode smspin securitycode logincode signincode accesscode authenticatorcode
    bestatigungscode bestaetigungscode sicherheitscode codigoverificacion codigodeverificacion codeverification codeconfirmation
    codiceverifica codigoseguridad kodweryfikacyjny verificatiecode cvv cvc cvv2 cvc2 csc cvn cardcode cardverificationvalue
    cardverificationcode cardsecuritycode`,
  homeDirectory: `homedir envhome homedirectory homepath homefolder userdir userdirectory userhome userprofile userfolder profilepath`,
  wallet: `wallet walletaddress bitcoinaddress btcaddress ethaddress ethereumaddress cryptoaddress cryptowallet withdrawto
    withdrawaddress withdrawaladdress depositaddress payoutaddress usdtaddress trxaddress tronaddress soladdress solanaaddress`,
  seedPhrase: `seedphrase mnemonic recoveryphrase seedwords mnemonicphrase backupphrase walletseed secretphrase recoverywords`,
  userText: `feedback comment comments review reviewtext note notes freetext usermessage customermessage messagebody
    complaint bio aboutme about testimonial suggestion reply inquiry enquiry additionalinfo otherreason
    searchterm searchquery surveyresponse surveyanswer ticketbody emailbody chatmessage kommentar bemerkung commentaire
    comentario`,
  programText: `error err errormessage errmessage errormsg errmsg errortext errordescription errordetail errordetails errorreason
    errorstack exception exceptionmessage exceptionvalue exceptiondetail exceptiondescription exceptionstacktrace warning
    warningmessage stack stacktrace backtrace traceback failurereason failuremessage crashreason stderr stdout logline
    logmessage logentry consolemessage pagetitle documenttitle windowtitle articletitle posttitle videotitle producttitle
    screentitle headline metadescription ogtitle ogdescription productdescription itemdescription`,
  prompt: `prompt prompts completion completions userprompt systemprompt inputvalue outputvalue llminput llmoutput
    inputmessages outputmessages promptcontent completioncontent chathistory conversation aiinput aioutput`,
  userAgent: `useragent ua httpuseragent browseragent clientagent`,
  safe: `version appversion osversion sdkversion libraryversion release build buildnumber sha firmware
    commit commitsha gitsha checksum digest md5 sha1 sha256 integrity etag traceid spanid parentspanid requestid correlationid
    writekey publickey publickeytoken publishablekey publictoken publishabletoken publicaccesstoken publicapikey publishableapikey sitekey projectkey projectid sku isbn ean upc gtin asin barcode port latency
    brand brandname itembrand productbrand devicebrand manufacturer devicemanufacturer productname itemname
    duration durationms elapsed timestamp ts time endtime starttime starttimeunixnano endtimeunixnano timeunixnano
    observedtimeunixnano timems timemicros timestampmicros eventtime servertime clienttime createdat updatedat measurementid
    tokentype grouptype selector cssselector xpath i18nkey route template pageviewid messageid insertid eventid sequence
    pagetoken nextpagetoken nexttoken continuationtoken canceltoken synctoken dockerimage image package packagename modulename npmpackage repository repo gitremote k8spodname podname statuscode
    hostname asnowner asowner sentrytrace traceparent xamzntraceid cfray ddtraceid`,
};

/** Words behind a phrase that leave its meaning: `phone_1`, `email_value`, `password_confirmation`. */
export const FILLERS = words(`value values raw text str string field input param number num no nr
  nummer numer numero nro cislo broj szam stevilka nomor addr address line full
  primary secondary main default original current previous new old home work business personal private
  confirm confirmation again repeat plain lower upper normalized cleartext header content s
  delivery shipping billing mailing lieferung rechnung livraison facturation envio entrega spedizione fatturazione consegna
  facturacion cobranca dostawy wysylki domicile domicilio principal pro perso prive privat personnel trabajo lavoro casa residencial
  mobile mobil celular fijo fixe cookie iso e164 formatted complete completo completa fiscal fiscale zamieszkania
  dostave dostavky dostavki doruceni dodania livrare facturare
  neu nova novo nueva nuevo nouveau nouvelle nuova nuovo ny nytt alt alte ancien anterior vecchia gammel and`);

/** The bare words for a name in languages whose compounds have the thing before it: `plan_nombre`, `produkt_navn`. */
export const NAME_WORDS = words(`nom nombre nome naam navn namn nimi isim nume nama nazwa nev`);

/** What has a name and is nobody; in front of one of those. */
export const THING_WORDS =
  words(`plan product producto produit prodotto produto produkt produktu produk tuote urun termek item articulo article
  artikel artikkel articolo artigo vare tienda loja boutique butik butikk negozio magasin winkel kauppa toko store event evento
  evenement hendelse handelse tapahtuma etkinlik acara archivo fichero fichier file fil datei arquivo bestand tiedosto dosya
  categoria categorie kategorie kategori kategoria pagina page seite side sida sivu sayfa halaman servicio service servizio
  servico tjeneste tjanst dienst layanan campana campanha campagne campagna kampanje kampanj kampagne kampanya kampanja
  marca marque merk marke merke marke brand empresa entreprise azienda bedrijf firma bedrift foretag virksomhed yritys sirket
  perusahaan ciudad ville citta cidade stadt stad by kaupunki sehir kota curso cours corso kurs kursus proyecto projet
  progetto projeto project projekt prosjekt equipo equipe squadra team dispositivo appareil device enhet laite cihaz
  perangkat pantalla ecran schermata tela screen skjerm skarm evrak menu rol role grupo groupe gruppo group gruppe grupp
  grup lista liste list tarifa tarif tariffa app aplicacion application canal kanal channel sucursal filial filiale`);

/** Objects whose members are the names of flags and experiments, whatever word of a person's data is in them. */
export const FLAG_HOLDERS = words(
  `flags featureflags featureflag experiments toggles featuretoggles treatments abtests featuregates`,
);

/** What airlines and checks of identity call a paper (APIS: ICAO Doc 9944), and its number in there. */
export const PAPERS = words(`apis apisdata traveldocument identitydocument iddocument`);
export const NUMBERS_OF_PAPERS = words(`number documentnumber docnumber documentno`);
/** As ISO 20022 calls accounts, and the interfaces of Open Banking after it. */
export const ACCOUNTS = words(`creditoraccount debtoraccount bankaccount`);

/** Words behind a phrase that say whose it is, in the order of the Romance languages: `cpf_titular`, `nom_client`. */
export const OWNERS =
  words(`titular cliente client customer kunde usuario utilisateur utente user usr beneficiaire beneficiario
  pasajero passager paciente patient salarie empleado dipendente funcionario empresa acheteur comprador klant klient klienta kund asiakas zakaznika pelanggan penerima contacto contatto contato responsavel responsable famille familia`);

/** How names shorten words. */
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tok: 'token',
    tkn: 'token',
    nm: 'name',
    cust: 'customer',
    usr: 'user',
    acct: 'account',
    acc: 'account',
    eml: 'email',
    ph: 'phone',
    mob: 'mobile',
    dt: 'date',
    nac: 'nacimiento',
    naiss: 'naissance',
    geb: 'geburts',
    rcpt: 'recipient',
    pw: 'password',
    pswd: 'password',
    addr: 'address',
    cred: 'credential',
    creds: 'credentials',
    lic: 'license',
    secu: 'securite',
  }),
);

/** Words behind a phrase that make it something else: `email_verified`, `address_type`, `password_reset`. */
export const PERSON_WORDS =
  words(`first last full given family middle user users customer contact person people member
  employee patient student holder cardholder owner recipient sender receiver billing shipping display real legal preferred driver
  passenger guest client lead buyer seller agent manager reviewer assignee reporter profile attendee host
  author applicant candidate subscriber visitor officer worker supervisor nurse doctor physician therapist teacher instructor tutor
  coach counselor counsellor interpreter witness victim claimant defendant plaintiff judge lawyer attorney tenant landlord borrower lender
  debtor creditor dbtr cdtr ultmtdbtr ultmtcdtr debtoraccount creditoraccount farmer enumerator interviewer respondent caregiver carer guardian beneficiary donor volunteer citizen resident inspector
  technician dispatcher courier rider cashier clerk secretary director chairman president signatory consignee shipper landlady head
  signer traveler traveller invitee inviter registrant policyholder insured deceased pupil organizer organiser hostess occupant payer
  purchaser shopper relative kunde kunden inhaber mitarbeiter fahrgast gast empfanger empfaenger absender kontakt cliente titular
  usuario utilisateur paciente pasajero passager huesped hospede destinatario destinataire expediteur mittente contacto contatto
  empleado employe dipendente comprador acheteur klant klient asiakas kund uczestnik
  requester requestor adjuster approver caller callee
  reviewers approvers editors committers assignees attendees passengers guests patients students drivers recipients signers
  travelers travellers applicants candidates teachers witnesses employees trainer trainee apprentice colleague coworker sibling partner wife husband son daughter identity human child parent spouse mother father emergency kin`);

/** Objects that hold what is said of a person, and other things. */
export const HOLDER_WORDS = words(
  `traits properties eventproperties userproperties params set setonce data attributes`,
);

/** Words of an object around a name that say nothing of whose it is: `billing_details.name`, `ship_to.name`. */
export const DETAIL_WORDS = words(
  `details detail info information to from address record entity object dto input form`,
);

/** Parts of a name that stand for themselves in the object of a person: `customer.first`. */
export const NAME_PARTS = words(`first last given family middle surname full`);

/** Who receives what is sent to an address: in the object of one, the name of a person. */
export const RECEIVER_WORDS = words(`name recipient receiver addressee consignee attention attn careof contact
  empfanger empfaenger destinatario destinataire ontvanger mottagare mottaker modtager odbiorca prijemce vastaanottaja alici
  penerima получатель`);

/**
 * What people do, and what they did to a thing: as the whole name of a field, a person's name where that is written with two
 * capitals. Companies and programs have other words, and what may be either is left out.
 */
export const ROLE_NAMES =
  words(`patient passenger physician doctor nurse therapist caregiver teacher instructor tutor coach student
  pupil employee colleague attendee applicant candidate interviewer tenant landlord guardian witness signatory spouse mother father
  supervisor manager recipient receiver contact
  assignedto operator identity fromname toname replytoname repname`);

/** What stands before `by` and is done by programs, places and companies as often as by people: `powered_by`, `sorted_by`. */
export const PROGRAMS_VERBS: readonly string[] = [
  ...words(`powered sorted ordered grouped filtered triggered caused hosted managed provided sponsored published owned supported
  secured blocked followed replaced backed produced manufactured developed operated issued limited indexed generated driven`),
];

/** What makes an agent a program. */
export const PROGRAM_WORDS = words(`user ai genai gen monitoring build browser`);

/** Parameters that are sensitive with an opaque value only: `code=4/0Ab…`, but not `code=US`. */
export const OPAQUE_PARAMETERS =
  words(`key auth session code reset state nonce ticket hash invite verify confirm confirmation
  activation magic link sess verifier challenge t access sso challengecode token sig signature u uid k activate
  tok tkn otc resetkey verifykey confirmkey activationkey invitekey loginkey accesskey recovery recover unsubscribe optout optin
  validation validate onetime clave`);

/** Words that announce an identifier in running text, but name other things too where a field has them. */
const AMBIGUOUS =
  words(`arc bir bis businessnumber carnet carne certificate certificatenumber companynumber documento ean elector emirates
  epic extranjero extranjeros fiscal fiscale ghana identidad identifiant identificacion identification individualnumber iva korean
  kimlik matricule mispar nic pan pin prescriber preparer providerid publicservice raqam resident ric run said sars
  spi steuer sv tax taxpayer thai uid vat vergi vid virtualid vitale vote voter beneficiary asmens personas rodne davcna
  numericpersonal kependudukan pengenalan secu cartao cidadao contribuinte afiliacion adoszam southafrican srilankan swedishid`);
/** Shorter ones are too common. */
const IDENTIFIER_LENGTH_MIN = 3;

/** What names each identifier that is known, where it names nothing else; with its country before it, it never does. */
function identifierPhrases(): readonly (readonly [string, number])[] {
  return NATIONAL_IDS.flatMap(({ id, cues }) => [...cues, id.slice(id.indexOf('.') + 1), id])
    .map((cue) => wordsOf(cue).join(''))
    .filter((phrase) => phrase.length >= IDENTIFIER_LENGTH_MIN && !AMBIGUOUS.has(phrase))
    .map((phrase) => [phrase, MEANING.nationalId]);
}

/** A phrase, its words joined, to the bits of its meanings. */
export const PHRASE_MEANINGS: ReadonlyMap<string, number> = new Map([
  ...identifierPhrases(),
  ...meaningsOf(WORLD_PHRASES),
  ...meaningsOf(PHRASES),
  // What people choose as well as what machines do.
  ...['secret', 'sharedsecret'].map((phrase): [string, number] => [
    phrase,
    MEANING.password | MEANING.secret,
  ]),
]);

/** What only a whole name says, which other things have at the end of theirs. */
export const WHOLE_MEANINGS: ReadonlyMap<string, number> = new Map(meaningsOf(WORLD_NAMES));

/** The phrases of a table with their bits, written as the words of names are: without accents. */
function meaningsOf(
  table: Partial<Readonly<Record<MeaningName, string>>>,
): readonly (readonly [string, number])[] {
  return Object.entries(table).flatMap(([name, phrases]) =>
    isMeaning(name)
      ? [...words(phrases)].map((phrase): [string, number] => [wordsOf(phrase).join(''), MEANING[name]])
      : [],
  );
}

function isMeaning(name: string): name is MeaningName {
  return Object.hasOwn(MEANING, name);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
