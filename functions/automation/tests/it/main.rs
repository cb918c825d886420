//! The commands of the engine, as they are served. What the jobs do together is tested where all
//! contexts meet.
mod commands;
mod status;
mod world;
