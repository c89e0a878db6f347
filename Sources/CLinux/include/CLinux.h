#ifndef CLINUX_H
#define CLINUX_H

// What Glibc does not show to Swift: calls that need _GNU_SOURCE.

/// renameat2(2) with RENAME_NOREPLACE: renames, and fails with EEXIST where the new name is taken.
int clinux_rename_noreplace(int from_directory, const char *from, int to_directory, const char *to);

/// syncfs(2): writes back all of the file system that a descriptor is on.
int clinux_sync_file_system(int descriptor);

#endif
