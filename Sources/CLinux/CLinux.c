#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/statfs.h>
#include <sys/xattr.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

int clinux_rename_noreplace(int from_directory, const char *from, int to_directory, const char *to) {
    if (renameat2(from_directory, from, to_directory, to, RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    // A file system without flags (some network and FUSE ones): check first, although that is not atomic.
    struct stat found;
    if (fstatat(to_directory, to, &found, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return renameat(from_directory, from, to_directory, to);
}

int clinux_rename_exchange(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

void clinux_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

int clinux_sync_file_system(int descriptor) { return syncfs(descriptor); }

// Where the call is missing or not supported, as on some file systems, devices and sandboxes, nothing has changed.
static int write_back(int file, off_t offset, off_t count, unsigned flags) {
    if (sync_file_range(file, offset, count, flags) == 0) return 0;
    switch (errno) {
    case EAGAIN: case EINVAL: case ENOSYS: case EOPNOTSUPP: case EPERM: case ESPIPE: return 0;
    default: return -1;
    }
}

int clinux_begin_writing(int file, off_t offset, off_t count) {
    struct stat found;
    if (fstat(file, &found) == 0 && found.st_nlink == 0) return 0;
    return write_back(file, offset, count, SYNC_FILE_RANGE_WRITE);
}

int clinux_finish_writing(int file, off_t offset, off_t count) {
    return write_back(
        file, offset, count, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}

long clinux_file_system_type(const char *path) {
    struct statfs facts;
    return statfs(path, &facts) == 0 ? (long)facts.f_type & 0xFFFFFFFFL : -1;
}

int clinux_has_access_list(const char *path) {
    return getxattr(path, "system.posix_acl_access", NULL, 0) > 0;
}
