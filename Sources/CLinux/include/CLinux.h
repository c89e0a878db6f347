#ifndef CLINUX_H
#define CLINUX_H

#include <sys/types.h>

// What Glibc does not show to Swift: calls that need _GNU_SOURCE.

/// renameat2(2) with RENAME_NOREPLACE: renames, and fails with EEXIST where the new name is taken.
int clinux_rename_noreplace(int from_directory, const char *from, int to_directory, const char *to);

/// prctl(2) with PR_SET_NAME: names the calling thread, by at most 15 bytes.
void clinux_name_thread(const char *name);

/// syncfs(2): writes back all of the file system that a descriptor is on.
int clinux_sync_file_system(int descriptor);

/// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: has the disk begin with a part of a file, and does not wait for it.
/// Files without a name, for which nobody will wait, and systems that do not do it are passed over.
/// Returns -1, with errno, when what was written there could not be given to the disk.
int clinux_begin_writing(int file, off_t offset, off_t count);

#endif
