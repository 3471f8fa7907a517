package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

// cursor is a place in one query's answer at one commit of one database. Outside it is opaque.
type cursor struct {
	seq  int64
	at   position // relevance: at.key counts the rows before
	back bool     // the page ends before at, instead of beginning after it
}

const cursorSum = 12

// makeCursor writes a cursor with a sum over it and all that it is bound to.
func (v *View) makeCursor(c cursor, q EventQuery) string {
	raw := binary.AppendUvarint(nil, uint64(v.seq))
	raw = binary.AppendVarint(raw, c.at.key)
	raw = binary.AppendVarint(raw, c.at.skey)
	if c.back {
		raw = append(raw, 1)
	} else {
		raw = append(raw, 0)
	}
	sum := v.cursorSum(raw, q.Filter.Canonical()+"\n"+string(q.Sort))
	return base64.RawURLEncoding.EncodeToString(append(sum, raw...))
}

func (v *View) cursorSum(raw []byte, query string) []byte {
	sum := sha256.Sum256([]byte(v.store.epoch + "\n" + query + "\n" + string(raw)))
	return sum[:cursorSum]
}

// openCursor reads a cursor that was given out for this query, at this commit, by this database.
func (v *View) openCursor(text string, q EventQuery) (cursor, error) {
	raw, c, ok := parseCursor(text)
	if !ok || c.seq != v.seq {
		return cursor{}, ErrBadCursor
	}
	if string(v.cursorSum(raw[cursorSum:], q.Filter.Canonical()+"\n"+string(q.Sort))) != string(raw[:cursorSum]) {
		return cursor{}, ErrBadCursor
	}
	return c, nil
}

func parseCursor(text string) (raw []byte, c cursor, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < cursorSum {
		return nil, cursor{}, false
	}
	rest := raw[cursorSum:]
	seq, n := binary.Uvarint(rest)
	if n <= 0 || seq > 1<<seqBits {
		return nil, cursor{}, false
	}
	rest = rest[n:]
	c.seq = int64(seq)
	for _, field := range []*int64{&c.at.key, &c.at.skey} {
		value, n := binary.Varint(rest)
		if n <= 0 {
			return nil, cursor{}, false
		}
		*field, rest = value, rest[n:]
	}
	if len(rest) != 1 || rest[0] > 1 {
		return nil, cursor{}, false
	}
	c.back = rest[0] == 1
	return raw, c, true
}

// CursorSeq tells which commit a cursor was given out at, so that the page after it is read there.
// It is ErrBadCursor for what cannot be one.
func CursorSeq(text string) (int64, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < cursorSum {
		return 0, ErrBadCursor
	}
	seq, n := binary.Uvarint(raw[cursorSum:])
	if n <= 0 || seq > 1<<seqBits {
		return 0, ErrBadCursor
	}
	return int64(seq), nil
}
