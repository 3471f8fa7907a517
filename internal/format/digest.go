package format

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// Digest is the fingerprint of a list of rows: the SHA-256 of the SHA-256 of each row, one after the other,
// 32 bytes each. A row is its line without the line end (ndjson), its record without the CRLF (csv), its object as
// it stands in data (json). So two answers with the same rows in the same order have the same digest, and a reader
// checks it with nothing but SHA-256. The zero value is ready.
type Digest struct {
	sum   hash.Hash
	row   [sha256.Size]byte // of the row being added; a field, so that it is not allocated for each
	count int
}

// RowDigest is what one row adds to a Digest.
func RowDigest(row []byte) [sha256.Size]byte { return sha256.Sum256(row) }

// Add takes in the next row.
func (d *Digest) Add(row []byte) {
	d.row = RowDigest(row)
	d.AddDigest(d.row[:])
}

// AddDigest takes in the next row by its RowDigest.
func (d *Digest) AddDigest(sum []byte) {
	if d.sum == nil {
		d.sum = sha256.New()
	}
	d.sum.Write(sum)
	d.count++
}

// add takes in the next row, by the digest that came with it where there is one.
func (d *Digest) add(row, sum []byte) {
	if len(sum) == sha256.Size {
		d.AddDigest(sum)
		return
	}
	d.Add(row)
}

// Count is how many rows were taken in.
func (d *Digest) Count() int { return d.count }

// String gives "sha256:" and 64 hexadecimal digits. Of no rows it is the SHA-256 of nothing.
func (d *Digest) String() string {
	if d.sum == nil {
		d.sum = sha256.New()
	}
	return "sha256:" + hex.EncodeToString(d.sum.Sum(nil))
}
