//! The program as Lambda runs it: a process under the Runtime API, fed with the samples of `events/`.
mod answers;
mod bad_input;
mod roles;
mod run;
mod samples;
mod seeds;
mod start;
mod stream;
mod world;
