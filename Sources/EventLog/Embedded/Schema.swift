/// The tables of ledger.db.
enum Schema {
    /// `STLG`, so that file(1) and we ourselves know one when we see it.
    static let applicationID: Int32 = 0x5354_4C47
    /// The version this program writes.
    static let version: Int32 = 1
    /// Bytes a page. At 4 KiB only one 2 KB event fits a page; at 16 KiB appends are 1.8 times as fast.
    static let pageSize = 16_384

    /// What each version adds to the one before it; the first makes an empty database version 1.
    static let steps: [String] = [first + tree]

    private static let first = """
        CREATE TABLE ledger (
            name  TEXT PRIMARY KEY,
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE receipt (
            number   INTEGER PRIMARY KEY,
            file     TEXT NOT NULL,
            sha256   BLOB NOT NULL,
            outcome  TEXT NOT NULL,
            recorded INTEGER NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
            earlier  INTEGER NOT NULL,  -- entries in parts
            parts    INTEGER NOT NULL,
            entries  TEXT NOT NULL,     -- JSON: those after the parts, all where there are none
            refusals TEXT NOT NULL,     -- JSON
            withheld INTEGER,           -- the takedown that took the file's name and hash, and the words of refusals
            seal     BLOB NOT NULL      -- of all the others, as RowSeals says
        ) STRICT;

        -- The entries of a long receipt but the last ones, so that no row grows with its file.
        CREATE TABLE receipt_part (
            receipt INTEGER NOT NULL,
            part    INTEGER NOT NULL,  -- 0-based
            entries TEXT NOT NULL,     -- JSON
            seal    BLOB NOT NULL,
            PRIMARY KEY (receipt, part)
        ) STRICT;

        CREATE TABLE event (
            position    INTEGER PRIMARY KEY,
            story       TEXT NOT NULL,
            revision    INTEGER NOT NULL,
            type        TEXT NOT NULL,
            source      TEXT NOT NULL,
            id          TEXT NOT NULL,
            derived     INTEGER,           -- DerivedKey of the id; NULL where a producer gave it
            recorded    INTEGER NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
            receipt     INTEGER NOT NULL,
            fingerprint BLOB NOT NULL,     -- HMAC-SHA-256 of the document's canonical content
            hash        BLOB NOT NULL,     -- RFC 6962 leaf hash
            leaf        BLOB NOT NULL,     -- the envelope, in the bytes that were hashed
            salt        BLOB,              -- of all pieces of the data; NULL once one of them was withheld
            shared      TEXT,              -- JSON, as SharedPieces says: the pieces of the data that earlier events of the
                                           -- story hold; NULL for none
            data        BLOB,              -- what is there of the data, without those; NULL once all of it was withheld
            pieces      BLOB               -- once one was withheld: for the skeleton and each piece, 0 and its salt, or
                                           -- 1 and its hash
        ) STRICT;
        CREATE UNIQUE INDEX event_story ON event (story, revision);
        CREATE UNIQUE INDEX event_identity ON event (id, source) WHERE derived IS NULL;
        -- A derived id is looked for in every source.
        CREATE INDEX event_derived ON event (derived) WHERE derived IS NOT NULL;

        -- Which events have lost pieces of their data, and the events that say so.
        CREATE TABLE taken (
            position INTEGER NOT NULL,
            by       INTEGER NOT NULL,
            custody  INTEGER NOT NULL,  -- 1 where only the name and the hash of the event's file were taken
            PRIMARY KEY (position, by)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX taken_by ON taken (by);

        -- Documents that changed nothing: the same identity again is a duplicate, whatever has become of the story.
        CREATE TABLE unchanged (
            id          TEXT NOT NULL,
            source      TEXT NOT NULL,
            fingerprint BLOB NOT NULL,  -- as in event
            receipt     INTEGER NOT NULL,
            seal        BLOB NOT NULL,
            PRIMARY KEY (id, source)
        ) STRICT, WITHOUT ROWID;

        -- A takedown takes such a document along with its file.
        CREATE INDEX unchanged_receipt ON unchanged (receipt);
        CREATE INDEX receipt_withheld ON receipt (number) WHERE withheld IS NOT NULL;

        -- The machine's clocks as they were when the wall clock was last believed (row 1), before it went back (2), before an
        -- admin accepted a jump (3), when it was right again after that (4), and before the first of several such jumps (5).
        CREATE TABLE clock (
            number INTEGER PRIMARY KEY,
            boot   TEXT NOT NULL,     -- what the system called that start of the machine
            uptime INTEGER NOT NULL,  -- microseconds since that start
            wall   INTEGER NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
            seal   BLOB NOT NULL
        ) STRICT;

        CREATE TABLE pending_move (
            receipt INTEGER PRIMARY KEY REFERENCES receipt (number),
            origin  BLOB NOT NULL,
            target  BLOB NOT NULL,
            inode   INTEGER NOT NULL,
            seal    BLOB NOT NULL
        ) STRICT;

        -- Files that retention removes, or has removed.
        CREATE TABLE removal (
            receipt INTEGER PRIMARY KEY REFERENCES receipt (number),
            noted   INTEGER NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
            done    INTEGER NOT NULL,  -- 1 once the file is gone
            seal    BLOB NOT NULL
        ) STRICT;
        CREATE INDEX removal_unfinished ON removal (receipt) WHERE done = 0;

        CREATE TABLE pending_erasure (
            position INTEGER PRIMARY KEY,  -- of an event whose data is erased, and may still be in files
            seal     BLOB NOT NULL
        ) STRICT;

        -- Two changes are let through. The salt goes and pieces of the data or all of it, once an event of the ledger's own
        -- says so; and an event gets pieces of its data that an event has held for it which is losing them.
        CREATE TRIGGER event_is_final BEFORE UPDATE ON event
        WHEN CASE WHEN NEW.salt IS OLD.salt AND NEW.pieces IS OLD.pieces AND NEW.data IS NOT NULL AND OLD.data IS NOT NULL
            THEN length(NEW.data) < length(OLD.data)
                OR NOT EXISTS (
                    SELECT 1 FROM event AS holder
                    WHERE holder.story = OLD.story AND holder.revision < OLD.revision
                        AND instr(OLD.shared, ',' || holder.position || ',')
                        AND holder.position IN (SELECT position FROM taken))
            ELSE NEW.salt IS NOT NULL OR (OLD.data IS NULL AND NEW.data IS NOT NULL)
                OR (NEW.data IS NULL) IS NOT (NEW.pieces IS NULL)
                OR length(NEW.data) > length(OLD.data) OR length(NEW.pieces) <> length(OLD.pieces)
                OR (NEW.shared IS NOT NULL AND (OLD.shared IS NULL OR NEW.data IS NULL))
                OR NOT EXISTS (
                    SELECT 1 FROM taken
                    WHERE position = OLD.position AND (custody = 0 OR NEW.data IS NOT NULL OR OLD.data IS NULL))
            END
            OR NEW.position IS NOT OLD.position OR NEW.story IS NOT OLD.story OR NEW.revision IS NOT OLD.revision
            OR NEW.type IS NOT OLD.type OR NEW.source IS NOT OLD.source OR NEW.id IS NOT OLD.id
            OR NEW.derived IS NOT OLD.derived
            OR NEW.recorded IS NOT OLD.recorded OR NEW.receipt IS NOT OLD.receipt
            OR NEW.fingerprint IS NOT OLD.fingerprint OR NEW.hash IS NOT OLD.hash OR NEW.leaf IS NOT OLD.leaf
            OR OLD.type IN ('withheld', 'forked', 'rekeyed')
        BEGIN SELECT raise(ABORT, 'an event is decided once and never changed'); END;
        CREATE TRIGGER event_stays BEFORE DELETE ON event
        BEGIN SELECT raise(ABORT, 'an event is decided once and never deleted'); END;
        -- What refuses an INSERT fails: with ABORT, SQLite would copy every page that any INSERT is about to change. And
        -- it looks for what is in the way itself: INSERT OR REPLACE deletes that without firing a trigger.
        CREATE TRIGGER event_follows BEFORE INSERT ON event
        BEGIN
            SELECT raise(FAIL, 'an event with this identity or place is there already')
            WHERE EXISTS (SELECT 1 FROM event WHERE source = NEW.source AND id = NEW.id AND derived IS NULL)
                OR EXISTS (SELECT 1 FROM event WHERE derived = NEW.derived AND id = NEW.id)
                OR EXISTS (SELECT 1 FROM event WHERE story = NEW.story AND revision = NEW.revision);
            SELECT raise(FAIL, 'an event goes to the end of the log')
            WHERE NEW.position IS NOT (SELECT coalesce(max(position) + 1, 0) FROM event);
        END;
        CREATE TRIGGER taken_follows BEFORE INSERT ON taken
        WHEN NEW.position NOT BETWEEN 0 AND NEW.by - 1
            OR EXISTS (SELECT 1 FROM taken WHERE position = NEW.position AND by = NEW.by)
            OR NOT EXISTS (
                SELECT 1 FROM event
                WHERE position = NEW.by AND type = 'withheld' AND source = 'org.storyledger')
        BEGIN SELECT raise(ROLLBACK, 'no event says that this was withheld'); END;
        CREATE TRIGGER taken_is_final BEFORE UPDATE ON taken
        BEGIN SELECT raise(ABORT, 'what was withheld is noted once and never changed'); END;
        CREATE TRIGGER taken_stays BEFORE DELETE ON taken
        BEGIN SELECT raise(ABORT, 'what was withheld is noted once and never deleted'); END;
        CREATE TRIGGER receipt_replaces_none BEFORE INSERT ON receipt
        WHEN EXISTS (SELECT 1 FROM receipt WHERE number = NEW.number)
        BEGIN SELECT raise(ROLLBACK, 'a receipt with this number is there already'); END;
        -- One change is let through: a takedown takes the name and the hash of the file, and the words of refusals.
        CREATE TRIGGER receipt_is_final BEFORE UPDATE ON receipt
        WHEN NEW.number IS NOT OLD.number OR NEW.outcome IS NOT OLD.outcome OR NEW.recorded IS NOT OLD.recorded
            OR NEW.earlier IS NOT OLD.earlier OR NEW.parts IS NOT OLD.parts OR NEW.entries IS NOT OLD.entries
            OR length(NEW.sha256) <> 0 OR NOT instr(NEW.file, 'withheld-' || OLD.number)
            OR (NEW.refusals <> '[]' AND NOT instr(NEW.refusals, 'withheld by @' || NEW.withheld))
            OR NOT EXISTS (
                SELECT 1 FROM event
                WHERE position = NEW.withheld AND type = 'withheld' AND source = 'org.storyledger')
        BEGIN SELECT raise(ABORT, 'a receipt is given once and never changed'); END;
        CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt
        BEGIN SELECT raise(ABORT, 'a receipt is given once and never deleted'); END;
        CREATE TRIGGER receipt_part_replaces_none BEFORE INSERT ON receipt_part
        WHEN EXISTS (SELECT 1 FROM receipt_part WHERE receipt = NEW.receipt AND part = NEW.part)
        BEGIN SELECT raise(ROLLBACK, 'a receipt with this number is there already'); END;
        CREATE TRIGGER receipt_part_is_final BEFORE UPDATE ON receipt_part
        BEGIN SELECT raise(ABORT, 'a receipt is given once and never changed'); END;
        CREATE TRIGGER receipt_part_stays BEFORE DELETE ON receipt_part
        BEGIN SELECT raise(ABORT, 'a receipt is given once and never deleted'); END;
        CREATE TRIGGER removal_replaces_none BEFORE INSERT ON removal
        WHEN EXISTS (SELECT 1 FROM removal WHERE receipt = NEW.receipt)
        BEGIN SELECT raise(ROLLBACK, 'the removal of this file is noted already'); END;
        CREATE TRIGGER removal_is_final BEFORE UPDATE ON removal
        WHEN OLD.done <> 0 OR NEW.done <> 1 OR NEW.receipt IS NOT OLD.receipt OR NEW.noted IS NOT OLD.noted
        BEGIN SELECT raise(ABORT, 'that a file was removed is noted once and never changed'); END;
        CREATE TRIGGER removal_stays BEFORE DELETE ON removal WHEN OLD.done <> 0
        BEGIN SELECT raise(ABORT, 'that a file was removed is noted once and never deleted'); END;
        CREATE TRIGGER unchanged_replaces_none BEFORE INSERT ON unchanged
        WHEN EXISTS (SELECT 1 FROM unchanged WHERE id = NEW.id AND source = NEW.source)
        BEGIN SELECT raise(ROLLBACK, 'an unchanged document with this identity is there already'); END;
        CREATE TRIGGER unchanged_is_final BEFORE UPDATE ON unchanged
        BEGIN SELECT raise(ABORT, 'the identity of an unchanged document is noted once and never changed'); END;
        CREATE TRIGGER unchanged_stays BEFORE DELETE ON unchanged
        BEGIN SELECT raise(ABORT, 'the identity of an unchanged document is noted once and never deleted'); END;
        CREATE TRIGGER ledger_replaces_none BEFORE INSERT ON ledger
        WHEN EXISTS (SELECT 1 FROM ledger WHERE name = NEW.name)
        BEGIN SELECT raise(ROLLBACK, 'the ledger''s own facts never change'); END;
        CREATE TRIGGER ledger_is_final BEFORE UPDATE ON ledger
        BEGIN SELECT raise(ABORT, 'the ledger''s own facts never change'); END;
        CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
        BEGIN SELECT raise(ABORT, 'the ledger''s own facts never change'); END;
        """
}
