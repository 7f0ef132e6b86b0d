//! Pages, over a real listener: what an honest browser does, and what others do.

mod browser;
mod ground;
mod hostile;
mod session;
mod stop;
