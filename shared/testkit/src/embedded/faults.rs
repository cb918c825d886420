//! What a real table does now and then and an embedded one never.
use super::Dice;

/// A request on its way to the table.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// DynamoDB's name of it: `PutItem`, `TransactWriteItems`, ..
    pub operation: &'a str,
    /// The request as JSON.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// Whether it can change the table.
    pub fn is_write(&self) -> bool {
        matches!(
            self.operation,
            "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | "TransactWriteItems"
        )
    }

    /// Whether it may be answered by an older state of the table: every read that did not insist.
    pub fn may_be_stale(&self) -> bool {
        matches!(self.operation, "GetItem" | "Query" | "BatchGetItem")
            && !contains(self.body, b"\"ConsistentRead\":true")
    }
}

fn contains(body: &[u8], words: &[u8]) -> bool {
    body.windows(words.len()).any(|window| window == words)
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is done and answered.
    Pass,
    /// A read is answered from before the last `writes` writes. Passes where the read insists on
    /// consistency, or where no replica follows the table ([`inject`](super::Embedded::inject)).
    Stale {
        /// How many writes the answer does not know of.
        writes: u64,
    },
    /// It meets another transaction and does not happen.
    Conflict,
    /// It comes too soon and does not happen.
    Throttle,
    /// It never arrives; the caller times out.
    LoseRequest,
    /// It happens; the caller times out.
    LoseReply,
    /// It happens, its answer is lost, and the client asks the same again: answered as the second time.
    Repeat,
    /// The caller's process ends as it makes the call: it never arrives and is never answered. Whoever
    /// polls the caller sees it in [`stopped`](super::Embedded::stopped), and drops it.
    Stop,
    /// It happens, and the caller's process ends before the answer is there.
    StopAfter,
}

/// How often calls fail, and how. Everything is decided by the seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// The dice's seed.
    pub seed: u64,
    /// Of 1,000 writes, how many meet another transaction.
    pub conflict_per_mille: u32,
    /// Of 1,000 calls, how many come too soon.
    pub throttle_per_mille: u32,
    /// Of 1,000 calls, how many never arrive.
    pub lose_request_per_mille: u32,
    /// Of 1,000 calls, how many happen without the caller hearing of it.
    pub lose_reply_per_mille: u32,
    /// Of 1,000 eventually consistent reads, how many see an older state.
    pub stale_per_mille: u32,
    /// How many writes old at most.
    pub stale_writes_max: u64,
}

impl Faults {
    pub(super) fn verdict(&self, call: &Call<'_>, dice: &mut Dice) -> Verdict {
        if dice.per_mille(self.throttle_per_mille) {
            return Verdict::Throttle;
        }
        if dice.per_mille(self.lose_request_per_mille) {
            return Verdict::LoseRequest;
        }
        if dice.per_mille(self.lose_reply_per_mille) {
            return Verdict::LoseReply;
        }
        if call.is_write() && dice.per_mille(self.conflict_per_mille) {
            return Verdict::Conflict;
        }
        if call.may_be_stale() && dice.per_mille(self.stale_per_mille) {
            let writes = dice.below(self.stale_writes_max.saturating_add(1));
            return Verdict::Stale { writes };
        }
        Verdict::Pass
    }
}
