//! Stories of files that change, each on a small configuration folder and a database in memory.

mod folder;
mod guard;
mod rows;
mod sequences;
mod updates;

use folder::Folder;
