//! What shows that the simulation is worth something.
#[cfg(test)]
mod controls;
#[cfg(test)]
mod noise;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod worlds;
