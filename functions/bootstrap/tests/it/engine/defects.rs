//! The defects of the system before.
