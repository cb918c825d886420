//! Guests as a closed loop: each client keeps one connection and asks again when it was answered.
use reqwest::{Client, RequestBuilder, StatusCode, header, redirect};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{task::JoinSet, time::Instant};

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Most pages that are opened in one round, so that no span fills the memory with latencies.
const PAGES_MAX: usize = 2_000_000;
/// After so many failures a client gives up.
const ERRORS_MAX: u64 = 100;
/// What the page's button sends.
const YES: &str = "answer=yes&party=1&held=1";
const FORM: &str = "application/x-www-form-urlencoded";

/// What clients do with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Open the page; the links again and again.
    Pages,
    /// Say yes; each link once.
    Answers,
    /// Open the page, say yes, and see the page that follows; each link once.
    Visits,
}

impl Work {
    /// As the report has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Answers => "answers",
            Self::Visits => "visits",
        }
    }
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) work: Work,
    pub(super) links: Arc<[String]>,
    pub(super) span: Duration,
    pub(super) connections: u16,
}

/// What was done.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Of each request, sorted.
    pub(super) latencies: Vec<Duration>,
    /// Answers that were taken.
    pub(super) answered: u64,
    /// Requests without the answer that belongs to them.
    pub(super) errors: u64,
    /// From the first request to the last answer.
    pub(super) wall: Duration,
}

/// Runs all clients until the time is over or every link is used.
pub(super) async fn run(round: Round) -> anyhow::Result<Done> {
    let start = Instant::now();
    let tickets =
        Arc::new(Tickets { work: round.work, links: round.links, next: AtomicUsize::new(0) });
    let mut guests = JoinSet::new();
    for _ in 0..round.connections {
        let guest = Guest { client: client()?, done: Done::default() };
        guests.spawn(guest.go(Arc::clone(&tickets), start + round.span));
    }
    let mut all = Done::default();
    while let Some(done) = guests.join_next().await {
        let done = done?;
        all.latencies.extend(done.latencies);
        all.answered += done.answered;
        all.errors += done.errors;
    }
    all.wall = start.elapsed();
    all.latencies.sort_unstable();
    Ok(all)
}

fn client() -> reqwest::Result<Client> {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .pool_max_idle_per_host(1)
        .timeout(TIMEOUT)
        .build()
}

/// Whose turn it is.
#[derive(Debug)]
struct Tickets {
    work: Work,
    links: Arc<[String]>,
    next: AtomicUsize,
}

impl Tickets {
    fn take(&self) -> Option<&str> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let index = match self.work {
            Work::Pages if number < PAGES_MAX => number.checked_rem(self.links.len())?,
            Work::Pages => return None,
            Work::Answers | Work::Visits => number,
        };
        self.links.get(index).map(String::as_str)
    }
}

/// One client.
#[derive(Debug)]
struct Guest {
    client: Client,
    done: Done,
}

impl Guest {
    async fn go(mut self, tickets: Arc<Tickets>, until: Instant) -> Done {
        while Instant::now() < until && self.done.errors < ERRORS_MAX {
            let Some(link) = tickets.take() else { break };
            match tickets.work {
                Work::Pages => self.open(link).await,
                Work::Answers => self.accept(link).await,
                Work::Visits => {
                    self.open(link).await;
                    self.accept(link).await;
                    self.open(link).await;
                }
            }
        }
        self.done
    }

    async fn open(&mut self, link: &str) {
        self.ask(self.client.get(link), StatusCode::OK).await;
    }

    async fn accept(&mut self, link: &str) {
        let form = self.client.post(link).header(header::CONTENT_TYPE, FORM).body(YES);
        let taken = self.ask(form, StatusCode::SEE_OTHER).await;
        self.done.answered += u64::from(taken);
    }

    /// Whether the request was answered as `expected`, to the last byte.
    async fn ask(&mut self, request: RequestBuilder, expected: StatusCode) -> bool {
        let start = Instant::now();
        let answered = match request.send().await {
            Ok(answer) => {
                let status = answer.status();
                answer.bytes().await.is_ok() && status == expected
            }
            Err(_) => false,
        };
        self.done.latencies.push(start.elapsed());
        self.done.errors += u64::from(!answered);
        answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets(work: Work) -> Tickets {
        let links = Arc::from(["a".to_owned(), "b".to_owned()]);
        Tickets { work, links, next: AtomicUsize::new(0) }
    }

    #[test]
    fn a_page_is_opened_again_and_again() {
        let tickets = tickets(Work::Pages);
        let taken: Vec<_> = (0..5).filter_map(|_| tickets.take()).collect();
        assert_eq!(taken, ["a", "b", "a", "b", "a"]);
        tickets.next.store(PAGES_MAX, Ordering::Relaxed);
        assert_eq!(tickets.take(), None);
    }

    #[test]
    fn an_invitation_is_answered_once() {
        for work in [Work::Answers, Work::Visits] {
            let tickets = tickets(work);
            let taken: Vec<_> = (0..5).filter_map(|_| tickets.take()).collect();
            assert_eq!(taken, ["a", "b"]);
        }
    }
}
