//! A file system in memory: it writes down what is done to it, fails where it is told to, and shows what a loss of power
//! could leave. It does not know what a session is.

#![allow(dead_code, unused_imports, reason = "every test binary uses a part of it")]

mod crash;
mod disk;
mod faults;
mod operations;
mod tree;

pub(crate) use crash::{CrashState, Depth, states};
pub(crate) use disk::{Recording, SimDisk};
pub(crate) use faults::{Fault, Kind, every_fault};
