// Command tilereader reads a log that Remit published, with the packages of the Go checksum database and nothing
// else: the signed note, every name of a file, every entry and a set of earlier trees.
//
// Usage: tilereader FOLDER VERIFIER-KEY
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder gives tiles as the hash reader asks for them; each file is read once.
type folder struct {
	root string
	seen map[string][]byte
}

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

func (f folder) read(tile tlog.Tile) ([]byte, error) {
	name := published(tile.Path())
	if data, ok := f.seen[name]; ok {
		return data, nil
	}
	data, err := os.ReadFile(filepath.Join(f.root, filepath.FromSlash(name)))
	f.seen[name] = data
	return data, err
}

// published gives the name that tlog-tiles has for a name of the checksum database; named the other way round.
func published(path string) string {
	path = strings.Replace(path, "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func named(path string) string {
	path = strings.Replace(path, "tile/entries/", "tile/data/", 1)
	return strings.Replace(path, "tile/", "tile/8/", 1)
}

func head(root, key string) (tlog.Tree, int, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tree, 0, err
	}
	data, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	if err != nil {
		return tree, 0, err
	}
	signed, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, 0, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tree, 0, fmt.Errorf("checkpoint: expected one of %s", verifier.Name())
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, 0, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, len(signed.UnverifiedSigs), err
}

// names parses the name of every file; it gives how many there are.
func names(root string) (int, error) {
	count := 0
	err := filepath.WalkDir(filepath.Join(root, "tile"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(inside)
		tile, err := tlog.ParseTilePath(named(name))
		if err == nil && published(tile.Path()) != name {
			err = fmt.Errorf("%s: expected %s", name, published(tile.Path()))
		}
		count++
		return err
	})
	return count, err
}

// entries divides the bundles into entries, as tlog-tiles has them.
func entries(f folder, size int64) ([][]byte, error) {
	var found [][]byte
	for first := int64(0); first < size; first += 1 << height {
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: 1 << height}
		if size-first < 1<<height {
			tile.W = int(size - first)
		}
		data, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		for len(data) > 1 {
			end := 2 + int(binary.BigEndian.Uint16(data))
			if end > len(data) {
				return nil, errors.New("bundle: an entry reaches past its end")
			}
			found = append(found, data[2:end])
			data = data[end:]
		}
		if len(data) > 0 || int64(len(found)) != first+int64(tile.W) {
			return nil, errors.New("bundle: expected as many entries as its name says")
		}
	}
	return found, nil
}

func records(tree tlog.Tree, reader tlog.HashReader, all [][]byte) error {
	for number, data := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(number), reader)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, int64(number), tlog.RecordHash(data))
		}
		if err != nil {
			return fmt.Errorf("entry %d: %w", number+1, err)
		}
	}
	return nil
}

func trees(tree tlog.Tree, reader tlog.HashReader) (int, error) {
	count := 0
	done := map[int64]bool{}
	for _, old := range []int64{1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, tree.N - 1, tree.N} {
		if old < 1 || old > tree.N || done[old] {
			continue
		}
		done[old] = true
		was, err := tlog.TreeHash(old, reader)
		if err != nil {
			return count, err
		}
		proof, err := tlog.ProveTree(tree.N, old, reader)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, old, was)
		}
		if err != nil {
			return count, fmt.Errorf("tree of %d: %w", old, err)
		}
		count++
	}
	return count, nil
}

func check(root, key string) (string, error) {
	tree, others, err := head(root, key)
	if err != nil {
		return "", err
	}
	files, err := names(root)
	if err != nil {
		return "", err
	}
	f := folder{root, map[string][]byte{}}
	reader := tlog.TileHashReader(tree, f)
	all, err := entries(f, tree.N)
	if err != nil {
		return "", err
	}
	if err := records(tree, reader, all); err != nil {
		return "", err
	}
	earlier, err := trees(tree, reader)
	told := "size %d, %d files, %d entries proved, %d trees, %d signatures of others"
	return fmt.Sprintf(told, tree.N, files, len(all), earlier, others), err
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: tilereader FOLDER VERIFIER-KEY")
		os.Exit(2)
	}
	told, err := check(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(told)
}
