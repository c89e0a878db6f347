#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/statfs.h>
#include <sys/xattr.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

int clinux_fchown_as_directory(int file, uid_t owner, gid_t group) {
    char link[40], path[PATH_MAX];
    struct stat directory, found;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        char *slash = strrchr(path, '/');
        if (slash) slash[slash == path] = 0;
        if (slash && stat(path, &directory) == 0) {
            owner = directory.st_uid;
            group = directory.st_gid;
        }
    }
    if (fstat(file, &found) == 0 && found.st_uid == owner && found.st_gid == group) return 0;
    return fchown(file, owner, group);
}

// Runs in a process of its own, after a fork of one with threads: nothing but calls of the system.
static int write_and_forget(const char *directory, uid_t user, gid_t group) {
    if (geteuid() == 0) {
        if (syscall(SYS_setgroups, 0, NULL) || syscall(SYS_setresgid, group, group, group)
            || syscall(SYS_setresuid, user, user, user)) return 0;
    }
    int file = open(directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        switch (errno) {
        // Not this user's, or a file system without such files: nothing is known.
        case EACCES: case EPERM: case EOPNOTSUPP: case EISDIR: case ENOENT: case EINVAL: return 0;
        default: return errno;
        }
    }
    char bytes[4096] = {0};
    if (write(file, bytes, sizeof bytes) < 0 || fsync(file) != 0) return errno;
    return 0;
}

int clinux_probe_disk(const char *directory, uid_t user, gid_t group, int patience) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return 0;
    pid_t child = fork();
    if (child == 0) {
        // A process that waits for the end of this program's output must not wait for the disk.
        for (int file = 0; file < 3; file++) close(file);
        unsigned char answer = (unsigned char)write_and_forget(directory, user, group);
        ssize_t ignored = write(ends[1], &answer, 1);
        (void)ignored;
        _exit(0);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return 0;
    }
    struct pollfd wanted = {ends[0], POLLIN, 0};
    int ready;
    do { ready = poll(&wanted, 1, patience); } while (ready < 0 && errno == EINTR);
    unsigned char answer = 0;
    ssize_t count = ready > 0 ? read(ends[0], &answer, 1) : -1;
    close(ends[0]);
    if (ready == 0) {
        kill(child, SIGKILL);
        return -1;
    }
    waitpid(child, NULL, 0);
    return count == 1 ? answer : 0;
}

void clinux_share_arena(void) { mallopt(M_ARENA_MAX, 1); }
