use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// Where the file of the writer was when it was opened. A file that is deleted, or replaced by a copy,
/// can be written to until it is closed, and then nobody ever finds what was written.
pub struct Place {
    path: PathBuf,
    file: Option<FileId>,
}

/// The device and the number of a file on it.
type FileId = (u64, u64);

impl Place {
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: id(path) }
    }

    /// Whether the file is still there.
    pub fn is_held(&self) -> bool {
        id(&self.path) == self.file
    }
}

fn id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|metadata| id_of(&metadata))
}

#[cfg(unix)]
fn id_of(metadata: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Elsewhere, a file that is open stays where it is.
#[cfg(not(unix))]
fn id_of(_: &Metadata) -> FileId {
    (0, 0)
}
