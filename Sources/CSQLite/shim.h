#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

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

#if defined(__linux__) && defined(__LP64__)
// As sync_file_range(2) has it; <fcntl.h> tells only those who ask for all of GNU.
extern int sync_file_range(int file, long offset, long count, unsigned int flags);

/// sync_file_range(SYNC_FILE_RANGE_WRITE): has the disk begin with a part of a file, and does not wait for it.
static inline int csqlite_begin_writing(int file, long offset, long count) {
    return sync_file_range(file, offset, count, 2);
}
#endif

#endif
