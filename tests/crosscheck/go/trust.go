package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const theLog = " " // among the names of witnesses, where it cannot stand

type keyID struct {
	name string
	hash uint32
}

type group struct {
	wanted  int
	members []string
}

// A trust is a trust file: section 10. Keys of type 06 are passed over; they never count for a quorum.
type trust struct {
	genesis, quorum string
	log             note.Verifier
	known           []note.Verifier
	names           map[keyID]string
	groups          map[string]group
}

func readTrust(file string) trust {
	t := trust{names: map[keyID]string{}, groups: map[string]group{}}
	for _, line := range strings.Split(string(must(os.ReadFile(file))), "\n") {
		if words := strings.Fields(line); len(words) > 1 && !strings.HasPrefix(words[0], "#") {
			t.take(words)
		}
	}
	agree(t.log != nil && t.genesis != "" && t.quorum != "", "the trust file lacks log, genesis or quorum")
	return t
}

func (t *trust) take(words []string) {
	switch words[0] {
	case "log":
		t.log = must(note.NewVerifier(words[1]))
		t.know(t.log, theLog)
	case "witness":
		if key := readCosigner(words[2]); key.raw[0] == 4 {
			t.know(key, words[1])
		}
	case "group":
		wanted := map[string]int{"all": len(words) - 3, "any": 1}[words[2]]
		if wanted == 0 {
			wanted = int(number(words[2]))
		}
		t.groups[words[1]] = group{wanted, words[3:]}
	case "quorum":
		t.quorum = words[1]
	case "genesis":
		t.genesis = words[1]
	default:
		agree(false, "the trust file has the line %q", words)
	}
}

func (t *trust) know(key note.Verifier, name string) {
	t.known = append(t.known, key)
	t.names[keyID{key.Name(), key.KeyHash()}] = name
}

// met says whether a witness signed, or of a group as many members as it wants.
func (t trust) met(name string, signed map[string]bool) bool {
	asked, isGroup := t.groups[name]
	if !isGroup {
		return name == "none" || signed[name]
	}
	count := 0
	for _, member := range asked.members {
		if t.met(member, signed) {
			count++
		}
	}
	return count >= asked.wanted
}

// A cosigner is a log witness with a key of type 04, which note.NewVerifier does not know.
type cosigner struct {
	name string
	raw  []byte
}

func readCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	agree(len(parts) == 3, "%s is no verifier key", vkey)
	key := cosigner{parts[0], must(base64.StdEncoding.DecodeString(parts[2]))}
	agree(fmt.Sprintf("%08x", key.KeyHash()) == parts[1], "the key %s has another ID", vkey)
	agree(len(key.raw) == 1+ed25519.PublicKeySize || key.raw[0] == 6, "the key %s has another length", vkey)
	return key
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n"), c.raw...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize || signature[0] >= 128 {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.raw[1:], []byte(signed), signature[8:])
}

// A cover is the first line of a paper, as far as a log is concerned with it.
type cover struct {
	digest       string
	Kind, Ledger string
	Annex        struct {
		Lines int64
		Root  string
	}
}

func readCover(line string) (paper cover) {
	var envelope struct{ Payload []byte }
	agree(json.Unmarshal([]byte(line), &envelope) == nil, "this is no cover: %.60s", line)
	agree(json.Unmarshal(envelope.Payload, &paper) == nil, "this is no payload: %.60s", envelope.Payload)
	sum := sha256.Sum256(envelope.Payload)
	paper.digest = hex.EncodeToString(sum[:])
	return paper
}

func (c cover) root() (root tlog.Hash) {
	raw := must(hex.DecodeString(c.Annex.Root))
	agree(copy(root[:], raw) == len(raw) && len(raw) == tlog.HashSize, "the root of the annex has %d bytes", len(raw))
	return root
}
