//! The promises, each with its negative control.
