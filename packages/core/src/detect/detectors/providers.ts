/**
 * Providers whose keys have no prefix or mark of their own (most are 32 to 64 hexadecimal digits, letters and digits, or
 * a UUID), as the names of variables write them: a random value beside one of these names is taken for its key. No name
 * is here that is a common word or, as two words side by side, the name of a function or field (`getBlock`, `user_flow`),
 * nor one that public ids stand beside, such as those of videos and packages.
 */
export const PROVIDERS: ReadonlySet<string> = new Set(
  (
    'abstractapi abuseipdb abyssale accuweather activecampaign adafruit aftership ahrefs airbrake airtable airvisual ' +
    'aiven akamai alegra aletheia algolia alibaba alienvault alphavantage ambee amplitude anthropic anypoint apideck ' +
    'apiflash apifonica apify apimatic apollo appcenter appdynamics appfollow appointedd appoptics appsflyer ' +
    'appsynergy apptivo appveyor artifactory asana assemblyai atera atlassian audd autodesk autoklose automox avaza ' +
    'aviationstack aws axonaut aylien ayrshare azure azuredevops backblaze bamboohr bannerbear baremetrics basecamp ' +
    'baselinker baserow beamer beebole beehiiv besnappy betterstack bigcommerce billomat binance bitbar bitbucket ' +
    'bitcoinaverage bitfinex bitgo bitly bitmex bitrise bittrex blazemeter blitapp blockfrost blocknative bluesky ' +
    'blynk bombbomb borgbase boxcar braintree brandfetch braze brightdata browserbase browserless browserstack ' +
    'browshot buddyns budibase bugherd bugsnag buildkite bulksms bunnycdn bunnynet buttercms buttondown bybit bynder ' +
    'caflou calcom calendarific calendly calorieninjas campayn cannyio capsulecrm captaindata carboninterface caspio ' +
    'censys centralstationcrm chainalysis chargify chartbeat chartmogul chatfuel checkly checkvist circleci civo ' +
    'clarifai clearbit cleverbot clickatell clickhouse clicksend clickup cliengo clinchpad clockify clockodo clojars ' +
    'closecrm cloudant cloudconvert cloudflare cloudinary cloudmersive cloudsight cloudsmith cloudways clustdoc ' +
    'cockroachlabs codacy codat codeclimate codecov codemagic codequiry coderabbit cohere coinapi coinbase coindesk ' +
    'coingecko coinlayer coinmarketcap commercetools companyhub confluent contentful contentstack convertapi ' +
    'convertkit countrylayer coveralls craftmypdf creatomate cronitor crowdin crowdsec crowdstrike cryptocompare ' +
    'currencyapi currencycloud currencyfreaks currencylayer currencyscoop customerguru customerio cypress dareboost ' +
    'databox databricks datadog datagov datarobot deepai deepgram deepl deepseek delighted detectify detectlanguage ' +
    'deviantart dialogflow diffbot diggernaut digicert digitalocean discord discourse disqus dnsimple docraptor ' +
    'documo docusign dovico dronahq droneci dropbox dwolla dynatrace dyspatch easyinsight easypost edamam edenai ' +
    'elastic elasticemail elasticpath elevenlabs emailoctopus emnify equinix eraserio etherscan eventbrite everhour ' +
    'exchangerateapi exchangeratesapi exoscale exportsdk facebook faceplusplus facepp fastforex fastly fastmail ' +
    'fastspring feedbin feedier fetchrss fibery figma filestack finage financialmodelingprep findl finicity finnhub ' +
    'firebase fivetran fixerio flatio flickr flightapi flightlabs flowflu flutterflow flutterwave flyio formbucket ' +
    'formcraft formio formsite foursquare frameio freshbooks freshdesk freshsales freshservice fullcontact fullstory ' +
    'fusebill geckoboard genderapi gengo geoapify geocodify geocodio giphy gitalk gitguardian github gitlab gitter ' +
    'glassnode gocanvas gocardless godaddy gosquared grafana graphcms graphhopper gravatar greptile greynoise ' +
    'groovehq groq growthbook gtmetrix gumroad gyazo hackerone happyscribe hashicorp hcaptcha helius helpcrunch ' +
    'helpscout hereapi heroku hetzner hiveage holidayapi honeybadger honeycombio hostinger hotjar htmlcsstoimage ' +
    'hubspot huggingface hunterio hybiscus hypertrack iconfinder ifttt imagekit imagga imgbb imgix infisical ' +
    'influxdata influxdb infobip infomaniak infura insightly instagram instamojo instatus intercom interseller ' +
    'intrinio invoiceocean ipapi ipbase ipdata ipgeolocation ipify ipinfo ipinfodb iplocate ipqualityscore ipstack ' +
    'iterable jenkins jira jotform jsonbin jumpcloud justcall kagi kaleyra kanbantool karmacrm keenio keycdn kickbox ' +
    'klarna klaviyo klenty klingai kraken kucoin kylas lacework lastfm lastpass launchdarkly leadfeeder lemlist ' +
    'lendflow lessannoyingcrm lexigram linear linkedin linode liveagent livekit livestorm llamacloud loadmill lob ' +
    'locationiq logdna logentries loggly logicmonitor loginradius logzio lokalise loqate loyverse lunchmoney luno ' +
    'madkudu magicbell mailboxlayer mailboxvalidator mailchimp mailerlite mailgun mailjet mailmodo mailsac mailtrap ' +
    'mandrill mapbox mapfit mapquest maptiler marketcheck marketstack mattermost mavenlink maxmind meaningcloud ' +
    'mediastack meilisearch meraki mesibo messagebird metrilo microsoft mindmeister mistral mixmax mixpanel mockaroo ' +
    'moneybird moneyhub mongodb monkeylearn moonclerk moosend moralis myintervals nango nanonets nasa netcore nethunt ' +
    'netlify netsuite neutrinoapi newrelic newsapi newscatcher nexmo nftport ngrok nicereply notifio notion novu ' +
    'nozbe npm numverify nutritionix nylas nytimes oanda octopusdeploy okta omnisend oncehub onedesk onedrive ' +
    'onelogin onepagecrm onepassword onesignal onfleet oopspam openai opencage opencagedata opencorporates openuv ' +
    'openvsx openweather openweathermap opsgenie optimizely ovh ovhcloud owlbot packagecloud pagarme pagerduty ' +
    'paldesk pandadoc paperform papertrail parsehub parseur partnerstack passbase pastebin paymo paymongo paypal ' +
    'paystack pdflayer pdfmonkey pdfshift peopledatalabs pepipost pexels phantombuster pingdom pingidentity pingone ' +
    'pinterest pipedrive pirsch pivotal pixabay plaid planetscale planyo plivo podio pollsapi poloniex polygonio ' +
    'positionstack postageapi postman postmark powrbot printful printify printnode prismic privateai prodpad proofhub ' +
    'prospectcrm proxycrawl pubnub pulsetic purestake pushbullet pusher qase quaderno qualaroo qualtrics quandl ' +
    'qubole quickbase quickbooks quicknode rapidapi rawg raygun razorpay reachmail rebilly rebrandly recaptcha ' +
    'rechargepayments redash reddit refersion removebg rentman repairshopr restpack revampcrm ringcentral ritekit ' +
    'roboflow rocketreach rollbar runscope salesblink salescookie salesflare salesforce salesloft salesmate ' +
    'satismeter sauce saucelabs scalegrid scaleway scalr scrapeowl scraperapi scraperbox scrapersite scrapestack ' +
    'scrapfly scrapingant scrapingbee scrapingdog screenshotapi screenshotlayer screenshotone securitytrails ' +
    'selectpdf semaphoreci semgrep semrush sendbird sendcloud sendgrid sendinblue sendlane sendowl sendpulse sentry ' +
    'serpapi serper serpstack sheety shipengine shipstation shodan shopify shopware shortcut shotstack shutterstock ' +
    'signalwire signaturit signifyd signupgenius signwell siliconflow simfin simplenote simplesat simplybook simvoly ' +
    'sinch sirv siteleaf skrapp skybiometry slack smartsheet smartystreets smsapi smsglobal snyk solarwinds ' +
    'sonarcloud sonarqube sourcegraph sparkpost speechmatics splunk spoonacular sportradar sportsmonk spotify sqreen ' +
    'square squarespace squareup sslmate stabilityai stackhawk statuscake statuspage statuspal stitchdata stormboard ' +
    'stormglass storyblok storychief strava stripe stripo sugester sumo sumologic sumup supabase superfeedr ' +
    'supernotes supportbee surveybot surveymonkey surveysparrow survicate swiftype sysdig tableau tailscale talkjs ' +
    'tallyfy tatum tavily tavus taxjar teamcity teamgate teamviewer teamwork telegram telesign telestream telnyx ' +
    'templafy tencent testingbot testrail textlocal textmagic theoddsapi thingsboard thinkific thousandeyes thycotic ' +
    'tickettailor ticktick tiingo timecamp timekit timezoneapi tineye tinify tinybird tinypng tmdb todoist togetherai ' +
    'toggl tomorrowio tomtom transferwise transifex travelpayouts travis travisci trello trendmicro truelayer truenas ' +
    'turso twelvedata twelvelabs twilio twitch twitter tyntec typeform typesense typetalk ubidots uclassify unisender ' +
    'unsplash upcdatabase upcitemdb upcloud uplead uploadcare uptimerobot upwave urlscan vastai vatlayer vbout veeva ' +
    'vercel verifalia veriphone victorops viewneo virustotal visualcrossing vkontakte voicegain volcengine vonage ' +
    'voodoosms vouchery vpnapi vultr vyte wakatime walkscore wandb watson weatherapi weatherbit weatherstack ' +
    'webengage webex webflow webscrapingapi websitepulse weightsandbiases wepay whatcms whoxy wistia woocommerce ' +
    'wootric wordnik wordpress workato worldweather wpengine wrike xai xata yandex yelp yotpo youneedabudget yousign ' +
    'youtube zapier zendesk zenkit zenrows zenscrape zenserp zerobounce zerotier zhipu zillow zipbooks zipcodeapi ' +
    'zipcodebase zixflow zoho zonka zoom zoominfo zulip zyte'
  ).split(' '),
);
