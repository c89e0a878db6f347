#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>
#include <sys/types.h>

// What Swift cannot import: casts in macros, and variadic functions.

/// SQLITE_STATIC: the caller keeps the bytes where they are.
static inline sqlite3_destructor_type csqlite_static(void) {
    return SQLITE_STATIC;
}

/// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
static inline sqlite3_destructor_type csqlite_transient(void) {
    return SQLITE_TRANSIENT;
}

/// sqlite3_db_config() for the many options that are a switch.
static inline int csqlite_db_config_switch(sqlite3 *db, int option, int on) {
    return sqlite3_db_config(db, option, on, (int *)0);
}

/// sqlite3_config(SQLITE_CONFIG_MEMSTATUS): whether to count what is allocated, under a lock.
static inline int csqlite_config_memory_status(int on) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, on);
}

/// Has the standard file system interface call another function instead of fchown(2), which it does only as root.
static inline int csqlite_replace_fchown(int (*function)(int, uid_t, gid_t)) {
    sqlite3_vfs *vfs = sqlite3_vfs_find((const char *)0);
    if (!vfs || vfs->iVersion < 3 || !vfs->xSetSystemCall) return SQLITE_NOTFOUND;
    return vfs->xSetSystemCall(vfs, "fchown", (sqlite3_syscall_ptr)function);
}

#endif
