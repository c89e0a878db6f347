// Command tiles reads a published log, from a directory or from a web server, as an auditor who has only its address and
// its verifier key would: with the libraries of Go's checksum database, and no code of ours.
//
//	tiles PREFIX VKEY SIZE [OLDER-CHECKPOINT]
//
// It checks the checkpoint's signature and size, every leaf against the tree, inclusion and consistency proofs, and with
// an older checkpoint, that the log extends it.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: tiles PREFIX VKEY SIZE [OLDER-CHECKPOINT]")
		os.Exit(64)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, "tiles:", err)
		os.Exit(1)
	}
}

func run(prefix, vkey, size string, older []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signed, err := read(prefix, "checkpoint")
	if err != nil {
		return err
	}
	tree, err := open(signed, verifier)
	if err != nil {
		return err
	}
	if fmt.Sprint(tree.N) != size {
		return fmt.Errorf("the checkpoint is of size %d, not %s", tree.N, size)
	}
	if tree.N == 0 {
		return nil
	}
	reader := tlog.TileHashReader(tree, &tiles{prefix})
	if err := checkLeaves(prefix, tree, reader); err != nil {
		return err
	}
	if err := checkProofs(tree, reader); err != nil {
		return err
	}
	for _, path := range older {
		signed, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		old, err := open(signed, verifier)
		if err != nil {
			return err
		}
		if old.N == 0 {
			continue
		}
		proof, err := tlog.ProveTree(tree.N, old.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return fmt.Errorf("it does not extend the checkpoint of size %d: %w", old.N, err)
		}
	}
	return nil
}

// open checks the signature of a checkpoint and reads its three lines.
func open(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("the checkpoint is of %q", lines[0])
	}
	// The library knows the lines after the origin under a name of its own.
	return tlog.ParseTree([]byte("go.sum database tree\n" + strings.Join(lines[1:], "\n")))
}

// checkLeaves reads every entry bundle and holds each leaf against the tree.
func checkLeaves(prefix string, tree tlog.Tree, reader tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: 0, N: first >> height, W: int(width)}
		bundle, err := read(prefix, strings.Replace(path(tile), "tile/0/", "tile/entries/", 1))
		if err != nil {
			return err
		}
		var indexes []int64
		var leaves [][]byte
		for len(bundle) > 0 {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("bundle %d is cut short", tile.N)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(len(leaves))))
			leaves = append(leaves, bundle[2:end])
			bundle = bundle[end:]
		}
		if int64(len(leaves)) != width {
			return fmt.Errorf("bundle %d holds %d leaves, not %d", tile.N, len(leaves), width)
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, leaf := range leaves {
			if tlog.RecordHash(leaf) != hashes[i] {
				return fmt.Errorf("leaf %d is not the one in the tree", first+int64(i))
			}
		}
	}
	return nil
}

// checkProofs makes and checks inclusion proofs of leaves all over the tree, and consistency proofs from sizes all over.
func checkProofs(tree tlog.Tree, reader tlog.HashReader) error {
	for _, n := range []int64{0, 1, 254, 255, 256, 257, 65535, 65536, tree.N / 2, tree.N - 1} {
		if n >= tree.N {
			continue
		}
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, hashes[0]); err != nil {
			return fmt.Errorf("inclusion of %d: %w", n, err)
		}
		old, err := tlog.TreeHash(n+1, reader)
		if err != nil {
			return err
		}
		consistency, err := tlog.ProveTree(tree.N, n+1, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(consistency, tree.N, tree.Hash, n+1, old); err != nil {
			return fmt.Errorf("consistency from %d: %w", n+1, err)
		}
	}
	return nil
}

// tiles reads tiles for the library, which checks each against the root.
type tiles struct{ prefix string }

func (t *tiles) Height() int { return height }

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		bytes, err := read(t.prefix, path(tile))
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is %d bytes long", path(tile), len(bytes))
		}
		data = append(data, bytes)
	}
	return data, nil
}

// path is the library's without the height, as C2SP tlog-tiles has it.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

func read(prefix, name string) ([]byte, error) {
	if !strings.HasPrefix(prefix, "http://") {
		return os.ReadFile(prefix + "/" + name)
	}
	response, err := http.Get(prefix + "/" + name)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", name, response.Status)
	}
	return io.ReadAll(response.Body)
}
