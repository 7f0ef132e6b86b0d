//! Floor 4: the loop. Ticks, delivers, and sleeps until there is something to do.

pub mod clock;
