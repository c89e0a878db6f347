extension Schema {
    /// The tree over the log, and what was signed of it. A tile is stored once, when it is complete.
    static let tree = """
        CREATE TABLE tile (
            level  INTEGER NOT NULL,
            number INTEGER NOT NULL,
            root   BLOB NOT NULL,   -- what the tile above holds for it
            hashes BLOB NOT NULL,   -- 256 of 32 bytes
            PRIMARY KEY (level, number)
        ) STRICT;

        CREATE TABLE checkpoint (
            number INTEGER PRIMARY KEY,
            size   INTEGER NOT NULL,
            signed INTEGER NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
            note   BLOB NOT NULL,
            seal   BLOB NOT NULL      -- of all the others, as RowSeals says
        ) STRICT;

        CREATE TRIGGER tile_is_final BEFORE UPDATE ON tile
        BEGIN SELECT raise(ABORT, 'a tile is complete once and never changed'); END;
        CREATE TRIGGER tile_stays BEFORE DELETE ON tile
        BEGIN SELECT raise(ABORT, 'a tile is complete once and never deleted'); END;
        CREATE TRIGGER tile_replaces_none BEFORE INSERT ON tile
        WHEN EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND number = NEW.number)
        BEGIN SELECT raise(ABORT, 'this tile is there already'); END;
        CREATE TRIGGER checkpoint_is_final BEFORE UPDATE ON checkpoint
        BEGIN SELECT raise(ABORT, 'a checkpoint is signed once and never changed'); END;
        CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint
        BEGIN SELECT raise(ABORT, 'a checkpoint is signed once and never deleted'); END;
        CREATE TRIGGER checkpoint_replaces_none BEFORE INSERT ON checkpoint
        WHEN EXISTS (SELECT 1 FROM checkpoint WHERE number = NEW.number)
        BEGIN SELECT raise(ABORT, 'a checkpoint with this number is there already'); END;
        """
}
