/**
 * Providers whose keys have no prefix or mark of their own (most are 32 to 64 hexadecimal digits, letters and digits, or
 * a UUID), as the names of variables write them: a random value beside one of these names is taken for its key.
 */
export const PROVIDERS: ReadonlySet<string> = new Set(
  (
    'abuseipdb accuweather aiven airbrake airtable algolia alibaba alienvault amplitude anthropic ' +
    'apollo appcenter appdynamics appfollow appsflyer appveyor artifactory asana assemblyai atlassian aws azure ' +
    'bamboohr bannerbear beamer binance bitbucket bitfinex bitly bitmex bittrex blockfrost bluesky boxcar ' +
    'brandfetch braze browserstack bugsnag buildkite buttercms bybit calendly chargify ' +
    'chartmogul circleci clearbit clickhouse clicksend clickup clojars cloudant cloudflare cloudinary cloudsight ' +
    'codacy codeclimate codecov cohere coinbase coinapi coingecko coinlayer coinmarketcap confluent contentful ' +
    'convertkit coveralls crowdin crowdstrike currencylayer customerio cypress databricks datadog deepai ' +
    'deepgram deepl deepseek delighted dialogflow digitalocean discord discourse disqus docusign droneci ' +
    'dropbox dwolla dynatrace easypost elastic elasticemail elevenlabs etherscan eventbrite everhour ' +
    'facebook fastly fastspring fibery figma finicity finnhub firebase flickr flutterwave foursquare freshbooks ' +
    'freshdesk freshservice fullstory geocodio getresponse giphy github gitlab gitter gocardless grafana ' +
    'gravatar groq gumroad hashicorp helpscout heroku honeybadger hotjar hubspot huggingface ' +
    ' hypertrack infobip infura instagram intercom ipdata ipgeolocation ipify ipinfo ipstack iterable jenkins ' +
    'jira jotform jumpcloud kaleyra keycdn kickbox klaviyo klarna kraken kucoin lastfm launchdarkly lemlist ' +
    'linear linkedin linode lob loggly logzio lokalise mailboxlayer mailchimp mailerlite mailgun mailjet mandrill ' +
    'mapbox mapquest marketstack mattermost maxmind mediastack meraki messagebird microsoft mistral mixpanel moosend ' +
    'mongodb nasa netlify newrelic newsapi nexmo notion npm nutritionix nylas nytimes okta ' +
    'onedrive onelogin onepagecrm onesignal openai opencage openweather openweathermap opsgenie optimizely ' +
    'owlbot pagerduty pandadoc papertrail parsehub paypal paystack pexels pingdom pinterest pipedrive pivotal plaid ' +
    'planetscale plivo positionstack postman postmark postageapi privateai proxycrawl pusher quickbase ' +
    'quandl rapidapi rawg raygun rebrandly recaptcha reddit rollbar rocketreach runscope ' +
    'salesforce sauce saucelabs scaleway scrapingbee scrapeowl screenshotapi securitytrails sendbird sendgrid ' +
    'sendinblue sentry serpstack serpapi sheety shodan shopify shortcut shutterstock signalwire simplesat skybiometry ' +
    'slack smartsheet smartystreets snyk sonarqube sourcegraph spoonacular spotify splunk square squarespace ' +
    'squareup statuscake statuspage storyblok strava stripe sumo sumologic supabase surveymonkey survicate ' +
    'swiftype tatum tableau teamcity teamwork telegram telnyx tencent thingsboard tiingo tmdb todoist toggl tomtom ' +
    'trello travis travisci truelayer twilio twitch twitter typeform typesense unsplash uplead uploadcare ' +
    'uptimerobot urlscan vercel viewneo virustotal voicegain vonage vultr wakatime walkscore watson weatherstack ' +
    'weatherbit webex webflow wepay whoxy wistia wordnik wordpress workato worldweather wrike xai yandex yelp ' +
    'youtube zapier zendesk zenrows zenserp zerobounce zillow zoho zonka zoom'
  ).split(' '),
);
