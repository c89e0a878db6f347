#ifndef CWORKGUARD_H
#define CWORKGUARD_H

#include <stdint.h>

// The part of a work note that a signal handler writes: one page of a file, mapped into memory. Its content survives
// every end of the process, but not a power cut.

enum {
    /// How many threads may work under one note, each in a lane of its own.
    CGUARD_LANES = 4,
    /// Bytes of a page that are used.
    CGUARD_PAGE = 4096,
};

/// How the process ended, as a lane shows it: 0 for no mark, a signal's number, or one of these.
enum {
    /// A thread outside of this lane ended the process.
    CGUARD_ELSEWHERE = -1,
    /// One step took longer than it may.
    CGUARD_OVERDUE = -2,
};

/// What one thread works on.
typedef struct {
    /// The item and the step, or 0 for none.
    uint64_t point;
    /// Goes up whenever `point` is set, so that a watch sees progress.
    uint64_t beat;
    int64_t end;
} cguard_lane;

typedef struct {
    uint64_t magic;
    /// 1 while work is under way.
    uint64_t is_open;
    /// Length and checksum of the list of items, which follows the page in the file.
    uint64_t length;
    uint64_t checksum;
    cguard_lane lanes[CGUARD_LANES];
} cguard_page;

/// Installs the handler for SIGILL, SIGTRAP, SIGSEGV, SIGBUS and SIGABRT, once for the process, and registers a page.
/// The handler marks the pages, and passes the signal on to the earlier handler.
/// Returns the page's slot, or -1 if all are taken: then no end is marked, and each counts as an unmarked one.
int cguard_add(cguard_page *page);

/// Takes a page out, before it is unmapped.
void cguard_remove(int slot);

/// Assigns the calling thread to a lane, and gives it a stack of its own for signals, so that an overflow of its
/// stack is marked, too. A thread works in one lane of a slot at a time.
void cguard_enter(int slot, int lane);

/// Removes the calling thread from its lane of this slot.
void cguard_leave(int slot);

/// The thread of another lane has no part in the end of this one.
void cguard_mark(cguard_page *page, int lane, int64_t end);

static inline void cguard_point(cguard_page *page, int lane, uint64_t point) {
    __atomic_store_n(&page->lanes[lane].point, point, __ATOMIC_RELEASE);
    __atomic_store_n(&page->lanes[lane].beat, page->lanes[lane].beat + 1, __ATOMIC_RELEASE);
}

static inline cguard_lane cguard_read_lane(const cguard_page *page, int lane) {
    cguard_lane read;
    read.point = __atomic_load_n(&page->lanes[lane].point, __ATOMIC_ACQUIRE);
    read.beat = __atomic_load_n(&page->lanes[lane].beat, __ATOMIC_ACQUIRE);
    read.end = __atomic_load_n(&page->lanes[lane].end, __ATOMIC_ACQUIRE);
    return read;
}

static inline void cguard_open(cguard_page *page, uint64_t is_open) {
    __atomic_store_n(&page->is_open, is_open, __ATOMIC_RELEASE);
}

#endif
