#ifndef CLINUX_H
#define CLINUX_H

#include <sys/types.h>

// Calls that Glibc does not show to Swift, because they need _GNU_SOURCE.

/// renameat2(2) with RENAME_NOREPLACE: renames, and fails with EEXIST where the new name is taken.
int clinux_rename_noreplace(int from_directory, const char *from, int to_directory, const char *to);

/// renameat2(2) with RENAME_EXCHANGE: two names change places at once; fails where the file system cannot.
int clinux_rename_exchange(const char *one, const char *other);

/// prctl(2) with PR_SET_NAME: names the calling thread, by at most 15 bytes.
void clinux_name_thread(const char *name);

/// syncfs(2): writes back the whole file system of a descriptor.
int clinux_sync_file_system(int descriptor);

/// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: starts writeback of a part of a file, without waiting for it.
/// Does nothing for files without a name, which no fsync follows, and on systems without the call.
/// Returns -1, with errno, if the writeback of that part failed.
int clinux_begin_writing(int file, off_t offset, off_t count);

/// sync_file_range(2): writes back a part of a file, and waits for it. The file is not durable without an fsync.
/// Does nothing on systems without the call. Returns -1, with errno, if the writeback of that part failed.
int clinux_finish_writing(int file, off_t offset, off_t count);

/// The kind of the file system that a path is on, a magic number of statfs(2); -1, with errno, if it cannot be told.
long clinux_file_system_type(const char *path);

/// Whether a file has a POSIX access control list besides its permissions; 0 where it cannot be told.
int clinux_has_access_list(const char *path);

/// fchown(2) with the owner and the group of the directory that an open file is in, instead of those given. Does nothing where
/// the file has them.
int clinux_fchown_as_directory(int file, uid_t owner, gid_t group);

/// Has another process write a few bytes to a file without a name in a directory, make them durable, and close it: nothing is left
/// of them. A stopped disk holds that process, and not this one.
///
/// As root it does so as the given user and group, for whom no blocks are reserved.
///
/// Returns 0 where the bytes were taken, or where this cannot be tried; the error number where they were refused; -1 where nothing
/// was heard within so many milliseconds.
int clinux_probe_disk(const char *directory, uid_t user, gid_t group, int patience);

/// Has malloc(3) keep one arena for all threads: what one thread has freed, another one uses. To be called before threads start.
void clinux_share_arena(void);

#endif
