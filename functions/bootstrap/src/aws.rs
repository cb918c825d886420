//! The world on Lambda: AWS behind the ports, from the environment.
mod first_use;
mod http_client;
mod secrets;

pub use http_client::HttpClientError;
pub use secrets::{Secret, SecretsError};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use first_use::OnFirstUse;
use http_client::AwsHttpClient;
use ports::{Clock, Mails, Queue, Secrets};
use providers::{
    EventScheduler, QueueUrls, Ses, Smtp, Sqs, Twilio, WakeTarget, twilio::TwilioConfigurationError,
};
use runtime::{
    Ctx,
    config::{AwsConfig, Config, ConfigError, read, read_aws},
    system::{SystemClock, SystemIds},
};
use std::sync::Arc;
use store::Store;

/// The process cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The environment.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The provider's or our own address.
    #[error(transparent)]
    Twilio(#[from] TwilioConfigurationError),
    /// The client for AWS.
    #[error("the client for AWS could not be made: {0}")]
    Http(#[from] HttpClientError),
    /// The store of secrets.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// A variable that Lambda itself sets.
    #[error("{0} is missing; this program runs on Lambda")]
    NotOnLambda(&'static str),
}

/// How AWS is reached.
struct Access<'v> {
    variable: &'v dyn Fn(&str) -> Option<String>,
    region: Region,
    credentials: Credentials,
    http: AwsHttpClient,
}

/// The way to the table, not yet gone.
#[derive(Debug)]
pub struct TableConnection {
    http: AwsHttpClient,
    address: String,
}

impl TableConnection {
    /// Opens the connection, so that the first request finds it: its TLS takes a small function hundreds
    /// of milliseconds. Whether it can be opened matters to nobody yet.
    pub async fn open(self) {
        // The service says to anybody that it is healthy, and keeps the connection.
        let Ok(request) = http::Request::get(&self.address).body(Vec::new()) else { return };
        if let Err(error) = self.http.send(request).await {
            tracing::debug!(cause = %error, "the connection to the table is not open yet");
        }
    }
}

/// The world as `variable` describes it: the function's environment. Secrets are read from where it
/// says that they are.
pub async fn ctx(
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<(Ctx, TableConnection), StartError> {
    let access = access(variable)?;
    let known = secrets::read(&access).await?;
    let with_secrets = |name: &str| known.get(name).cloned().or_else(|| variable(name));
    let (config, secrets) = read(with_secrets)?;
    let aws = read_aws(variable)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let texts = Twilio::new(&config.twilio_base_url, &config.base_url, secrets.twilio.clone())?;
    let table = TableConnection {
        address: access.endpoint("DYNAMODB").unwrap_or_else(|| access.address("dynamodb")),
        http: access.http.clone(),
    };
    let ctx = Ctx {
        store: store(&access, &config, &secrets),
        ids: Arc::new(SystemIds),
        texts: Arc::new(texts),
        mails: mails(&access, &config),
        queues: Arc::new(queues(&access, &aws)),
        schedules: Arc::new(schedules(&access, aws, Arc::clone(&clock))),
        clock,
        secrets: Arc::new(secrets),
        config: Arc::new(config),
    };
    Ok((ctx, table))
}

fn access(variable: &dyn Fn(&str) -> Option<String>) -> Result<Access<'_>, StartError> {
    let required = |name| variable(name).ok_or(StartError::NotOnLambda(name));
    let credentials = Credentials::new(
        required("AWS_ACCESS_KEY_ID")?,
        required("AWS_SECRET_ACCESS_KEY")?,
        variable("AWS_SESSION_TOKEN"),
        None,
        "lambda",
    );
    Ok(Access {
        region: Region::new(required("AWS_REGION")?),
        http: AwsHttpClient::new()?,
        credentials,
        variable,
    })
}

/// How one service is reached.
struct Reach {
    region: Region,
    credentials: Credentials,
    http: AwsHttpClient,
    /// Where it is, if not where AWS has it.
    endpoint: Option<String>,
}

impl Access<'_> {
    fn reach(&self, service: &str) -> Reach {
        Reach {
            region: self.region.clone(),
            credentials: self.credentials.clone(),
            http: self.http.clone(),
            endpoint: self.endpoint(service),
        }
    }

    /// Where a service is, if not where AWS has it: `AWS_ENDPOINT_URL_..`, then `AWS_ENDPOINT_URL`.
    fn endpoint(&self, service: &str) -> Option<String> {
        let own = (self.variable)(&format!("AWS_ENDPOINT_URL_{service}"));
        own.or_else(|| (self.variable)("AWS_ENDPOINT_URL")).filter(|url| !url.is_empty())
    }

    /// Where AWS has a service (<https://docs.aws.amazon.com/general/latest/gr/rande.html>).
    fn address(&self, service: &str) -> String {
        let region = self.region.as_ref();
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        format!("https://{service}.{region}.{suffix}/")
    }
}

/// The settings that each service's client has of its own type.
macro_rules! settings {
    ($sdk:ident, $reach:expr) => {{
        let reach: Reach = $reach;
        let mut settings = $sdk::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(reach.region)
            .credentials_provider(reach.credentials)
            .http_client(reach.http.shared());
        settings.set_endpoint_url(reach.endpoint);
        settings.build()
    }};
}

fn store(access: &Access<'_>, config: &Config, secrets: &Secrets) -> Store {
    let settings = settings!(aws_sdk_dynamodb, access.reach("DYNAMODB"));
    let client = aws_sdk_dynamodb::Client::from_conf(settings);
    Store::new(client, config.table.clone(), &secrets.cursors)
}

/// The mail server that was named, else SES.
fn mails(access: &Access<'_>, config: &Config) -> Arc<dyn Mails> {
    let sender = config.mail.sender.clone();
    if let Some(server) = &config.mail.server {
        return Arc::new(Smtp::new(server.clone(), sender));
    }
    let reach = access.reach("SESV2");
    Arc::new(OnFirstUse::new(move || {
        Ses::new(aws_sdk_sesv2::Client::from_conf(settings!(aws_sdk_sesv2, reach)), sender)
    }))
}

fn queues(access: &Access<'_>, aws: &AwsConfig) -> OnFirstUse<Sqs> {
    let url = |queue| aws.queue_urls.get(&queue).cloned().unwrap_or_default();
    let urls = QueueUrls {
        wakes: url(Queue::Wakes),
        outbox: url(Queue::Outbox),
        imports: url(Queue::Imports),
    };
    let reach = access.reach("SQS");
    OnFirstUse::new(move || {
        Sqs::new(aws_sdk_sqs::Client::from_conf(settings!(aws_sdk_sqs, reach)), urls)
    })
}

fn schedules(
    access: &Access<'_>,
    aws: AwsConfig,
    clock: Arc<dyn Clock>,
) -> OnFirstUse<EventScheduler> {
    let target = WakeTarget {
        group: aws.schedule_group,
        queue_arn: aws.wake_queue_arn,
        role_arn: aws.schedule_role_arn,
    };
    let reach = access.reach("SCHEDULER");
    OnFirstUse::new(move || {
        let settings = settings!(aws_sdk_scheduler, reach);
        EventScheduler::new(aws_sdk_scheduler::Client::from_conf(settings), target, clock)
    })
}
