/**
 * The words of names and what they mean, in English and the larger languages of Europe. A phrase is written as its words
 * joined; the longest phrase of a name counts. Facts of usage: the reserved traits of Segment, OpenTelemetry's attributes,
 * schema.org's properties, and the names that forms and databases use.
 */
import { MEANING } from './meaning.ts';
import type { MeaningName } from './meaning.ts';
import { wordsOf } from './field-words.ts';
import { NATIONAL_IDS } from './national-ids/index.ts';

const PHRASES: Readonly<Record<Exclude<MeaningName, 'parameter'>, string>> = {
  email: `email mail emailaddress mailaddress emailaddr usermail useremail contactemail workemail emails mailto replyto
    correo correoelectronico courriel emailadresse adressemail indirizzoemail epost sahkoposti`,
  phone: `phone phn phonenumber phonenum phoneno telephone telephonenumber tel telnumber mobile mobilenumber mobilephone cell cellphone
    cellnumber msisdn whatsapp whatsappnumber fax faxnumber sms smsnumber handy handynummer telefon telefonnummer telefono
    telefone celular movil portable numerotelephone numerodetelephone rufnummer puhelin puhelinnumero phones contactnumber`,
  name: `firstname lastname fullname middlename givenname familyname surname forename maidenname fname lname mname realname legalname
    displayname preferredname nickname customername contactname clientname recipientname sendername receivername
    cardholder cardholdername cardname nameoncard accountholder holdername beneficiary beneficiaryname payee payeename
    caseworker casemanager socialworker householdhead hhhead headofhousehold contactperson nextofkin accountmanager nametext nameinfull
    namefull initials signedby approvedby submittedby requestedby preparedby interviewedby attendingphysician emergencycontact
    emergencycontactname primarycontact passengername guestname patientname employeename studentname membername ownername drivername buyername sellername
    authorname managername personname billingname shippingname firstandlastname yourname
    vorname nachname familienname nom prenom nomcomplet nomdefamille nombre nombrecompleto apellido apellidos cognome
    nomecompleto sobrenome voornaam achternaam fornamn efternamn etunimi sukunimi imie nazwisko jmeno prijmeni`,
  username: `username userlogin login loginname loginid user uname handle benutzername usuario
    nomutilisateur accountlogin loginhint owner reporter assignee operator`,
  address: `address streetaddress postaladdress mailingaddress homeaddress billingaddress shippingaddress deliveryaddress
    address1 address2 address3 addressline addressline1 addressline2 addr addr1 addr2 street street1 street2 streetname
    streetline fulladdress formattedaddress residence adresse direccion indirizzo endereco anschrift strasse rue calle
    domicilio adres osoite adress ulica placeofresidence`,
  birthDate: `dob birthday birthdate dateofbirth birthdt bday borndate bornon dateborn geburtsdatum geburtstag datenaissance
    datedenaissance fechanacimiento fechadenacimiento datanascita datadinascita datanascimento geboortedatum fodelsedatum`,
  coordinates: `latitude longitude lat lng lon long latlng latlong latlon lnglat coordinates coords coordinate geo geopoint
    geolocation gps gpscoordinates gpslocation geolat geolng geolon location latitud longitud breitengrad laengengrad position`,
  ip: `ip ipaddress ipaddr ipv4 ipv6 clientip remoteip userip peerip remoteaddr remoteaddress clientaddress xforwardedfor
    forwardedfor xrealip realip trueclientip cfconnectingip sourceip srcip hostip lastip loginip registrationip signupip`,
  mac: `mac macaddress macaddr hwaddr hardwareaddress ethernetaddress bssid wifimac bluetoothaddress`,
  imei: `imei imei1 imei2 imeinumber imeisv meid`,
  vin: `vin vinnumber vehicleid vehicleidentificationnumber chassisnumber fahrgestellnummer`,
  plate: `licenseplate licenceplate numberplate platenumber plate registrationplate vehicleregistration kennzeichen matricula
    plaqueimmatriculation immatriculation targa vehicleplate carplate plateno`,
  card: `card cardnumber cardno cc ccnumber ccnum creditcard creditcardnumber creditcardno debitcard debitcardnumber pan cardpan
    paymentcard primaryaccountnumber kreditkarte kartennummer cartebancaire numerotarjeta tarjeta`,
  bankAccount: `iban bankaccount bankaccountnumber accountnumber acctnumber accountno acctno acctnum accountnum routingnumber aba
    abarouting sortcode bic swift swiftcode clabe bban kontonummer kontonr cuentabancaria`,
  nationalId: `ssn socialsecurity socialsecuritynumber socialsecuritynum socialinsurancenumber sin nationalid nationalidnumber
    nationalidentifier nationalidentificationnumber nationalinsurancenumber nino nin taxid taxidnumber taxnumber taxpayerid tin itin
    ein vatnumber vatid vat identitynumber idnumber idcard identitycard personalid personalnumber personalidentitynumber
    governmentid govid citizenid aadhaar aadhar pannumber cpf cnpj dni nie nif cif curp rfc rut run cedula cuit cuil pesel nip
    bsn sofinummer insz rijksregisternummer nir numerosecu personnummer fodselsnummer cprnumber cpr hetu henkilotunnus steuerid
    steuernummer steueridentifikationsnummer codicefiscale partitaiva rodnecislo egn cnp oib emso jmbg tckimlik tckn nric fin
    hkid mykad nik ktp rrn mynumber tfn abn medicarenumber nhsnumber nhs npi inn snils idnr svnr ahv avs resident
    residentid healthid insurancenumber patientid mrn medicalrecordnumber voterid idcardnumber identitycardnumber
    nationalregister nationalregisternumber davcnastevilka companyregistration`,
  passport: `passport passportnumber passportno passportnum passportid reisepass reisepassnummer passeport pasaporte passaporto`,
  driverLicence: `driverlicense driverlicence driverslicense driverslicence drivinglicense drivinglicence driverlicensenumber
    driverslicensenumber drivinglicencenumber dlnumber licensenumber licencenumber fuhrerschein permisconduire carnetconducir`,
  password: `password passwd pwd pass passphrase passcode userpassword newpassword oldpassword currentpassword loginpassword
    dbpassword pin pincode passwort kennwort contrasena clave senha motdepasse mdp wachtwoord haslo losenord salasana
    secret sharedsecret`,
  secret: `apikey apisecret apitoken accesskey accesskeyid secretaccesskey secretkey privatekey clientsecret appsecret appkey
    authkey authtoken accesstoken refreshtoken idtoken bearertoken bearer usertoken securitytoken servicetoken githubtoken
    personalaccesstoken token jwt encryptionkey signingkey signingsecret webhooksecret masterkey licensekey subscriptionkey
    credential credentials xapikey xauthtoken xaccesstoken xamzsecuritytoken apikeyid keysecret devicetoken pushtoken fcmtoken
    apnstoken registrationtoken authorizationtoken oauthtoken consumersecret`,
  session: `sessionid sessid sid phpsessid jsessionid aspsessionid connectsid asid laravelsession sessionkey sessiontoken
    sessioncookie csrf csrftoken xsrftoken xcsrftoken csrfmiddlewaretoken authenticitytoken requestverificationtoken
    rememberme remembertoken remembermetoken wordpressloggedin sess`,
  authorization: `authorization proxyauthorization xauthorization wwwauthenticate authheader authorizationheader basicauth`,
  cookies: `cookie cookies setcookie cookieheader documentcookie`,
  code: `otp totp onetimepassword mfacode verificationcode verifycode authcode authorizationcode invitecode invitationcode resetcode
    activationcode confirmationcode resettoken resetpasswordtoken passwordresettoken resetpasswordkey logintoken magictoken
    magiclink invitetoken invitationtoken confirmationtoken verificationtoken verifytoken activationtoken unsubscribetoken
    devicecode usercode smscode securitycode cvv cvc cvv2 cvc2 csc ticket samlresponse samlrequest assertion clientassertion
    oauthverifier codeverifier xamzsignature xgoogsignature xamzcredential signature`,
  wallet: `wallet walletaddress bitcoinaddress btcaddress ethaddress ethereumaddress cryptoaddress cryptowallet`,
  seedPhrase: `seedphrase mnemonic recoveryphrase seedwords mnemonicphrase backupphrase walletseed secretphrase recoverywords`,
  userText: `feedback comment comments review reviewtext note notes freetext usermessage customermessage messagebody
    complaint bio aboutme about testimonial suggestion reply inquiry enquiry additionalinfo otherreason
    searchterm searchquery surveyresponse surveyanswer ticketbody emailbody chatmessage kommentar bemerkung commentaire
    comentario`,
  prompt: `prompt prompts completion completions userprompt systemprompt inputvalue outputvalue llminput llmoutput
    inputmessages outputmessages promptcontent completioncontent chathistory conversation aiinput aioutput`,
  userAgent: `useragent ua httpuseragent browseragent clientagent`,
  safe: `version appversion osversion sdkversion libraryversion release build buildnumber sha
    commit commitsha gitsha checksum digest md5 sha1 sha256 integrity etag traceid spanid parentspanid requestid correlationid
    writekey publickey publishablekey sitekey projectkey projectid sku isbn ean upc gtin asin barcode port latency
    duration durationms elapsed timestamp ts time endtime starttime starttimeunixnano endtimeunixnano timeunixnano
    observedtimeunixnano timems timemicros timestampmicros eventtime servertime clienttime createdat updatedat measurementid
    tokentype grouptype selector cssselector xpath i18nkey route template pageviewid messageid insertid eventid sequence
    pagetoken nextpagetoken nexttoken continuationtoken canceltoken synctoken dockerimage image package packagename modulename npmpackage remote repository repo gitremote k8spodname podname statuscode`,
};

/** Words behind a phrase that leave its meaning: `phone_1`, `email_value`, `password_confirmation`. */
export const FILLERS = words(`value values raw text str string field input param number num no nr
  nummer numer numero nro cislo broj szam stevilka nomor addr address line full
  primary secondary main default original current previous new old home work business personal private
  confirm confirmation again repeat plain lower upper normalized cleartext header content s`);

/** Words behind a phrase that make it something else: `email_verified`, `address_type`, `password_reset`. */
export const PERSON_WORDS =
  words(`first last full given family middle user users customer contact person people member
  employee patient student holder cardholder owner recipient sender receiver billing shipping display real legal preferred driver
  passenger guest client lead buyer seller agent manager reviewer assignee reporter profile traits attendee host
  author applicant candidate subscriber visitor officer worker supervisor nurse doctor physician therapist teacher instructor tutor
  coach counselor counsellor interpreter witness victim claimant defendant plaintiff judge lawyer attorney tenant landlord borrower lender
  debtor creditor farmer enumerator interviewer respondent caregiver carer guardian beneficiary donor volunteer citizen resident inspector
  technician dispatcher courier rider cashier clerk secretary director chairman president signatory consignee shipper landlady head
  trainer trainee apprentice colleague coworker sibling partner wife husband son daughter properties eventproperties userproperties params set setonce data
  attributes identity human child parent spouse mother father emergency kin`);

/** Parameters that are sensitive with an opaque value only: `code=4/0Ab…`, but not `code=US`. */
export const OPAQUE_PARAMETERS =
  words(`key auth session code reset state nonce ticket hash invite verify confirm confirmation
  activation magic link sess verifier challenge t access sso challengecode token sig signature u uid`);

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
  ...Object.entries(PHRASES).flatMap(([name, phrases]) =>
    isMeaning(name) ? [...words(phrases)].map((phrase) => [phrase, bitsOf(name)] as const) : [],
  ),
]);

function bitsOf(name: MeaningName): number {
  return name === 'userAgent' ? MEANING.userAgent | MEANING.safe : MEANING[name];
}

function isMeaning(name: string): name is MeaningName {
  return Object.hasOwn(MEANING, name);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
