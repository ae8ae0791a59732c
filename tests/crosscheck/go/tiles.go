package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // 256 hashes a tile

// A directory is a tile directory as a tlog.TileReader.
type directory string

func (d directory) Height() int                     { return height }
func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}

func (d directory) ReadTiles(tiles []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range tiles {
		// The path of Go has the height in it, ours has not.
		data := d.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		agree(len(data) >= tile.W*tlog.HashSize, "%s has %d bytes", tile.Path(), len(data))
		found = append(found, data[:tile.W*tlog.HashSize])
	}
	return found, nil
}

// read takes the partial file, or where it is gone the full one.
func (d directory) read(path string) []byte {
	data, err := os.ReadFile(filepath.Join(string(d), path))
	if full, _, isPartial := strings.Cut(path, ".p/"); isPartial && errors.Is(err, os.ErrNotExist) {
		return d.read(full)
	}
	return must(data, err)
}

// bundle parts entries or annexes, each behind its length.
func (d directory) bundle(sort string, width int, at tlog.Tile) (found [][]byte) {
	path := strings.Replace(at.Path(), "tile/8/0/", "tile/"+sort+"/", 1)
	for data := d.read(path); len(data) > 0 && len(found) < at.W; {
		agree(len(data) >= width, "%s ends within a length", path)
		length := int(binary.BigEndian.Uint32(append(make([]byte, 4-width), data[:width]...)))
		agree(len(data) >= width+length, "%s ends within member %d", path, len(found))
		found, data = append(found, data[width:width+length]), data[width+length:]
	}
	agree(len(found) == at.W, "%s has %d members", path, len(found))
	return found
}

// A memory holds all hashes of a tree, in the order of tlog.StoredHashIndex.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		found = append(found, m[index])
	}
	return found, nil
}

func grow(records [][]byte) (tree memory, root tlog.Hash) {
	for n, record := range records {
		tree = append(tree, must(tlog.StoredHashes(int64(n), record, tree))...)
	}
	return tree, must(tlog.TreeHash(int64(len(records)), tree))
}

// tiles that a tree of this size has on a level, the last one partial.
func tiles(level int, size int64) (found []tlog.Tile) {
	for n, nodes := int64(0), size>>(height*level); n<<height < nodes; n++ {
		tile := tlog.Tile{H: height, L: level, N: n, W: 1 << height}
		if left := nodes - n<<height; left < 1<<height {
			tile.W = int(left)
		}
		found = append(found, tile)
	}
	return found
}

// checkTiles grows the tree from the entries, compares root and tiles, and then proves some entries through the tiles
// alone: from the last to the first.
func checkTiles(t trust, dirs ...string) {
	dir := directory(dirs[0])
	promised := t.open(dir.read("checkpoint"))
	var entries [][]byte
	for _, at := range tiles(0, promised.size) {
		annexes := dir.bundle("annex", 4, at)
		for n, entry := range dir.bundle("entries", 2, at) {
			checkAnnex(len(entries), readCover(string(entry)), annexes[n])
			entries = append(entries, entry)
		}
	}
	tree, root := grow(entries)
	agree(root == promised.root, "the entries have the root %s, and not %s", root, promised.root)
	count := dir.compare(tree, promised.size)
	through := tlog.TileHashReader(tlog.Tree{N: promised.size, Hash: promised.root}, dir)
	for n := promised.size - 1; n >= 0; n -= n/100 + 1 {
		path := must(tlog.ProveRecord(promised.size, n, through))
		err := tlog.CheckRecord(path, promised.size, promised.root, n, tlog.RecordHash(entries[n]))
		agree(err == nil, "entry %d: %v", n, err)
	}
	promised.show()
	fmt.Printf("%d entries with their annexes, %d tiles\n", len(entries), count)
}

func checkAnnex(n int, paper cover, annex []byte) {
	lines := bytes.SplitAfter(annex, []byte("\n"))
	lines = lines[:len(lines)-1]
	agree(int64(len(lines)) == paper.Annex.Lines, "entry %d has %d lines, not %d", n, len(lines), paper.Annex.Lines)
	if len(lines) == 0 {
		return
	}
	for i, line := range lines {
		lines[i] = bytes.TrimSuffix(line, []byte("\n"))
	}
	_, root := grow(lines)
	agree(root == paper.root(), "entry %d: its annex has the root %s", n, root)
}

func (d directory) compare(tree memory, size int64) (count int) {
	for level := 0; size>>(height*level) > 0; level++ {
		for _, tile := range tiles(level, size) {
			found := must(d.ReadTiles([]tlog.Tile{tile}))
			agree(bytes.Equal(found[0], must(tlog.ReadTileData(tile, tree))), "%s is of another tree", tile.Path())
			count++
		}
	}
	return count
}
