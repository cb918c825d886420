//! The table of transitions as sentences.
