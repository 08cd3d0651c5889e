"""The forms of tokens that `gitleaks_rules.py` does not have, or has only beside the name of a service, as a table."""

from __future__ import annotations

from msgspec import Struct


class Shape(Struct, frozen=True):
    """The form of one kind of token, and the service that issues it."""

    kind: str
    begins: str
    """What is searched before the pattern is tried: parts of it in lower case, separated by spaces; one must occur."""
    pattern: str
    reason: str


_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

SHAPES = (
    # forges
    Shape("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", "gh[pousr]_[A-Za-z0-9]{30,255}", "GitHub: tokens of every kind"),
    Shape("github-token", "github_pat_", "github_pat_[A-Za-z0-9_]{40,255}", "GitHub: fine-grained personal tokens"),
    Shape(
        "gitlab-token",
        "glpat- glptt- gldt- glrt- glcbt- glft- glsoat- glagent- glimt- gloas- glffct- glrtr- glwt-",
        r"gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas|ffct|rtr|wt)-[\w-]{20,}(?:\.[\w-]+)*",
        "GitLab: personal, deploy, runner, job and feed tokens",
    ),
    Shape("forge-token", "atatt3 atctt3 atoatt atsct", r"AT(?:ATT3|CTT3|OATT|SCT)[\w=-]{50,}", "Atlassian: API tokens"),
    Shape("forge-token", "atbb", r"ATBB[A-Za-z0-9_=.-]{20,}", "Bitbucket: app passwords"),
    Shape("forge-token", "sgp_", "sgp_(?:(?:[0-9a-f]{16}|local)_)?[0-9a-f]{40}", "Sourcegraph: access tokens"),
    Shape("forge-token", "sqp_ squ_ sqa_", "sq[pua]_[0-9a-f]{40}", "SonarQube: project, user and analysis tokens"),
    Shape("forge-token", "ccipat_ cciprj_", "CCIP(?:AT|RJ)_[A-Za-z0-9]{16,}_[0-9a-f]{40}", "CircleCI: API tokens"),
    Shape("forge-token", "bkua_ bkct_", "bk(?:ua|ct)_[0-9a-f]{40}", "Buildkite: API and cluster tokens"),
    Shape("forge-token", "gr1348941", r"GR1348941[\w-]{20}", "GitLab: registration tokens of runners"),
    Shape("forge-token", "pul-", "pul-[0-9a-f]{40}", "Pulumi: access tokens"),
    Shape("forge-token", "atlasv1", r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}", "Terraform Cloud: API tokens"),
    # chat
    Shape("slack-token", "xox", "xox[abceoprs]-[A-Za-z0-9-]{10,}", "Slack: bot, user, app and refresh tokens"),
    Shape("slack-token", "xoxe.xox", r"xoxe\.xox[bp]-[A-Za-z0-9-]{20,}", "Slack: configuration tokens"),
    Shape("slack-token", "xapp-", "xapp-[0-9]-[A-Za-z0-9-]{20,}", "Slack: app-level tokens"),
    Shape(
        "webhook-url",
        "hooks.slack.com/",
        r"hooks\.slack\.com/(?:services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}|workflows/[\w/]+|triggers/[\w/]+)/[A-Za-z0-9]{20,}",
        "Slack: the address of a webhook, which is all that posting needs",
    ),
    Shape(
        "webhook-url",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/[0-9]{15,21}/[\w-]{50,90}",
        "Discord: the same",
    ),
    Shape("webhook-url", "webhook.office.com", r"[a-z0-9]+\.webhook\.office\.com/\S{60,}", "Microsoft Teams: the same"),
    Shape(
        "webhook-url", "chat.googleapis.com", r"chat\.googleapis\.com/v1/spaces/\S+key=\S{20,}", "Google Chat: the same"
    ),
    Shape(
        "chat-token",
        ".",
        r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,42}",
        "Discord: bot tokens, which begin with the number of the bot in base64",
    ),
    Shape("chat-token", ":a", r"[0-9]{8,10}:A[A-Za-z0-9_-]{34}", "Telegram: bot tokens"),
    Shape(
        "chat-token", "syt_ syr_", r"sy[tr]_[A-Za-z0-9+=_-]{4,}_[A-Za-z]{20}_[A-Za-z0-9]{6}", "Matrix: access tokens"
    ),
    Shape("chat-token", "oauth:", "oauth:[a-z0-9]{30}", "Twitch: chat tokens"),
    # clouds
    Shape(
        "aws-key-id",
        "akia asia abia acca",
        "A(?:KI|SI|BI|CC)A[A-Z0-9]{16}",
        "AWS: ids of access keys, mostly beside their secret",
    ),
    Shape("cloud-token", "absk", "ABSK[A-Za-z0-9+/]{100,270}={0,2}", "AWS Bedrock: API keys"),
    Shape("cloud-token", "amzn.mws.", rf"amzn\.mws\.{_UUID}", "Amazon: marketplace tokens"),
    Shape("google-key", "aiza", r"AIza[\w-]{35}", "Google: API keys"),
    Shape("google-key", "gocspx-", r"GOCSPX-[\w-]{20,}", "Google: OAuth client secrets"),
    Shape("google-key", "ya29.", r"ya29\.[\w-]{30,}", "Google: OAuth access tokens"),
    Shape("google-key", "4/0a", r"4/0A[\w-]{50,}", "Google: OAuth codes"),
    Shape("google-key", "1//0", r"1//0[\w-]{40,}", "Google: OAuth refresh tokens"),
    Shape("cloud-token", "q~", r"[\w~.-]{3}[0-9]Q~[\w~.-]{31,34}", "Azure: client secrets"),
    Shape(
        "cloud-token",
        "azfu acdb azse +aeh +ast +acr +asb",
        r"[A-Za-z0-9+/]{40,76}(?:AzFu|ACDb|AzSe|\+AEh|\+ASt|\+ACR|\+ASb)[A-Za-z0-9+/]{5,10}={0,2}",
        "Azure: keys that carry the mark of their service",
    ),
    Shape(
        "cloud-token",
        "dop_v1_ doo_v1_ dor_v1_",
        "do[opr]_v1_[0-9a-f]{64}",
        "DigitalOcean: personal, OAuth and refresh tokens",
    ),
    Shape("cloud-token", "ltai", "LTAI[A-Za-z0-9]{16,24}", "Alibaba: ids of access keys"),
    Shape("cloud-token", "akid", "AKID[A-Za-z0-9]{32}", "Tencent: ids of keys"),
    Shape("cloud-token", "scw", "SCW[A-Z0-9]{17}", "Scaleway: access keys"),
    Shape("cloud-token", "aqvn", r"AQVN[\w-]{35,38}", "Yandex: API keys"),
    Shape("cloud-token", "hrku-", r"HRKU-[\w-]{36,}", "Heroku: API keys"),
    Shape(
        "cloud-token",
        "fo1_ fm1r_ fm1a_ fm2_",
        r"(?:fo1_[\w-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{80,}={0,3})",
        "Fly: access tokens",
    ),
    Shape("cloud-token", "nfp_ nfc_ nfo_ nfu_ nfb_", "nf[pcoub]_[A-Za-z0-9]{36}", "Netlify: tokens"),
    Shape(
        "cloud-token",
        "vercel_blob_rw_ vcp_ vck_ vca_ vci_ vcr_",
        r"(?:vercel_blob_rw_[\w-]{30,}|vc[pkair]_[A-Za-z0-9]{50,})",
        "Vercel: tokens",
    ),
    Shape("cloud-token", "rnd_", "rnd_[A-Za-z0-9]{28,36}", "Render: API keys"),
    Shape("cloud-token", "v1.0-", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}", "Cloudflare: origin CA keys"),
    Shape(
        "cloud-token", "cfut_ cfat_ cfk_", "cf(?:ut|at|k)_[A-Za-z0-9]{40,}", "Cloudflare: tokens of users and accounts"
    ),
    Shape("cloud-token", "dapi dkea", "d(?:api|kea)[0-9a-f]{32}(?:-[0-9])?", "Databricks: access tokens"),
    Shape("cloud-token", "tskey-", "tskey-[a-z]+-[A-Za-z0-9-]{16,}", "Tailscale: keys"),
    Shape("cloud-token", "dnkey-", r"dnkey-[\w=-]{26}-[\w=-]{52}", "Defined Networking: API keys"),
    Shape("cloud-token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,}", "Vault: service, batch and recovery tokens"),
    Shape(
        "cloud-token",
        "dp.pt. dp.st. dp.sa. dp.ct. dp.scim. dp.audit.",
        r"dp\.(?:pt|st|sa|ct|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,44}",
        "Doppler: tokens",
    ),
    Shape("cloud-token", "sha256~", r"sha256~[\w-]{43}", "OpenShift: tokens of users"),
    Shape("cloud-token", "k10", r"K10[0-9a-f]{64}::[\w-]+:[0-9a-f]{16,}", "k3s: tokens of servers and nodes"),
    Shape("cloud-token", "token-", "token-[a-z0-9]{5}:[a-z0-9]{54}", "Rancher: API keys"),
    Shape("cloud-token", "swmtkn-1-", "SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}", "Docker Swarm: join tokens"),
    # package indexes
    Shape("npm-token", "npm_", "npm_[A-Za-z0-9]{36}", "npm: access tokens"),
    Shape(
        "pypi-token",
        "pypi-age",
        r"pypi-AgE[\w-]{40,}",
        "PyPI: upload tokens, which are macaroons with the same beginning",
    ),
    Shape("rubygems-token", "rubygems_", "rubygems_[0-9a-f]{48}", "RubyGems: API keys"),
    Shape("crates-token", "cio", "cio[A-Za-z0-9]{32}", "Cargo's registry: API tokens"),
    Shape("package-token", "oy2", "oy2[a-z0-9]{43}", "NuGet: API keys"),
    Shape("package-token", "clojars_", "(?i:CLOJARS_)[a-z0-9]{60}", "Clojars: deploy tokens"),
    Shape("package-token", "akcp", "AKCp[A-Za-z0-9]{10,80}", "Artifactory: API keys"),
    Shape("package-token", "cmvmd", "cmVmd[A-Za-z0-9]{59}", "Artifactory: reference tokens"),
    Shape("package-token", "packagist_", r"packagist_[a-z]{3,}_[0-9a-f]{68}", "Packagist: tokens"),
    Shape("docker-token", "dckr_pat_ dckr_oat_", r"dckr_(?:pat|oat)_[\w-]{20,}", "Docker Hub: access tokens"),
    # payment
    Shape(
        "stripe-key",
        "sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_",
        "[rs]k_(?:live|test|prod)_[A-Za-z0-9]{16,}",
        "Stripe: secret and restricted keys",
    ),
    Shape("stripe-key", "whsec_", "whsec_[A-Za-z0-9+/]{24,}", "Stripe: signing secrets of webhooks"),
    Shape(
        "payment-key",
        "sq0atp- sq0csp- eaaa",
        r"(?:sq0(?:atp|csp)-[\w-]{22,43}|EAAA[\w-]{56,62})",
        "Square: access tokens",
    ),
    Shape(
        "payment-key",
        "access_token$",
        r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}",
        "PayPal Braintree: access tokens",
    ),
    Shape("payment-key", "rzp_live_ rzp_test_", "rzp_(?:live|test)_[A-Za-z0-9]{14,}", "Razorpay: keys"),
    Shape("payment-key", "flwseck", "FLWSECK(?:_TEST)?-[0-9A-Za-z]{12,36}(?:-X)?", "Flutterwave: secret keys"),
    Shape("payment-key", "shippo_", "shippo_(?:live|test)_[0-9a-f]{40}", "Shippo: API tokens"),
    Shape("payment-key", "ezak eztk", "EZ[AT]K[A-Za-z0-9]{54}", "EasyPost: API keys"),
    Shape("payment-key", "duffel_", r"duffel_(?:live|test)_[\w=-]{43}", "Duffel: access tokens"),
    Shape("payment-key", "pdl_", r"pdl_(?:live|sdbx)_apikey_[\w-]{20,}", "Paddle: API keys"),
    Shape("payment-key", "live_ test_", r"(?:live|test)_[A-Za-z0-9]{30,45}", "GoCardless, Mollie, Lob: API keys"),
    Shape(
        "payment-key",
        "access-sandbox- access-production- access-development-",
        rf"access-(?:sandbox|development|production)-{_UUID}",
        "Plaid: access tokens",
    ),
    # language models
    Shape(
        "model-key",
        "sk-proj- sk-svcacct- sk-admin- sk-ant- sk-or- sk-lf-",
        r"sk-(?:proj-|svcacct-|admin-|ant-|or-|lf-)[\w-]{24,}",
        "keys of hosted language models",
    ),
    Shape("model-key", "sk-", "sk-[A-Za-z0-9]{32,}", "keys of hosted language models, the older form"),
    Shape("model-key", "hf_", "hf_[A-Za-z0-9]{30,}", "Hugging Face: access tokens"),
    Shape("model-key", "api_org_", "api_org_[A-Za-z0-9]{30,}", "Hugging Face: tokens of organisations"),
    Shape("model-key", "xai-", r"xai-[\w-]{70,}", "xAI: API keys"),
    Shape("model-key", "gsk_", "gsk_[A-Za-z0-9]{40,}", "Groq: API keys"),
    Shape("model-key", "r8_", "r8_[A-Za-z0-9]{37}", "Replicate: API tokens"),
    Shape("model-key", "pplx-", "pplx-[A-Za-z0-9]{40,}", "Perplexity: API keys"),
    Shape("model-key", "nvapi-", r"nvapi-[\w-]{60,}", "NVIDIA: API keys"),
    Shape("model-key", "pcsk_", r"pcsk_[\w-]{40,}", "Pinecone: API keys"),
    Shape("model-key", "lsv2_", "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}", "LangSmith: API keys"),
    Shape("model-key", "tvly-", r"tvly-[\w-]{20,}", "Tavily: API keys"),
    Shape("model-key", "csk-", "csk-[a-z0-9]{48}", "Cerebras: API keys"),
    Shape("model-key", "tgp_v1_", r"tgp_v1_[\w-]{40,}", "Together: API keys"),
    Shape(
        "model-key",
        "jina_ e2b_ fw_ fc-",
        r"(?:jina_[\w-]{50,}|e2b_[0-9a-f]{40}|fw_[A-Za-z0-9]{22,}|fc-[0-9a-f]{32})",
        "Jina, E2B, Fireworks, Firecrawl: API keys",
    ),
    Shape("model-key", "sk_", "sk_[0-9a-f]{48}", "ElevenLabs: API keys"),
    # mail and messages
    Shape("mail-key", "sg.", r"SG\.[\w-]{16,32}\.[\w-]{32,64}", "SendGrid: API keys"),
    Shape("mail-key", "key-", "key-[0-9a-f]{32}", "Mailgun: private keys"),
    Shape("mail-key", "-us", "[0-9a-f]{32}-us[0-9]{1,2}", "Mailchimp: API keys"),
    Shape(
        "mail-key", "xkeysib- xsmtpsib-", "x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}", "Brevo: API and SMTP keys"
    ),
    Shape("mail-key", "re_", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", "Resend: API keys"),
    Shape("mail-key", "mlsn.", r"mlsn\.[0-9a-f]{64}", "MailerSend: API keys"),
    Shape("mail-key", "sk", "SK[0-9a-f]{32}", "Twilio: API keys"),
    # applications
    Shape(
        "service-token",
        "shpat_ shpca_ shppa_ shpss_ shptka_",
        "shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}",
        "Shopify: access tokens and shared secrets",
    ),
    Shape("service-token", "lin_api_ lin_oauth_", "lin_(?:api|oauth)_[A-Za-z0-9]{32,}", "Linear: API keys"),
    Shape("service-token", "secret_", "secret_[A-Za-z0-9]{40,50}", "Notion: integration tokens"),
    Shape(
        "service-token", "perm:", r"perm:[\w+/=-]{4,}\.[\w+/=-]{4,}\.[A-Za-z0-9]{16,}", "JetBrains: permanent tokens"
    ),
    Shape("service-token", "ntn_", "ntn_[A-Za-z0-9]{40,}", "Notion: integration tokens, the newer form"),
    Shape("service-token", "figd_ figu_ figo_", r"fig[duo]_[\w-]{36,}", "Figma: access tokens"),
    Shape("service-token", "pmak-", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}", "Postman: API keys"),
    Shape("service-token", "pat", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", "Airtable: personal access tokens"),
    Shape("service-token", "pat-na pat-eu", rf"pat-(?:na|eu)[0-9]-{_UUID}", "HubSpot: tokens of private apps"),
    Shape(
        "service-token", "pat. sat.", r"[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}", "Harness: access tokens"
    ),
    Shape(
        "service-token",
        "pk_",
        "pk_[0-9]{5,}_[A-Z0-9]{32}",
        "ClickUp: personal tokens, which are secret in spite of their beginning",
    ),
    Shape("service-token", "atta", "ATTA[0-9a-f]{60,80}", "Trello: tokens"),
    Shape("service-token", "tfp_", r"tfp_[\w.=-]{40,}", "Typeform: personal tokens"),
    Shape("service-token", "fio-u-", r"fio-u-[\w=-]{60,}", "Frame.io: developer tokens"),
    Shape("service-token", "cfpat-", r"CFPAT-[\w-]{40,}", "Contentful: personal access tokens"),
    Shape(
        "service-token",
        "sk.eyj tk.eyj",
        r"[st]k\.eyJ[\w-]{20,}\.[\w-]{20,}",
        "Mapbox: secret and temporary tokens; pk. is public",
    ),
    Shape("service-token", "rdme_", "rdme_[a-z0-9]{70}", "ReadMe: API keys"),
    Shape("service-token", "apify_api_", "apify_api_[A-Za-z0-9]{30,}", "Apify: API tokens"),
    Shape("service-token", "n8n_api_", "n8n_api_[0-9a-f]{40,}", "n8n: API keys"),
    Shape("service-token", "sl.", r"sl\.(?:u\.)?[A-Za-z0-9_=-]{60,}(?:\.[\w=-]+)*", "Dropbox: short-lived tokens"),
    Shape("service-token", "sdk- api-", rf"(?:sdk|api)-{_UUID}", "LaunchDarkly: SDK keys and access tokens"),
    Shape("service-token", "ptr_", r"ptr_[A-Za-z0-9+/]{43}=?", "Portainer: access tokens"),
    Shape("service-token", "api-", "API-[A-Z0-9]{25,34}", "Octopus Deploy: API keys"),
    Shape("service-token", "ops_eyj", r"ops_eyJ[\w-]{40,}", "1Password: service accounts"),
    Shape(
        "service-token",
        "a3-",
        "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        "1Password: secret keys",
    ),
    Shape("service-token", "eaa", "EAA[A-Z][A-Za-z0-9]{80,}", "Meta: access tokens"),
    Shape("service-token", "aaaaaaaaaaaaaaaaaaaaa", "A{21,22}[A-Za-z0-9%]{60,100}", "X: bearer tokens"),
    Shape("service-token", "kgat_", "KGAT_[0-9a-f]{32}", "Kaggle: API tokens"),
    Shape("service-token", "wandb_v1_", "wandb_v1_[A-Za-z0-9_]{40,}", "Weights & Biases: API keys"),
    Shape("service-token", "esecret_", "esecret_[A-Za-z0-9]{30,}", "Anyscale: API keys"),
    Shape("service-token", "pnu_ pnb_", "pn[ub]_[A-Za-z0-9]{36}", "Prefect: API keys"),
    Shape("service-token", "ico-", "ico-[A-Za-z0-9]{32}", "Infracost: API keys"),
    # data bases
    Shape("database-token", "pscale_", r"pscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}", "PlanetScale: tokens and passwords"),
    Shape("database-token", "sbp_", "sbp_(?:[a-z]+_)?[0-9a-f]{40}", "Supabase: access tokens"),
    Shape("database-token", "sb_secret_", r"sb_secret_[\w-]{20,}", "Supabase: secret keys"),
    Shape("database-token", "napi_", "napi_[a-z0-9]{60,}", "Neon: API keys"),
    Shape("database-token", "xau_", "xau_[A-Za-z0-9]{30,}", "Xata: API keys"),
    Shape("database-token", "ccdb1_", "CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}", "CockroachDB: API keys"),
    Shape("database-token", "4b1d", "4b1d[A-Za-z0-9]{38}", "ClickHouse Cloud: secrets of API keys"),
    # monitoring
    Shape(
        "monitoring-key", "glsa_ glc_", "gl(?:sa|c)_[A-Za-z0-9_+/=-]{32,}", "Grafana: service accounts and cloud tokens"
    ),
    Shape("monitoring-key", "eyjrijoi", "eyJrIjoi[A-Za-z0-9]{70,400}={0,2}", "Grafana: API keys"),
    Shape(
        "monitoring-key",
        "sntrys_ sntryu_ sntrya_",
        "sntry[sua]_[A-Za-z0-9_+/=-]{40,}",
        "Sentry: organisation and user tokens",
    ),
    Shape(
        "monitoring-key",
        "nrak- nrii- nriq- nrra-",
        "NR(?:AK|II|IQ|RA)-[A-Za-z0-9-]{27,42}",
        "New Relic: keys; NRJS- is public",
    ),
    Shape("monitoring-key", "nral", "[0-9a-f]{36}NRAL", "New Relic: licence keys"),
    Shape("monitoring-key", "dt0", r"dt0[cs][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}", "Dynatrace: API tokens"),
    Shape("monitoring-key", "phx_", "phx_[A-Za-z0-9]{40,}", "PostHog: personal API keys; phc_ is public"),
    Shape(
        "monitoring-key", "hcaik_ hcamk_ hcbik_ hcbmk_ hcxik_ hcxmk_", "hc[abx][im]k_[a-z0-9]{50,}", "Honeycomb: keys"
    ),
    Shape("monitoring-key", "essu_", r"essu_[A-Za-z0-9+/=_-]{40,}", "Elastic: API keys"),
    # any service
    Shape("jwt", "eyj", r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}", 'JSON web tokens: three parts, the first one {"…'),
    Shape(
        "jwt",
        "eyj",
        r"eyJ[\w-]{17,}\.(?:[\w-]+)?\.[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}",
        "encrypted JSON web tokens: five parts",
    ),
    Shape("jwt", ".local. .public.", r"v[1-4]\.(?:local|public)\.[\w-]{60,}(?:\.[\w-]+)?", "PASETO tokens"),
    Shape("age-key", "age-secret-key-", "AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{50,}", "age: identities"),
)
