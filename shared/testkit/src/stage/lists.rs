//! The table's stream, and the lists that follow it.
use super::Stage;
use runtime::batch::{Change, StreamBatch};
use std::sync::atomic::Ordering;
use store::read_models::Images;

/// Records that are read together.
const RECORDS_TOGETHER: u32 = 1_000;

impl Stage {
    /// What changed after the record with number `after`, oldest first, and the number of the last one
    /// read.
    pub fn records(&self, after: u64) -> (Vec<Images>, u64) {
        let (mut images, mut last) = (Vec::new(), after);
        loop {
            let records = self.table.next_records(last, RECORDS_TOGETHER).unwrap();
            if records.records.is_empty() {
                return (images, last);
            }
            last = records.last;
            let batch = StreamBatch::read(records.into_event()).unwrap();
            images.extend(batch.records.into_iter().map(|record| {
                let (old, new) = match record.change {
                    Change::Made { new } => (None, Some(new)),
                    Change::Changed { old, new } => (Some(old), Some(new)),
                    Change::Gone { old, .. } => (Some(old), None),
                };
                Images::from((record.at, old, new))
            }));
        }
    }

    /// Lets the lists catch up with the table, as the relay does.
    pub async fn fold(&self) {
        let (records, last) = self.records(self.folded.load(Ordering::Relaxed));
        self.ctx.store.fold_stream(records, self.now()).await.unwrap();
        self.folded.store(last, Ordering::Relaxed);
    }
}
