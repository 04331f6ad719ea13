//! Where a command writes what it makes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;

/// Standard output, or a file that appears once it is whole: until then it is written beside its
/// place, so that what stood there outlasts a failure.
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    part: Option<Part>,
}

/// A file that is not whole yet. It goes with this, unless it has been moved to its place.
struct Part {
    path: PathBuf,
    place: PathBuf,
}

impl Output {
    /// `read`: the files that the command reads, none of which it may write.
    pub fn open(to: Option<&Path>, read: &[&Path]) -> io::Result<Self> {
        let Some(to) = to else {
            return Ok(Self { to: BufWriter::new(Box::new(io::stdout().lock())), part: None });
        };
        let there = to.canonicalize().ok();
        let is_there = |path: &&Path| there.is_some() && path.canonicalize().ok() == there;
        if read.iter().any(is_there) {
            let reason = format!("{} is what is to be read", to.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            // A pipe or a device has no place beside it.
            let file = File::options().write(true).open(to)?;
            return Ok(Self { to: BufWriter::new(Box::new(file)), part: None });
        }
        let place = there.unwrap_or_else(|| to.to_owned());
        let path = beside(&place);
        let file = File::create_new(&path)?;
        Ok(Self { to: BufWriter::new(Box::new(file)), part: Some(Part { path, place }) })
    }

    /// Everything is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.to.flush()?;
        match &self.part {
            Some(Part { path, place }) => fs::rename(path, place),
            None => Ok(()),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Where it has been moved, there is nothing.
        let _ = fs::remove_file(&self.path);
    }
}

/// The name of a file that is not whole yet, which is nobody else's.
pub fn beside(place: &Path) -> PathBuf {
    place.with_added_extension(format!("{}.part", process::id()))
}
