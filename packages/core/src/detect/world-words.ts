/**
 * Names of fields in languages other than English, beside those that `key-words.ts` has: what forms, address books and
 * official papers call people, places and numbers there, in the language's own script and as names in code spell it.
 * A phrase is written as its words joined, with or without accents.
 */
import type { MeaningName } from './meaning.ts';

export const WORLD_PHRASES: Partial<Readonly<Record<MeaningName, string>>> = {
  name: `zuname rufname geburtsname vorundnachname vollername vollstandigername kontaktname patientenname mitarbeitername
    voorletters tussenvoegsel volledigenaam klantnaam roepnaam familienaam contactpersoon tenaamstelling
    prenomnom nomprenom nometprenom nomnaissance nomdenaissance nomusage nomdusage nomdejeunefille titulairecompte
    nombrepila nombredepila nombreyapellidos nombreapellidos titularcuenta titulartarjeta apellidomaterno
    nomecognome nomeecognome cognomenome nominativo primonome
    primeironome ultimonome nomeproprio nomemae nomedamae nomepai nomedopai nomesocial apelido titularconta
    imieinazwisko imionanazwisko drugieimie imiona nazwiskorodowe nazwiskopanienskie
    krestnijmeno celejmeno jmenoaprijmeni rodneprijmeni meno krstnemeno priezvisko menoapriezvisko
    kundnamn kundenavn kundenavne fullstandigtnamn fulltnamn fultnavn fulltnavn tilltalsnamn mellannamn mellomnavn mellemnavn
    kontaktperson kontoinnehavare kontohaver
    kokonimi kutsumanimi asiakkaannimi yhteyshenkilo vezeteknev keresztnev teljesnev csaladnev utonev
    nume prenume numecomplet numedefamilie musteriadi musteriadisoyadi hastaadi
    nama namadepan namabelakang namalengkap namapenerima namapengirim namapelanggan namapanggilan namaibu namaayah namakeluarga
    marga hoten hovaten tendem tenkhachhang tennguoinhan
    お名前 苗字 名字 フリガナ ふりがな カナ氏名 氏名カナ 宛名 受取人 届け先氏名 shimei onamae seimei myoji
    성함 고객명 고객이름 수령인 받는사람 받는분 수취인 예금주 ireum seongmyeong
    姓氏 真实姓名 收货人 收货人姓名 收件人 收件人姓名 联系人 联系人姓名 客户姓名 用户姓名 持卡人 持卡人姓名 收貨人 聯絡人 真實姓名
    xingming shoujianren shouhuoren lianxiren zhenshixingming
    पूरानाम उपनाम कुलनाम प्रथमनाम अंतिमनाम ग्राहकनाम pooranaam pooranam upnaam kulnaam pehlanaam grahaknaam
    الاسم الاسمالكامل الاسمالأول الاسمالاخير اسمالعائلة اسمالأب اللقب الكنية ismkamil
    имя фамилия отчество фио полноеимя имяифамилия імя прізвище побатькові ονομα επωνυμο ονοματεπωνυμο
    שםפרטי שםמשפחה שםמלא นามสกุล ชื่อสกุล ชื่อนามสกุล
    prezime imeprezime imeiprezime priimek imeinpriimek презиме имеипрезиме tritimena тритеимена familiya familija imeifamiliya
    polnoeimya fullimya otchestvo піб пиб prizvyshche pobatkovi imyaprizvyshche
    onoma eponymo eponimo epitheto onomateponymo onomateponimo patronymo shemprati shemmishpacha shemmale
    fulltnafn fornafn eftirnafn kenninafn millinafn eesnimi perenimi perekonnanimi taisnimi eesjaperekonnanimi
    uzvards vardsuzvards pavarde vardaspavarde vardasirpavarde
    emri mbiemri emrimbiemri emridhembiemri cognoms primercognom segoncognom nomicognoms abizena abizenak izenabizenak
    jinakamili jinalakwanza jinalaukoo apelyido buongpangalan namapenuh cyfenw
    نامخانوادگی نامونامخانوادگی გვარი სახელიდაგვარი ազգանուն`,
  phone: `ruckrufnummer rueckrufnummer festnetz festnetznummer handynr mobilfunk mobilfunknummer telnr landline landlinenumber
    callbacknumber phonenr mobielnummer gsmnummer telefoonnr numeroportable numerodeportable telephoneportable telportable
    telmobile telfixe numerotel telemovel numerotelefone telefonocellulare recapitotelefonico numerocellulare numeroditelefono
    nrtelefonu telkom telefonkomorkowy komorka numerkomorkowy telefonnicislo telcislo mobilnicislo telefonnecislo mobilszam
    numartelefon numardetelefon ceptel cepno gsmno telefonno telepon nomortelepon notelepon notelp telp nohp nomorhp
    nomorhandphone nohandphone nomorponsel sodienthoai dienthoai sodt sdt 携帯電話 携帯番号 携帯電話番号 denwa denwabango
    keitaibango 휴대폰번호 휴대전화 휴대전화번호 핸드폰 핸드폰번호 연락처 jeonhwabeonho 手机 手机号 手机号码 电话 电话号码
    联系电话 手機 手機號碼 電話號碼 聯絡電話 shouji shoujihao shoujihaoma dianhua lianxidianhua मोबाइल मोबाइलनंबर फोन फोननंबर
    दूरभाष الهاتف هاتف رقمالهاتف الجوال جوال رقمالجوال الموبايل jawwal hatif телефон номертелефона мобильныйтелефон τηλεφωνο
    κινητο טלפון נייד מספרטלפון โทรศัพท์ เบอร์โทร เบอร์โทรศัพท์
    brojtelefona brojmobitela brojmobilnog mobitel mobilnitelefon kontakttelefon telefonskastevilka stevilkatelefona
    telefonennomer telefonnomer телефоненномер мобилентелефон бројтелефона nomertelefona nomertelefonu mobtel
    simanumer farsimi heimasimi telefoninumber mobiilinumber mobiiltelefon talrunis talrunanumurs telefonas
    telefononumeris mobilustelefonas tilefono kinito arithmostilefonou mispartelefon nambariyasimu nambayasimu
    numritelefonit numritelefonu momonumber mpesanumber mobilemoneynumber numerotelefon telefonmobil
    تلفن موبایل شمارهتلفن شمارهموبایل`,
  address: `strassehausnummer strasseundhausnummer strassenr meldeadresse hausanschrift straatnaamennummer adressepostale
    adressecomplete adressedomicile libellevoie direccioncompleta calleynumero indirizzocompleto residenza indirizzoresidenza
    morada enderecocompleto enderecoentrega ulicainumer ulice bydliste bydlisko dorucovaciadresa adresadoruceni
    toimitusosoite lahiosoite laskutusosoite kotiosoite leveransadress faktureringsadress hemadress bostadsadress
    leveringsadresse hjemmeadresse gateadresse lakcim utca szallitasicim strada adresalivrare acikadres teslimatadresi
    faturaadresi evadresi alamat alamatrumah alamatpengiriman alamatlengkap alamattinggal diachi diachinha diachigiaohang
    番地 配送先 配送先住所 届け先住所 お届け先 ご住所 請求先住所 jusho 배송지 배송지주소 도로명주소 상세주소 지번주소 juso
    地址 收货地址 详细地址 家庭住址 住址 街道地址 收件地址 收貨地址 通讯地址 dizhi shouhuodizhi xiangxidizhi पता डाकपता pata dakpata
    العنوان عنوان عنوانالشحن onwan адрес адресдоставки улица адреса вулиця διευθυνση οδος כתובת רחוב ที่อยู่
    ulicaibroj ulicaikucnibroj ulicainummer adresadostave adresadostavky adresdostavki prebivaliste dieuthynsi diefthynsi
    dieythynsi aadress postiaadress tanav adrese piegadesadrese adresas pristatymoadresas gyvenamojivieta
    heimilisfang gotuheiti anwani tirahan ktovet آدرس نشانی მისამართი`,
  birthDate: `ddn dtnaissance fnac fnacimiento dtnasc dtnascimento dataur fodelsedag szuldatum szuletesiido dogumgunu
    tanggallahir tgllahir tanggalkelahiran ngaysinh 誕生日 出生日 seinengappi tanjobi 생일 출생일 saengnyeonworil
    出生日期 生日 出生年月 shengri chushengriqi जन्मतिथि जन्मदिन janmtithi janmdin تاريخالميلاد تاريخالولادة датарождения
    деньрождения датанародження ημερομηνιαγεννησης תאריךלידה วันเกิด
    datumrodjenja datumrodenja datumrojstva rojstnidatum датумрођења рожденадата датанараждане
    sunniaeg sunnikuupaev dzimsanasdatums gimimodata faedingardagur datelindja datanaixement jaiotzedata
    tareheyakuzaliwa petsakapanganakan imerominiagennisis imerominiagennhshs taarichleida tarikhlahir datarozhdeniya
    datanarodzhennya تاریختولد`,
  password: `parolachiave palavrapasse katasandi sandi matkhau पासवर्ड كلمةالمرور كلمةالسر 暗証番号 口令 登录密码 密碼 mima пароль
    סיסמה รหัสผ่าน bimilbeonho
    slaptazodis geslo lykilord nywila nenosiri fjalekalimi katalaluan contrasenya pasahitza κωδικοςπροσβασης парола
    лозинка رمزعبور`,
  passport: `paspoort paspoortnummer paszport paszportnr numerpaszportu pasaport pasaportno pasport cislopasu passnummer passnr
    passinumero utlevelszam numeropasaporte numeropassaporto passaporte numeropassaporte numeropasseport numerodepasseport
    hochieu sohochieu paspor nomorpaspor nopaspor 护照 护照号 护照号码 護照 護照號碼 旅券番号 パスポート パスポート番号 여권 여권번호
    паспорт номерпаспорта جوازالسفر رقمجوازالسفر पासपोर्ट traveldocumentnumber`,
  driverLicence: `fuehrerschein fuhrerscheinnummer fuehrerscheinnummer fuhrerscheinnr fuehrerscheinnr rijbewijs rijbewijsnummer
    permisdeconduire numeropermis numeropermisconduire licenciaconducir licenciadeconducir permisoconducir cartadeconducao cnh
    patenteguida patentediguida numeropatente prawojazdy numerprawajazdy ridicskyprukaz vodicskypreukaz korkort korkortsnummer
    forerkort forerkortnummer korekort korekortnummer ajokortti jogositvany permisdeconducere surucubelgesi ehliyet ehliyetno
    nomorsim gplx giayphepaixe 免許証番号 運転免許証 運転免許証番号 운전면허번호 운전면허 驾驶证号 驾照号 驾驶证 رخصةالقيادة
    водительскоеудостоверение`,
  plate: `plaka plakano kenteken kentekennummer nrrejestracyjny numerrejestracyjny tablicarejestracyjna spz registracniznacka
    rekisterinumero rekisteritunnus registreringsnummer regnr nummerplade placavehiculo placaveiculo placadoveiculo
    nomorplat platnomor nopol nomorpolisi bienso biensoxe 车牌 车牌号 车牌号码 車牌 車牌號碼 ナンバープレート 車両番号 차량번호
    번호판 rendszam numarinmatriculare госномер amtlicheskennzeichen vehicleregistrationnumber carregistration regplate vrm
    vrn`,
  vin: `telaio numerotelaio numerochassis numerodechassis fahrgestellnr chassis chassisno bastidor numerobastidor nrnadwozia`,
  nationalId: `krankenversichertennummer krankenversicherungsnummer versichertennummer kvnr ehic ehicnumber
    healthinsuranceid healthinsurancenumber healthcardnumber healthcareid medicalid medicaidid medicaidnumber medicareid
    cnie numerocnie numerocin 身份证 身份证号 身份证号码 身分證字號 shenfenzheng shenfenzhenghao idcardno`,
};

/** As those, for what is a word of other things too: only where the whole name is that word. */
export const WORLD_NAMES: Partial<Readonly<Record<MeaningName, string>>> = {
  name: `titular titulaire 名 姓 성 नाम שם ชื่อ adi isim nev ism mingzi име nafn imena jina emri vards vardas pangalan نام სახელი`,
  phone: `fono cel simi simu mobilais`,
};
