// Checks what a log of Kotak promised, with nothing of Kotak: docs/format.md, golang.org/x/mod/sumdb and the standard
// library of Go. Signatures of officers are not checked here; docs/checking.md does that with openssl.
//
//	checker checkpoint TRUST NOTE           who signed a checkpoint, and whether the quorum is met: section 9
//	checker receipt    TRUST FILE           a receipt or each part of a passport: section 12, steps 2 to 4, 6 and 7
//	checker extends    TRUST OLD REQUEST    that the checkpoint in a request to a log witness continues OLD: section 14
//	checker tiles      TRUST DIR            a tile directory: section 11
//
// Each line it prints is a fact that was checked. The first thing that does not agree ends it with status 1.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	commands := map[string]func(trust, ...string){
		"checkpoint": checkCheckpoint, "receipt": checkReceipts, "extends": checkExtends, "tiles": checkTiles,
	}
	agree(len(os.Args) > 3 && commands[os.Args[1]] != nil, "usage: checker checkpoint|receipt|extends|tiles TRUST FILE…")
	commands[os.Args[1]](readTrust(os.Args[2]), os.Args[3:]...)
}

func agree(does bool, format string, facts ...any) {
	if !does {
		fmt.Fprintf(os.Stderr, "does not agree: "+format+"\n", facts...)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	agree(err == nil, "%v", err)
	return value
}

// number reads what prints back to the same digits.
func number(digits string) int64 {
	found := must(strconv.ParseInt(digits, 10, 64))
	agree(found >= 0 && strconv.FormatInt(found, 10) == digits, "%q is no number", digits)
	return found
}

func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		found = append(found, must(tlog.ParseHash(line)))
	}
	return found
}

// A promise is a checkpoint that its log signed.
type promise struct {
	size  int64
	root  tlog.Hash
	final bool
}

func (t trust) open(data []byte) promise {
	opened := must(note.Open(data, note.VerifierList(t.known...))) // a bad line of a known key is an error
	lines := strings.Split(opened.Text, "\n")
	agree(len(lines) == 4 && lines[0] == t.log.Name(), "this is no checkpoint of %s", t.log.Name())
	signed := map[string]bool{}
	for _, line := range opened.Sigs {
		signed[t.names[keyID{line.Name, line.Hash}]] = true
	}
	agree(signed[theLog], "the log did not sign this checkpoint")
	return promise{number(lines[1]), must(tlog.ParseHash(lines[2])), t.met(t.quorum, signed)}
}

// show prints a promise, and refuses one that too few witnesses cosigned.
func (p promise) show() {
	agree(p.final, "too few log witnesses cosigned the checkpoint of %d entries", p.size)
	fmt.Printf("checkpoint %d %s\n", p.size, p.root)
}

func checkCheckpoint(t trust, files ...string) {
	t.open(must(os.ReadFile(files[0]))).show()
}

func checkExtends(t trust, files ...string) {
	before := t.open(must(os.ReadFile(files[0])))
	head, signed, _ := strings.Cut(string(must(os.ReadFile(files[1]))), "\n\n")
	lines := strings.Split(head, "\n")
	agree(lines[0] == fmt.Sprintf("old %d", before.size), "this is no request from the size %d", before.size)
	now := t.open([]byte(signed))
	err := tlog.CheckTree(hashes(lines[1:]), now.size, now.root, before.size, before.root)
	agree(err == nil, "%d and %d entries: %v", before.size, now.size, err)
	fmt.Printf("checkpoint %d %s\ncontinues %d %s\n", now.size, now.root, before.size, before.root)
}

// checkReceipts takes parts, each up to an empty line, and their checkpoint, which has an empty line itself.
func checkReceipts(t trust, files ...string) {
	parts := strings.Split(string(must(os.ReadFile(files[0]))), "\n\n")
	agree(len(parts) > 2, "this is neither a receipt nor a passport")
	last := len(parts) - 2
	promised := t.open([]byte(strings.Join(parts[last:], "\n\n")))
	for n, part := range parts[:last] {
		if n > 0 || !strings.HasPrefix(part, "kotak-passport/v1\n") {
			t.checkPart(strings.Split(part, "\n"), promised)
		}
	}
	promised.show()
}

func (t trust) checkPart(lines []string, promised promise) {
	agree(len(lines) > 2 && lines[0] == "c2sp.org/tlog-proof@v1", "this is no tlog-proof with an extra line")
	extra := must(base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra ")))
	content := strings.Split(strings.TrimSuffix(string(extra), "\n"), "\n")
	agree(len(content) > 1 && content[0] == "kotak-receipt/v1", "the extra line holds no receipt")
	index, leaf := number(strings.TrimPrefix(lines[2], "index ")), tlog.RecordHash([]byte(content[1]))
	err := tlog.CheckRecord(hashes(lines[3:]), promised.size, promised.root, index, leaf)
	agree(err == nil, "index %d: %v", index, err)
	paper := readCover(content[1])
	ledger := map[bool]string{true: paper.digest, false: paper.Ledger}[index == 0]
	agree(ledger == t.genesis, "index %d: the paper is of the ledger %s", index, ledger)
	fmt.Printf("entry %d %s %s\n", index, paper.digest, paper.Kind)
	if len(content) > 2 {
		checkLine(content[2:], paper)
	}
}

func checkLine(content []string, paper cover) {
	agree(len(content) > 1, "the line is missing")
	at, line := number(strings.TrimPrefix(content[0], "line ")), []byte(content[1])
	err := tlog.CheckRecord(hashes(content[2:]), paper.Annex.Lines, paper.root(), at, tlog.RecordHash(line))
	agree(err == nil, "line %d: %v", at, err)
	var about struct{ Box, ID string }
	agree(json.Unmarshal(line, &about) == nil, "line %d is no object", at)
	fmt.Printf("line %d %s\n", at, about.Box+about.ID)
}
