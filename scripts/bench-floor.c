/*
 * The floor under `LedgerBenchmarks append`: what SQLite alone takes to store the same rows.
 *
 *     bench-floor FILE EVENTS EVENTS_PER_COMMIT DATA_BYTES LEAF_BYTES ENTRY_BYTES
 *
 * The same tables, indexes and pragmas as the log's, prepared statements, one receipt a commit; no JSON, no hashing,
 * no triggers. Prints seconds and CPU seconds of the appending alone, and leaves FILE behind.
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static sqlite3 *db;

static void check(int status) {
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
    fprintf(stderr, "bench-floor: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void run(const char *sql) { check(sqlite3_exec(db, sql, 0, 0, 0)); }

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0));
    return statement;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* Bytes that look random: splitmix64. */
static void fill(unsigned char *bytes, int count, uint64_t *state) {
    for (int i = 0; i < count; i++) {
        if (i % 8 == 0) *state += 0x9E3779B97F4A7C15u;
        uint64_t z = *state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        bytes[i] = (z ^ (z >> 31)) >> (i % 8 * 8);
    }
}

static void make_tables(void) {
    run("PRAGMA page_size = 16384");
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA secure_delete = ON");
    run("PRAGMA cache_size = -8192");
    run("CREATE TABLE receipt (number INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 BLOB NOT NULL,"
        " outcome TEXT NOT NULL, recorded INTEGER NOT NULL, earlier INTEGER NOT NULL, parts INTEGER NOT NULL, entries TEXT NOT NULL, refusals TEXT NOT NULL,"
        " seal BLOB NOT NULL) STRICT");
    run("CREATE TABLE event (position INTEGER PRIMARY KEY, story TEXT NOT NULL, revision INTEGER NOT NULL,"
        " type TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, recorded INTEGER NOT NULL,"
        " receipt INTEGER NOT NULL, fingerprint BLOB NOT NULL, hash BLOB NOT NULL, leaf BLOB NOT NULL, salt BLOB,"
        " data BLOB) STRICT");
    run("CREATE UNIQUE INDEX event_story ON event (story, revision)");
    run("CREATE UNIQUE INDEX event_identity ON event (source, id)");
}

int main(int count, char **arguments) {
    if (count != 7) {
        fprintf(stderr, "bench-floor FILE EVENTS EVENTS_PER_COMMIT DATA_BYTES LEAF_BYTES ENTRY_BYTES\n");
        return 64;
    }
    int events = atoi(arguments[2]), batch = atoi(arguments[3]);
    int data_bytes = atoi(arguments[4]), leaf_bytes = atoi(arguments[5]), entry_bytes = atoi(arguments[6]);
    unsigned char *data = malloc(data_bytes), *leaf = malloc(leaf_bytes), hash[96];
    char *entries = malloc((size_t)entry_bytes * batch + 1);
    uint64_t state = 1;
    fill(data, data_bytes, &state);
    fill(leaf, leaf_bytes, &state);
    memset(entries, 'e', (size_t)entry_bytes * batch);

    check(sqlite3_open_v2(arguments[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, 0));
    make_tables();
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *event = prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite3_stmt *receipt = prepare("INSERT INTO receipt VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?)");

    double start = seconds(), cpu_start = cpu_seconds();
    for (int first = 0; first < events; first += batch) {
        check(sqlite3_step(begin));
        sqlite3_reset(begin);
        int64_t number = first / batch + 1, now = 1772452800000000 + first;
        for (int n = first; n < first + batch && n < events; n++) {
            /* A hundred stories at a time, ten events each, in turn: as the benchmark's documents are. */
            char story[64], id[64];
            int story_bytes = snprintf(story, sizeof story, "story-%07d", n / 1000 * 100 + n % 100);
            int id_bytes = snprintf(id, sizeof id, "cms-%09d", n);
            fill(hash, sizeof hash, &state);
            sqlite3_bind_int64(event, 1, n);
            sqlite3_bind_text(event, 2, story, story_bytes, SQLITE_STATIC);
            sqlite3_bind_int64(event, 3, n % 1000 / 100);
            sqlite3_bind_text(event, 4, n % 1000 < 100 ? "published" : "updated", -1, SQLITE_STATIC);
            sqlite3_bind_text(event, 5, "newsdesk", -1, SQLITE_STATIC);
            sqlite3_bind_text(event, 6, id, id_bytes, SQLITE_STATIC);
            sqlite3_bind_int64(event, 7, now);
            sqlite3_bind_int64(event, 8, number);
            sqlite3_bind_blob(event, 9, hash, 32, SQLITE_STATIC);
            sqlite3_bind_blob(event, 10, hash + 32, 32, SQLITE_STATIC);
            sqlite3_bind_blob(event, 11, leaf, leaf_bytes, SQLITE_STATIC);
            sqlite3_bind_blob(event, 12, hash + 64, 32, SQLITE_STATIC);
            sqlite3_bind_blob(event, 13, data, data_bytes, SQLITE_STATIC);
            check(sqlite3_step(event));
            sqlite3_reset(event);
        }
        sqlite3_bind_int64(receipt, 1, number);
        sqlite3_bind_text(receipt, 2, "batch.ndjson", -1, SQLITE_STATIC);
        sqlite3_bind_blob(receipt, 3, hash, 32, SQLITE_STATIC);
        sqlite3_bind_text(receipt, 4, "appended", -1, SQLITE_STATIC);
        sqlite3_bind_int64(receipt, 5, now);
        sqlite3_bind_text(receipt, 6, entries, entry_bytes * batch, SQLITE_STATIC);
        sqlite3_bind_text(receipt, 7, "[]", 2, SQLITE_STATIC);
        sqlite3_bind_blob(receipt, 8, hash + 32, 32, SQLITE_STATIC);
        check(sqlite3_step(receipt));
        sqlite3_reset(receipt);
        check(sqlite3_step(commit));
        sqlite3_reset(commit);
    }
    printf("%.6f %.6f\n", seconds() - start, cpu_seconds() - cpu_start);
    return 0;
}
