//! Pages, over a real listener: what an honest browser does, and what others do.

pub mod browser;
mod doors;
mod ground;
mod held;
mod hostile;
mod reflection;
mod roadmap;
mod session;
mod siege;
mod staying;
mod stop;
mod walk;
